using Assay.Ingestion;
using Assay.Providers;
using SQLitePCL;

namespace Assay.Benchmarks;

/// <summary>The recorded histories: 37,082 daily rows of 23 coins and 30,954 minutes of BTCUSDT, on one core.</summary>
internal static class CsvScenario
{
    private static readonly IReadOnlyDictionary<string, string> NoColumns = new Dictionary<string, string>();

    /// <summary>After so many imports hardly anything is left to compile, which would otherwise compete for the one core.</summary>
    private const int WarmUps = 6;

    public static async Task<int> ParseAsync()
    {
        Measure.UseOneCore();
        await using var installation = await Installation.CreateAsync();
        var csv = installation.Get<ProviderRegistry>().Files!;
        foreach (var (name, files) in Files())
        {
            var parts = new List<RawPayload>();
            foreach (var file in files)
                parts.AddRange(await ReadAsync(csv, file));
            var rows = parts.Sum(part => csv.Parse(part).Quotes.Count);

            var ours = new List<double>();
            var limit = new List<double>();
            for (var i = 0; i < Measure.Rounds * 4; i++)
            {
                ours.Add(rows / Measure.Seconds(() => parts.ForEach(part => csv.Parse(part))));
                limit.Add(rows / Measure.Seconds(() => parts.ForEach(part => CountCells(part.Body.Span))));
            }

            Measure.Tell($"csv-parse   {name,-22} {rows,7:N0} rows: {Measure.Median(ours),11:N0} rows/s   limit (finding commas and line ends) {Measure.Median(limit):N0} rows/s");
        }

        return 0;
    }

    public static async Task<int> ImportAsync()
    {
        Measure.UseOneCore();
        foreach (var (name, files) in Files())
        {
            var ours = new List<double>();
            var processor = new List<double>();
            var garbage = new List<double>();
            var limit = new List<double>();
            long rows = 0;
            var (_, cold) = await ImportAsync(files);
            for (var i = 0; i < WarmUps; i++)
                await ImportAsync(files);
            for (var i = 0; i < Measure.Rounds; i++)
            {
                var (imported, cost) = await ImportAsync(files);
                rows = imported;
                ours.Add(rows / cost.Seconds);
                processor.Add(cost.Processor / rows);
                garbage.Add(cost.Allocated / (double)rows);
                limit.Add(await InsertPlainlyAsync(files));
            }

            Measure.Tell($"csv-import  {name,-22} {rows,7:N0} rows: {Measure.Median(ours),11:N0} rows/s   {Measure.Median(processor) * 1e6:N1} µs of processor and {Measure.Median(garbage):N0} bytes each   limit (raw prepared inserts, one transaction) {Measure.Median(limit):N0} rows/s   ratio {Measure.Median(ours) / Measure.Median(limit):P0}   first in the process {rows / cold.Seconds:N0} rows/s");
        }

        return 0;
    }

    private static async Task<(long Rows, Cost Cost)> ImportAsync(string[] files)
    {
        await using var installation = await Installation.CreateAsync();
        var importer = installation.Get<FileImporter>();
        long rows = 0;
        var cost = await Measure.CostAsync(async () =>
        {
            foreach (var file in files)
                rows += (await importer.ImportAsync(file, SourceId.Csv, NoColumns, progress: null, CancellationToken.None))!.Pages.Processed;
        });
        return (rows, cost);
    }

    /// <summary>The least that storing costs: the same quotes and candles, parsed beforehand, into two bare tables.</summary>
    private static async Task<double> InsertPlainlyAsync(string[] files)
    {
        await using var installation = await Installation.CreateAsync();
        var csv = installation.Get<ProviderRegistry>().Files!;
        var quotes = new List<(int Coin, ProviderQuote Quote)>();
        for (var coin = 0; coin < files.Length; coin++)
        {
            foreach (var part in await ReadAsync(csv, files[coin]))
                quotes.AddRange(csv.Parse(part).Quotes.Select(quote => (coin, quote)));
        }

        var seconds = Measure.Seconds(() => Insert(installation.Database + ".plain", quotes));
        return quotes.Count / seconds;
    }

    private static void Insert(string path, List<(int Coin, ProviderQuote Quote)> quotes)
    {
        raw.sqlite3_open(path, out var database);
        raw.sqlite3_exec(database, """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
            CREATE TABLE quotes (coin INTEGER, at INTEGER, price REAL, market_cap REAL, volume REAL, PRIMARY KEY (coin, at)) WITHOUT ROWID;
            CREATE TABLE candles (coin INTEGER, at INTEGER, open REAL, high REAL, low REAL, close REAL, PRIMARY KEY (coin, at)) WITHOUT ROWID;
            BEGIN;
            """);
        raw.sqlite3_prepare_v2(database, "INSERT OR REPLACE INTO quotes VALUES (?, ?, ?, ?, ?)", out var quoteRow);
        raw.sqlite3_prepare_v2(database, "INSERT OR REPLACE INTO candles VALUES (?, ?, ?, ?, ?, ?)", out var candleRow);
        foreach (var (coin, quote) in quotes)
        {
            Run(quoteRow, coin, quote.ObservedAt!.Value.ToUnixTimeMilliseconds(), quote.Figures.Price ?? 0, quote.Figures.MarketCap ?? 0, quote.Figures.Volume24h ?? 0);
            if (quote.Candle is { } candle)
                Run(candleRow, coin, candle.OpenedAt.ToUnixTimeMilliseconds(), candle.Prices.Open, candle.Prices.High, candle.Prices.Low, candle.Prices.Close);
        }

        raw.sqlite3_exec(database, "COMMIT");
        quoteRow.Dispose();
        candleRow.Dispose();
        database.Dispose();
    }

    private static void Run(sqlite3_stmt statement, long coin, long at, params ReadOnlySpan<double> values)
    {
        raw.sqlite3_bind_int64(statement, 1, coin);
        raw.sqlite3_bind_int64(statement, 2, at);
        for (var i = 0; i < values.Length; i++)
            raw.sqlite3_bind_double(statement, i + 3, values[i]);
        raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
    }

    private static async Task<List<RawPayload>> ReadAsync(IFileProvider csv, string file)
    {
        var begin = await csv.IdentifyAsync(file, CancellationToken.None);
        return await csv.ReadAsync(new FileImport(file, SourceId.Csv, NoColumns, begin, RowsPerPart: 5000), CancellationToken.None).ToListAsync();
    }

    private static int CountCells(ReadOnlySpan<byte> body)
    {
        var cells = 0;
        while (body.IndexOfAny((byte)',', (byte)'\n') is >= 0 and var next)
        {
            cells++;
            body = body[(next + 1)..];
        }

        return cells;
    }

    private static IEnumerable<(string Name, string[] Files)> Files()
    {
        yield return ("23 coins, daily", Directory.GetFiles(Installation.Recordings("history/coinmarketcap_23coins_daily"), "*.csv"));
        yield return ("BTCUSDT, minutes", [Installation.Recordings("history/binance_btcusdt/BTCUSDT-1m.csv")]);
    }
}
