using System.Globalization;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary>Real market history through <c>assay import</c>. The counts below are those of the files; a naive reading confirms them.</summary>
public sealed class ImportTests
{
    [Fact]
    public async Task All_37_082_days_of_23_coins_are_stored_as_they_stand_in_the_files()
    {
        var source = Recordings.Require("history/coinmarketcap_23coins_daily");
        using var folder = new WorkFolder();

        var first = await AssayProcess.RunAsync(folder, null, "import", source);
        var second = await AssayProcess.RunAsync(folder, null, "import", source);

        // Every one of these files keeps its own order of days: no day comes twice, no price is zero, no candle contradicts itself.
        Assert.Equal(0, first.ExitCode);
        Assert.EndsWith("23 files: 37,082 stored, 0 corrected, 0 known already, 0 duplicate, 0 rejected.", first.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(0, second.ExitCode);
        Assert.Equal(23, Lines(second).Count(line => line.EndsWith("imported before, nothing changed.", StringComparison.Ordinal)));
        Assert.EndsWith("23 files: 0 stored, 0 corrected, 0 known already, 0 duplicate, 0 rejected.", second.Output.TrimEnd(), StringComparison.Ordinal);

        var naive = Directory.EnumerateFiles(source, "*.csv").SelectMany(ReadDaily).ToDictionary(day => (day.Name, day.Date));
        Assert.Equal(37_082, naive.Count);
        using var stored = new SqliteData(folder.Database);
        var candles = stored.Query("""
            SELECT a.name, c.opened_at, c.open, c.high, c.low, c.close, c.volume, q.price, q.market_cap, q.observed_at
            FROM candles c JOIN assets a ON a.id = c.asset_id
            JOIN quotes q ON q.asset_id = c.asset_id AND q.source = c.source AND q.observed_at BETWEEN c.opened_at AND c.opened_at + 86399999
            WHERE c.interval = '1d'
            """, row => new Day(row.Text(0), DateOf(row.Int64(1)), row.Double(2), row.Double(3), row.Double(4), row.Double(5), row.Double(6), row.DoubleOrNull(8))
        { Price = row.Double(7), ObservedAt = row.Time(9) });
        Assert.Equal(37_082, candles.Count);
        Assert.Equal(37_082, stored.Count("quotes"));
        Assert.All(candles, candle => Assert.Equal(naive[(candle.Name, candle.Date)], candle));
    }

    [Fact]
    public async Task Of_38_349_candles_of_btcusdt_the_62_that_come_twice_are_stored_once_as_they_stood_last()
    {
        var source = Recordings.Require("history/binance_btcusdt");
        using var folder = new WorkFolder();

        var first = await AssayProcess.RunAsync(folder, null, "import", source);
        var second = await AssayProcess.RunAsync(folder, null, "import", source);

        // 1h: 7,099 rows, 8 hours come twice; for 1 of them the first stands in another part of 5,000 rows, with the same price ("known already").
        // 1m: 30,954 rows, 54 minutes come twice; for 6 of them the first stands in another part.
        Assert.Equal(0, first.ExitCode);
        Assert.Equal(
        [
            "BTCUSDT-1d.csv: 296 stored, 0 corrected, 0 known already, 0 duplicate, 0 rejected.",
            "BTCUSDT-1h.csv: 7,091 stored, 0 corrected, 1 known already, 7 duplicate, 0 rejected.",
            "BTCUSDT-1m.csv: 30,900 stored, 0 corrected, 6 known already, 48 duplicate, 0 rejected.",
            "3 files: 38,287 stored, 0 corrected, 7 known already, 55 duplicate, 0 rejected.",
        ], Lines(first).TakeLast(4));
        Assert.EndsWith("3 files: 0 stored, 0 corrected, 0 known already, 0 duplicate, 0 rejected.", second.Output.TrimEnd(), StringComparison.Ordinal);

        using var stored = new SqliteData(folder.Database);
        foreach (var (interval, rows, known, duplicate) in ((string, int, int, int)[])[("1d", 296, 0, 0), ("1h", 7099, 1, 7), ("1m", 30_954, 6, 48)])
        {
            var naive = ReadKlines(Path.Combine(source, $"BTCUSDT-{interval}.csv"));
            Assert.Equal((rows, known, duplicate), (naive.Count, CountAgain(naive, samePart: false), CountAgain(naive, samePart: true)));

            var expected = naive.GroupBy(kline => kline.OpenedAt).Select(same => same.Last()).OrderBy(kline => kline.OpenedAt);
            var candles = stored.Query($"SELECT opened_at, open, high, low, close, volume FROM candles WHERE interval = '{interval}' AND method = 'native' ORDER BY 1",
                row => new Kline(row.Int64(0), row.Double(1), row.Double(2), row.Double(3), row.Double(4), row.Double(5)));
            Assert.Equal(expected, candles);
        }
    }

    [Fact]
    public async Task What_is_imported_beside_a_running_server_is_soon_served()
    {
        using var folder = new WorkFolder();
        var settings = new Dictionary<string, string> { ["ENABLE_COINGECKO"] = "false", ["ENABLE_COINPAPRIKA"] = "false", ["ENABLE_CMC"] = "false", ["ENABLE_CMC_DEX"] = "false" };
        await using var server = await RunningServer.StartAsync(folder, settings);
        await server.JsonAsync("/stats?coin=made-up-coin", System.Net.HttpStatusCode.NotFound);

        var file = folder.Write("prices.csv", "date,symbol,name,price\n2026-01-01T00:00:00Z,MADE,Made Up Coin,1.25\n2026-01-02T00:00:00Z,MADE,Made Up Coin,1.5\n");
        var outcome = await AssayProcess.RunAsync(folder, settings, "import", file, "--source", "my-archive");

        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        await Eventually.SeesAsync("the coin is served", async () =>
        {
            using var response = await server.GetAsync("/stats?coin=made-up-coin");
            return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }, body => body == """{"coin":"made-up-coin","price":1.5,"marketCap":null,"24hChange":null,"source":"my-archive","last_updated":"2026-01-02T00:00:00Z"}""");
    }

    /// <summary>How many rows repeat the time of an earlier row, by whether the nearest earlier one stands in the same part.</summary>
    private static int CountAgain(List<Kline> klines, bool samePart)
    {
        const int RowsInPart = 5000;
        var lastPart = new Dictionary<long, int>();
        var again = 0;
        for (var i = 0; i < klines.Count; i++)
        {
            if (lastPart.TryGetValue(klines[i].OpenedAt, out var part) && part == i / RowsInPart == samePart)
                again++;
            lastPart[klines[i].OpenedAt] = i / RowsInPart;
        }

        return again;
    }

    private static List<Kline> ReadKlines(string file) =>
        [.. File.ReadLines(file).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',').Select(Number).ToArray())
            .Select(cells => new Kline((long)cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]))];

    /// <summary>SNo,Name,Symbol,Date,High,Low,Open,Close,Volume,Marketcap; two of the files write the date as 29/04/2013 23:59.</summary>
    private static IEnumerable<Day> ReadDaily(string file)
    {
        foreach (var cells in File.ReadLines(file).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')))
        {
            var time = DateTimeOffset.ParseExact(
                cells[3], cells[3].Contains('/') ? "dd/MM/yyyy HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            double? marketCap = Number(cells[9]) is var value and not 0 ? value : null; // 0 stands for what was not known
            yield return new Day(cells[1], DateOf(time.ToUnixTimeMilliseconds()), Number(cells[6]), Number(cells[4]), Number(cells[5]), Number(cells[7]), Number(cells[8]), marketCap)
            {
                Price = Number(cells[7]),
                ObservedAt = time,
            };
        }
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private static DateOnly DateOf(long milliseconds) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime);

    private static string[] Lines(Outcome outcome) => outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private sealed record Kline(long OpenedAt, double Open, double High, double Low, double Close, double Volume);

    private sealed record Day(string Name, DateOnly Date, double Open, double High, double Low, double Close, double Volume, double? MarketCap)
    {
        public required double Price { get; init; }

        public required DateTimeOffset ObservedAt { get; init; }
    }
}
