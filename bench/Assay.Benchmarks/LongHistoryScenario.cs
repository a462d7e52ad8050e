using System.Diagnostics;
using Assay.Identity;
using Assay.Ingestion;
using Assay.IntegrationTests.Running;
using Assay.Storage;
using Npgsql;

namespace Assay.Benchmarks;

/// <summary>
/// A day of one coin at one source out of 1 million and out of 100 million quotes (or as many as ASSAY_BENCH_QUOTES says), stored in the order in which
/// rounds bring them; and what a quote takes on the disk.
/// </summary>
internal static class LongHistoryScenario
{
    private const int Coins = 100;
    private const int QuotesPerMinute = 4 * Coins;
    private const int Questions = 300;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SourceId[] Sources = [SourceId.CoinGecko, SourceId.CoinPaprika, SourceId.Csv, SourceId.Consensus];

    public static async Task<int> RunAsync()
    {
        var most = long.Parse(Environment.GetEnvironmentVariable("ASSAY_BENCH_QUOTES") ?? "100000000", System.Globalization.CultureInfo.InvariantCulture);
        await using var cluster = await PostgresCluster.StartAsync(null, "max_wal_size = 8GB", "shared_buffers = 1GB", "checkpoint_timeout = 30min");
        var medians = new List<double>();
        foreach (var wanted in (long[])[Math.Min(1_000_000, most), most])
        {
            var database = await cluster.CreateDatabaseAsync();
            await using var installation = await Installation.CreateAsync(new Dictionary<string, string?> { ["DATABASE_URL"] = cluster.Url(database) });
            await LearnCoinsAsync(installation.Get<IMarketStore>());
            var minutes = wanted / QuotesPerMinute;
            var quotes = minutes * QuotesPerMinute;
            var filling = await Measure.SecondsAsync(() => FillAsync(cluster.ConnectionString(database), 0, minutes));
            var (asTheyCame, _) = await AskAsync(installation.Get<IHistoryStore>(), quotes);
            var sorting = await Measure.SecondsAsync(() => installation.Get<IMaintenance>().TidyAsync(CancellationToken.None));
            var (median, worst) = await AskAsync(installation.Get<IHistoryStore>(), quotes);
            medians.Add(median);
            Measure.Tell($"pg-history  {quotes,11:N0} quotes (filled in {filling:N0} s, a day of one coin {asTheyCame:N2} ms; put in order in {sorting:N0} s): a day of one coin, median {median:N2} ms, 99 of 100 within {worst:N2} ms   {await BytesAsync(cluster.ConnectionString(database)) / (double)quotes:N1} bytes a quote with indexes");
        }

        Measure.Tell($"pg-history  growth of latency {medians[^1] / medians[0]:N2} ×");
        return 0;
    }

    private static Task<PageOutcome?> LearnCoinsAsync(IMarketStore market) => market.CommitAsync(
        new PageCommit
        {
            Source = Sources[0],
            RecordedAt = Start,
            Identity = new IdentityChange { Assets = [.. Enumerable.Range(0, Coins).Select(coin => new Asset { Id = new($"coin-{coin}"), Name = $"Coin {coin}" })] },
            // one quote per source makes the sources known, and the partitions of its month; between the minutes, where no other will be
            Quotes = [.. Sources.SelectMany(source => Enumerable.Range(0, 9).Select(month => Quote(source, Start.AddMonths(month).AddSeconds(-30))))],
        }, CancellationToken.None);

    private static Quote Quote(SourceId source, DateTimeOffset time) => new()
    {
        Source = source,
        Asset = new("coin-0"),
        CoinId = "coin-0",
        ObservedAt = time,
        RecordedAt = time,
        Figures = new MarketFigures { Price = 1 },
    };

    /// <summary>On the server, minute after minute as the rounds would, since the way in is not what is measured here.</summary>
    private static async Task FillAsync(string connectionString, long from, long to)
    {
        const int MinutesAtOnce = 2500;
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        for (var first = from; first < to; first += MinutesAtOnce)
        {
            await using var insert = new NpgsqlCommand("""
                INSERT INTO quotes (asset_id, source, observed_at, recorded_at, price, market_cap, volume_24h)
                SELECT a.id, s.id, $1 + minute * interval '1 minute', $1 + minute * interval '1 minute' + interval '5 seconds',
                  100 + a.id + minute * 0.001, 1e9 + minute, 1e6 + a.id
                FROM generate_series($2, $3) AS minute, sources s, assets a
                WHERE s.name = ANY ($4)
                ORDER BY minute, s.id, a.id
                """, connection) { CommandTimeout = 600 };
            insert.Parameters.Add(new() { Value = Start.UtcDateTime });
            insert.Parameters.Add(new() { Value = (int)first });
            insert.Parameters.Add(new() { Value = (int)Math.Min(first + MinutesAtOnce, to) - 1 });
            insert.Parameters.Add(new() { Value = Sources.Select(source => source.Name).ToArray() });
            await insert.ExecuteNonQueryAsync();
        }
    }

    private static async Task<(double Median, double Worst)> AskAsync(IHistoryStore history, long quotes)
    {
        var random = new Random(7);
        var days = Math.Max(1, (int)(quotes / QuotesPerMinute / 1440));
        var milliseconds = new List<double>();
        for (var question = 0; question < Questions; question++)
        {
            var from = Start.AddDays(random.Next(days));
            var range = new TimeRange(from, from.AddDays(1).AddMilliseconds(-1));
            var (source, coin) = (Sources[random.Next(Sources.Length)], new AssetId($"coin-{random.Next(Coins)}"));
            var began = Stopwatch.GetTimestamp();
            var rows = await history.ReadQuotesAsync(source, coin, range, CancellationToken.None).CountAsync();
            milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (rows == 0)
                throw new InvalidOperationException($"There is no history of {coin} at {source} in {range}.");
        }

        milliseconds.Sort();
        return (milliseconds[Questions / 2], milliseconds[Questions * 99 / 100]);
    }

    private static async Task<long> BytesAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var size = new NpgsqlCommand("SELECT sum(pg_total_relation_size(relid))::bigint FROM pg_partition_tree('quotes')", connection);
        return (long)(await size.ExecuteScalarAsync())!;
    }
}
