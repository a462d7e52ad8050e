using System.Globalization;
using Assay.Candles;
using Assay.Identity;
using Assay.Ingestion;
using Assay.IntegrationTests.Running;
using Assay.Storage;
using Npgsql;
using SQLitePCL;

namespace Assay.Benchmarks;

/// <summary>One-hour candles over a year of minutes, beside the same question to the database in plain SQL over the quotes; at rest and while rounds are written.</summary>
internal static class CandleReadScenario
{
    private const int Minutes = 365 * 24 * 60;
    private const int MinutesAtOnce = 5000;
    private const int OtherCoins = 1000;
    private const int Questions = 15;

    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeRange Year = new(Start, Start.AddMinutes(Minutes).AddMilliseconds(-1));
    private static readonly AssetId Coin = new("coin");

    // Without open and close, which would take as long again.
    private const string PlainSqlite = """
        SELECT observed_at / 3600000, max(price), min(price), count(*) FROM quotes
        WHERE asset_id = (SELECT id FROM assets WHERE slug = 'coin') AND source = (SELECT id FROM sources WHERE name = 'consensus') GROUP BY 1
        """;

    private const string PlainPostgres = """
        SELECT date_bin('1 hour', observed_at, '2000-01-01Z') AS hour, max(price), min(price), count(*) FROM quotes
        WHERE asset_id = (SELECT id FROM assets WHERE slug = 'coin') AND source = (SELECT id FROM sources WHERE name = 'consensus') GROUP BY 1
        """;

    public static async Task<int> RunAsync()
    {
        await using (var sqlite = await Installation.CreateAsync())
        {
            await FillAsync(sqlite.Get<IMarketStore>());
            await CompareAsync("SQLite", sqlite, () => Task.FromResult(AskSqlite(sqlite.Database)));
        }

        await using var cluster = await PostgresCluster.StartAsync(null, "max_wal_size = 4GB");
        var database = await cluster.CreateDatabaseAsync();
        await using var postgres = await Installation.CreateAsync(new Dictionary<string, string?> { ["DATABASE_URL"] = cluster.Url(database) });
        await FillAsync(postgres.Get<IMarketStore>());
        await postgres.Get<IMaintenance>().TidyAsync(CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(database));
        await CompareAsync("PostgreSQL", postgres, () => AskPostgresAsync(source));
        return 0;
    }

    private static async Task FillAsync(IMarketStore market)
    {
        AssetId[] coins = [Coin, .. Enumerable.Range(0, OtherCoins).Select(Other)];
        await market.CommitAsync(
            new PageCommit
            {
                Source = SourceId.Consensus,
                RecordedAt = Start,
                Identity = new IdentityChange { Assets = [.. coins.Select(coin => new Asset { Id = coin, Name = coin.Slug })] },
            }, CancellationToken.None);
        for (var first = 0; first < Minutes; first += MinutesAtOnce)
        {
            Quote[] quotes = [.. Enumerable.Range(first, Math.Min(MinutesAtOnce, Minutes - first)).Select(minute => Quote(Coin, Start.AddMinutes(minute)))];
            await CommitAsync(market, quotes);
        }
    }

    private static async Task CompareAsync(string store, Installation installation, Func<Task<int>> askPlainly)
    {
        var reader = new CandleReader(installation.Get<IHistoryStore>());
        var (ours, plain) = await AskAsync(reader, askPlainly);
        Measure.Tell($"candles     {store,-10} 1h over a year of minutes: {ours * 1000:N1} ms   plain SQL over the quotes {plain * 1000:N0} ms   {plain / ours:N1} ×");

        using var end = new CancellationTokenSource();
        var writing = Task.Run(() => WriteAsync(installation.Get<IMarketStore>(), end.Token));
        (ours, plain) = await AskAsync(reader, askPlainly);
        await end.CancelAsync();
        Measure.Tell($"candles     {store,-10} the same while {await writing} rounds of {OtherCoins:N0} are written: {ours * 1000:N1} ms   plain SQL {plain * 1000:N0} ms   {plain / ours:N1} ×");
    }

    private static async Task<(double Ours, double Plain)> AskAsync(CandleReader reader, Func<Task<int>> askPlainly)
    {
        var (ours, plain) = (new List<double>(), new List<double>());
        for (var question = -3; question < Questions; question++)
        {
            var (candles, hours) = (0, 0);
            var mine = await Measure.SecondsAsync(async () =>
                candles = await reader.ReadAsync(SourceId.Consensus, Coin, CandleInterval.OneHour, Year, null, CancellationToken.None).CountAsync());
            var theirs = await Measure.SecondsAsync(async () => hours = await askPlainly());
            if (candles != Minutes / 60 || hours != candles)
                throw new InvalidOperationException($"There are {candles} candles and {hours} hours.");
            if (question < 0)
                continue; // the code is compiled
            ours.Add(mine);
            plain.Add(theirs);
        }

        return (Measure.Median(ours), Measure.Median(plain));
    }

    /// <summary>One round after the other, as fast as they go, until told to stop; returns how many.</summary>
    private static async Task<int> WriteAsync(IMarketStore market, CancellationToken end)
    {
        var rounds = 0;
        for (; !end.IsCancellationRequested; rounds++)
        {
            var time = Year.To.AddMinutes(rounds);
            await CommitAsync(market, [.. Enumerable.Range(0, OtherCoins).Select(coin => Quote(Other(coin), time))]);
        }

        return rounds;
    }

    private static Task<PageOutcome?> CommitAsync(IMarketStore market, Quote[] quotes) =>
        market.CommitAsync(new PageCommit { Source = SourceId.Consensus, RecordedAt = quotes[^1].RecordedAt, Quotes = quotes }, CancellationToken.None);

    private static AssetId Other(int coin) => new(string.Create(CultureInfo.InvariantCulture, $"other-{coin}"));

    private static Quote Quote(AssetId coin, DateTimeOffset time) => new()
    {
        Source = SourceId.Consensus,
        Asset = coin,
        CoinId = coin.Slug,
        ObservedAt = time,
        RecordedAt = time,
        Figures = new MarketFigures { Price = 100 + Math.Sin(time.Ticks / 1e10), MarketCap = 1e9, Volume24h = 1e6 },
    };

    private static int AskSqlite(string path)
    {
        raw.sqlite3_open_v2(path, out var database, raw.SQLITE_OPEN_READONLY, null);
        raw.sqlite3_prepare_v2(database, PlainSqlite, out var statement);
        var hours = 0;
        for (; raw.sqlite3_step(statement) == raw.SQLITE_ROW; hours++)
        {
        }

        statement.Dispose();
        database.Dispose();
        return hours;
    }

    private static async Task<int> AskPostgresAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(PlainPostgres);
        await using var rows = await command.ExecuteReaderAsync();
        var hours = 0;
        for (; await rows.ReadAsync(); hours++)
        {
        }

        return hours;
    }
}
