using System.Text;
using Assay.Adapters.Providers.Csv;
using Assay.Providers;

namespace Assay.Tests.Providers.Csv;

/// <summary>A folder with CSV files that lives as long as a test, and the whole way of a file through the provider.</summary>
internal sealed class CsvFolder : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static readonly Dictionary<string, string> NoColumns = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("assay-csv-").FullName;

    public CsvProvider Provider { get; } = new(new ManualClock(Now));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public string Write(byte[] content, string name = "prices.csv")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Write(string content, string name = "prices.csv") => Write(Encoding.UTF8.GetBytes(content), name);

    /// <summary>Every part of the file, from its progress or else its beginning.</summary>
    public async Task<List<RawPayload>> PartsAsync(
        string path, int rowsPerPart = 1000, FileProgress? from = null, Dictionary<string, string>? columns = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        from ??= await Provider.IdentifyAsync(path, cancellationToken);
        var parts = new List<RawPayload>();
        await foreach (var part in Provider.ReadAsync(new FileImport(path, new SourceId("history"), columns ?? NoColumns, from, rowsPerPart), cancellationToken))
            parts.Add(part);
        return parts;
    }

    /// <summary>All that the file says, whatever its parts.</summary>
    public async Task<ParsedPage> ImportAsync(string content, string name = "prices.csv", int rowsPerPart = 1000, Dictionary<string, string>? columns = null) =>
        Parse(await PartsAsync(Write(content, name), rowsPerPart, columns: columns));

    public ParsedPage Parse(IEnumerable<RawPayload> parts)
    {
        var pages = parts.Select(Provider.Parse).ToList();
        Assert.All(pages, page => Assert.Null(page.Error));
        return new ParsedPage { Quotes = [.. pages.SelectMany(page => page.Quotes)], Rejections = [.. pages.SelectMany(page => page.Rejections)] };
    }

    public static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
}
