using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests.Killing;

/// <summary>A raw answer as it was kept, read again without the program's own parsers.</summary>
internal sealed record Payload(long Id, string Source, string Task, long FetchedAt, IReadOnlyList<(string Coin, long ObservedAt, double Price)> Records)
{
    public const string Select = """
        SELECT p.id, s.name, p.task, p.fetched_at, p.file_name,
          (SELECT b.body_gzip FROM raw_payloads b WHERE b.sha256 = p.sha256 AND b.body_gzip IS NOT NULL LIMIT 1)
        FROM raw_payloads p JOIN sources s ON s.id = p.source
        """;

    public static Payload Read(IStoredRow row)
    {
        var (source, task) = (row.Text(1), row.Text(2));
        using var gzip = new GZipStream(new MemoryStream(row.Blob(5)), CompressionMode.Decompress);
        using var body = new MemoryStream();
        gzip.CopyTo(body);
        return new Payload(row.Int64(0), source, task, row.Int64(3), LastOfEach((source, task) switch
        {
            ("coingecko", "prices") => CoinGecko(body.ToArray()),
            ("coinpaprika", "prices") => CoinPaprika(body.ToArray()),
            ("csv", _) => Csv(Path.GetFileNameWithoutExtension(row.Text(4)), body.ToArray()),
            _ => [],
        }));
    }

    private static IReadOnlyList<(string, long, double)> LastOfEach(IEnumerable<(string Coin, long ObservedAt, double Price)> records) =>
        [.. records.GroupBy(record => (record.Coin, record.ObservedAt)).Select(same => same.Last())];

    private static IEnumerable<(string, long, double)> CoinGecko(byte[] body) => JsonElement.Parse(body).EnumerateArray().Select(row =>
        (row.GetProperty("id").GetString()!, Time(row), row.GetProperty("current_price").GetDouble()));

    private static IEnumerable<(string, long, double)> CoinPaprika(byte[] body) => JsonElement.Parse(body).EnumerateArray().Select(row =>
        (row.GetProperty("id").GetString()!, Time(row), row.GetProperty("quotes").GetProperty("USD").GetProperty("price").GetDouble()));

    private static IEnumerable<(string, long, double)> Csv(string coin, byte[] body) =>
        HourlyFile.Read(Encoding.UTF8.GetString(body)).Select(quote => (coin, quote.ObservedAt, quote.Price));

    private static long Time(JsonElement row) => row.GetProperty("last_updated").GetDateTimeOffset().ToUnixTimeMilliseconds();
}
