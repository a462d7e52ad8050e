using Assay.Candles;
using Assay.Identity;
using Assay.Ingestion;
using Assay.IntegrationTests.Running;
using Assay.Storage;

namespace Assay.Benchmarks;

/// <summary>What candles add to a round of 20,000 assets: the same page at two sources, at one of them with the candles that it changes.</summary>
internal static class CandleScenario
{
    private const int Coins = 20_000;
    private const int Hours = 5;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SourceId Bare = SourceId.CoinGecko;

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
            Page(Bare, Start) with { Identity = new IdentityChange { Assets = [.. coins.Select(coin => new Asset { Id = coin, Name = coin.Slug })] } }, CancellationToken.None);

        var newest = new Dictionary<AssetId, Quote>();
        var (steady, boundary, bare) = (new List<double>(), new List<double>(), new List<double>());
        for (var hour = 0; hour <= Hours; hour++)
        {
            foreach (var minute in new[] { 55, 56, 57, 58, 59, 60 })
            {
                var time = Start.AddHours(hour).AddMinutes(minute);
                var without = await Measure.SecondsAsync(() => market.CommitAsync(Page(Bare, time, Quotes(Bare, coins, time)), CancellationToken.None));
                var with = await Measure.SecondsAsync(() => market.CommitAsync(WithCandles(Quotes(SourceId.Consensus, coins, time), time, newest), CancellationToken.None));
                if (hour == 0 || minute == 55)
                    continue; // the code is compiled, the candles of the missing part of the hour are closed
                (minute == 60 ? boundary : steady).Add(with - without);
                bare.Add(without);
            }
        }

        Measure.Tell($"candles     {store,-10} a round of {Coins:N0} assets without candles {Measure.Median(bare) * 1000:N0} ms; candles add {Measure.Median(steady) * 1000:N0} ms ({steady.Min() * 1000:N0}–{steady.Max() * 1000:N0}), at the end of an hour {Measure.Median(boundary) * 1000:N0} ms ({boundary.Min() * 1000:N0}–{boundary.Max() * 1000:N0})");
    }

    /// <summary>Planning belongs to what candles cost.</summary>
    private static PageCommit WithCandles(Quote[] quotes, DateTimeOffset time, Dictionary<AssetId, Quote> newest)
    {
        var buckets = CandlePlan.Make(quotes, [], isFile: false, (_, asset) => newest.GetValueOrDefault(asset));
        foreach (var quote in quotes)
            newest[quote.Asset] = quote;
        return Page(SourceId.Consensus, time, quotes) with { Buckets = buckets };
    }

    private static PageCommit Page(SourceId source, DateTimeOffset time, params Quote[] quotes) => new() { Source = source, RecordedAt = time, Quotes = quotes };

    private static Quote[] Quotes(SourceId source, AssetId[] coins, DateTimeOffset time) =>
    [
        .. coins.Select((coin, i) => new Quote
        {
            Source = source,
            Asset = coin,
            CoinId = coin.Slug,
            ObservedAt = time,
            RecordedAt = time,
            Figures = new MarketFigures { Price = 100 + i + Math.Sin(time.Minute + i), MarketCap = 1e9 + i, Volume24h = 1e6 + i },
        }),
    ];
}
