using Assay.Identity;
using Assay.Ingestion;
using Assay.IntegrationTests.Running;
using Assay.Storage;

namespace Assay.Benchmarks;

/// <summary>A round of 20,000 assets with the candles that it changes: within a minute as most are, and at the end of an hour, when four widths are closed and opened.</summary>
internal static class CandleScenario
{
    private const int Coins = 20_000;
    private const int Hours = 5;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync()
    {
        await using (var sqlite = await Installation.CreateAsync())
            await MeasureAsync("SQLite", sqlite.Get<IMarketStore>());

        await using var cluster = await PostgresCluster.StartAsync(null, "max_wal_size = 4GB");
        await using var postgres = await Installation.CreateAsync(new Dictionary<string, string?> { ["DATABASE_URL"] = cluster.Url(await cluster.CreateDatabaseAsync()) });
        await MeasureAsync("PostgreSQL", postgres.Get<IMarketStore>());
        return 0;
    }

    private static async Task MeasureAsync(string store, IMarketStore market)
    {
        AssetId[] coins = [.. Enumerable.Range(0, Coins).Select(coin => new AssetId($"coin-{coin}"))];
        await market.CommitAsync(
            Page(Start) with { Identity = new IdentityChange { Assets = [.. coins.Select(coin => new Asset { Id = coin, Name = coin.Slug })] } }, CancellationToken.None);

        var (steady, boundary) = (new List<double>(), new List<double>());
        for (var hour = 0; hour <= Hours; hour++)
        {
            foreach (var minute in new[] { 56, 57, 58, 59, 60 })
            {
                var time = Start.AddHours(hour).AddMinutes(minute);
                var quotes = Quotes(coins, time);
                var seconds = await Measure.SecondsAsync(() => market.CommitAsync(Page(time, quotes), CancellationToken.None));
                if (hour > 0 && minute > 56) // the code is compiled, the candles before the missing part of the hour are closed
                    (minute == 60 ? boundary : steady).Add(seconds);
            }
        }

        Measure.Tell($"candles     {store,-10} a round of {Coins:N0} assets {Measure.Median(steady) * 1000:N0} ms ({steady.Min() * 1000:N0}–{steady.Max() * 1000:N0}), at the end of an hour {Measure.Median(boundary) * 1000:N0} ms ({boundary.Min() * 1000:N0}–{boundary.Max() * 1000:N0})");
    }

    private static PageCommit Page(DateTimeOffset time, params Quote[] quotes) => new() { Source = SourceId.Consensus, RecordedAt = time, Quotes = quotes };

    private static Quote[] Quotes(AssetId[] coins, DateTimeOffset time) =>
    [
        .. coins.Select((coin, i) => new Quote
        {
            Source = SourceId.Consensus,
            Asset = coin,
            CoinId = coin.Slug,
            ObservedAt = time,
            RecordedAt = time,
            Figures = new MarketFigures { Price = 100 + i + Math.Sin(time.Minute + i), MarketCap = 1e9 + i, Volume24h = 1e6 + i },
        }),
    ];
}
