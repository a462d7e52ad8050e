using System.Text;
using Assay.Providers;

namespace Assay.Tests.Providers.Csv;

/// <summary>Files as a failing disk, a careless editor or an enemy would leave them.</summary>
[Trait("Thorough", "yes")]
public sealed class CsvFuzzTests : IDisposable
{
    private const int Seed = 20261121;

    private static readonly byte[][] Wholesome =
    [
        .. new[]
        {
            "timestamp,open,high,low,close,volume\n1709251200000,61130.99,61197.66,61126.0,61196.0,121.02208\n1709251260000,61196.0,61217.41,61162.0,61185.84,40.04518\n",
            "SNo,Name,Symbol,Date,High,Low,Open,Close,Volume,Marketcap\r\n1,Bitcoin,BTC,29/04/2013 23:59,147.4,134,134.4,144.5,0,6.42E+11\r\n2,XRP,XRP,2020-04-11 23:59:59,1,2,3,4,5,0.0\r\n",
            "Date,Open,High,Low,Close,Volume,Currency\n2020-07-17,31.0,40.5,0.0,0.0005159999709576368,149,USD\n\n2020-07-18,null,null,null,null,null,null",
            "Rank;Name;Price;Market Cap;Change 24h\n1;\"Bitcoin; \"\"the\"\"\ncoin\";$44,871.50;$871.96B;+0.29%\n2;Ether;-;N/A;∞\n3;Tether;1;2;3\n",
            "\uFEFFid\tsymbol\tprice\tlast_updated\nbitcoin\tBTC\t1e5\tApr 29, 2013\nether\tETH\t2\t2024-03-01T10:00:00.5+02:00\n",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Splinters = [.. new[] { "\"", "\"\"", "\"\n", ",\"", "\n", "\r", ",", ";", "\t", "\0", "\u00FF", "-", "9999999999999999999", "1e999", "null", " " }.Select(Encoding.UTF8.GetBytes)];

    private readonly CsvFolder _folder = new();
    private readonly Random _random = new(Seed);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_record_of_70000_broken_bodies_is_a_quote_or_a_rejection()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        string[] queries = ["?line=2&interval=1d", "?line=7&interval=1m&dates=month-first", "?line=2&modified=1700000000000", "?line=2&column.price=open"];
        var understood = 0;
        for (var round = 0; round < 70_000; round++)
        {
            var body = Break();
            var page = _folder.Provider.Parse(Payload("file:///tmp/prices.csv" + queries[_random.Next(queries.Length)], body));
            AssertAccountedFor(page, body);
            understood += page.Error is null ? 1 : 0;
        }

        Assert.InRange(understood, 35_000, 70_000); // else the headers were broken so often that few rows were tested
    }

    [Fact]
    public async Task Broken_files_are_cut_into_parts_that_say_the_same_as_the_whole()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        var read = 0;
        for (var round = 0; round < 1_500; round++)
        {
            var path = _folder.Write(Break());
            try
            {
                var whole = _folder.Parse(await _folder.PartsAsync(path));
                var parts = await _folder.PartsAsync(path, _random.Next(1, 4));
                Assert.Equal(whole.Quotes, _folder.Parse(parts).Quotes);
                Assert.Equal(whole.Rejections, _folder.Parse(parts).Rejections);
                Assert.True(parts[^1].File!.IsComplete);
                read++;
            }
            catch (ProviderException e)
            {
                Assert.StartsWith("prices.csv cannot be imported. ", e.Message);
            }
        }

        Assert.InRange(read, 500, 1_500); // else the files were broken so badly that nothing was tested
    }

    private static RawPayload Payload(string url, byte[] body) =>
        new() { Source = SourceId.Csv, Task = "import", Url = url, Status = 200, Body = body, FetchedAt = CsvFolder.Now };

    private static void AssertAccountedFor(ParsedPage page, byte[] body)
    {
        Assert.All(page.Quotes, quote => Assert.True(quote.CoinId.Length > 0 && quote.ObservedAt is not null && double.IsFinite(quote.Figures.Price ?? 0)));
        Assert.All(page.Rejections, rejection => Assert.True(rejection.Excerpt.Length is > 0 and <= Rejection.ExcerptLength));
        if (page.Error is not null)
            return;

        // Without quotes a record is a line. With them it may stand on several.
        var lines = Encoding.Latin1.GetString(body).TrimStart('\u00EF', '\u00BB', '\u00BF').Split('\n').Count(line => line.AsSpan().Trim(" \t\r\n").Length > 0) - 1;
        var records = page.Quotes.Count + page.Rejections.Count;
        if (body.AsSpan().Contains((byte)'"'))
            Assert.InRange(records, 0, Math.Max(0, lines));
        else
            Assert.Equal(lines, records);
    }

    /// <summary>A wholesome file after one to six accidents, more often behind its header than in it.</summary>
    private byte[] Break()
    {
        var body = Wholesome[_random.Next(Wholesome.Length)].ToList();
        for (var accidents = _random.Next(1, 7); accidents > 0 && body.Count > 0; accidents--)
        {
            var header = _random.Next(8) == 0 ? 0 : body.IndexOf((byte)'\n') + 1;
            var at = _random.Next(Math.Min(header, body.Count - 1), body.Count);
            switch (_random.Next(5))
            {
                case 0:
                    body[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    body.RemoveRange(at, body.Count - at);
                    break;
                case 2:
                    body.RemoveRange(at, _random.Next(Math.Min(20, body.Count - at)));
                    break;
                case 3:
                    body.InsertRange(at, Splinters[_random.Next(Splinters.Length)]);
                    break;
                default:
                    var other = Wholesome[_random.Next(Wholesome.Length)];
                    body.InsertRange(at, other.Skip(_random.Next(other.Length)).Take(_random.Next(80)));
                    break;
            }
        }

        return [.. body];
    }
}
