using Assay.Consensus;
using Assay.Facts;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>Fills a store through the seams that the program itself uses, so that there is something in every table.</summary>
internal static class Fill
{
    public static readonly AssetId[] Assets = [new("bitcoin"), new("ethereum"), new("a-b"), new("ab"), new("münze")];

    public static async Task AllTablesAsync(StoreBundle store, int quotesPerAsset, CancellationToken cancellationToken)
    {
        await store.Market.RegisterSourcesAsync(
            [new SourceInfo(SourceId.CoinGecko, "CoinGecko", new Uri("https://www.coingecko.com"), "Data by CoinGecko", null)], cancellationToken);
        await store.Market.CommitAsync(Identities(), cancellationToken);
        await store.Market.CommitAsync(Make.Renames(new("ethereum"), new("ether")), cancellationToken);
        await store.Market.CommitAsync(Make.Renames(new("ether"), new("ethereum")), cancellationToken);

        var done = Make.Run(0);
        await store.Runs.BeginAsync(done, cancellationToken);
        await store.Market.CommitAsync(await PageAsync(store, done, [1], Quotes(quotesPerAsset), cancellationToken), cancellationToken);
        var corrected = Make.Quote(Assets[0], Make.Noon, 999, recordedAt: Make.Noon.AddHours(1));
        await store.Market.CommitAsync(await PageAsync(store, done, [2], [corrected], cancellationToken), cancellationToken);
        await store.Runs.FinishAsync(done.Id, RunStatus.Success, Make.Noon.AddMinutes(1), null, cancellationToken);

        var failed = Make.Run(1, SourceId.CoinPaprika);
        await store.Runs.BeginAsync(failed, cancellationToken);
        await store.Raw.KeepAsync(failed.Id, Make.Payload([3]), cancellationToken);
        await store.Runs.FinishAsync(failed.Id, RunStatus.Failure, Make.Noon.AddMinutes(2), "It broke.", cancellationToken);
    }

    private static PageCommit Identities() => Make.Identities(new IdentityChange
    {
        Assets = [.. Assets.Select(asset => new Asset { Id = asset, Name = asset.Slug, Contracts = new Dictionary<string, string> { ["chain"] = asset.Slug } })],
        Links = [.. Assets.Select(asset => Make.Link(SourceId.CoinGecko, asset.Slug, asset))],
    });

    private static async Task<PageCommit> PageAsync(StoreBundle store, Run run, byte[] body, Quote[] quotes, CancellationToken cancellationToken)
    {
        var file = new FileProgress("c0ffee", "a.csv", 100, 100, 9);
        return Make.Page(quotes) with
        {
            Run = run.Id,
            Payload = await store.Raw.KeepAsync(run.Id, Make.Payload(body, file), cancellationToken),
            Candles = [.. Assets.Select(asset => Make.Candle(asset, Make.Noon.AddDays(-2), 20))],
            Decisions = [Decision],
            Coverage = [new CoveredInterval("prices", "bitcoin", new TimeRange(Make.Noon, Make.Noon.AddHours(1)), TimeSpan.Zero)],
            Rows = Facts,
            Rejections = [new Rejection("doge", RejectionReason.PriceMissing, "The record has no price.", "$[7]", "{}")],
            File = file,
        };
    }

    private static Decision Decision => new()
    {
        Asset = Assets[4],
        RecordedAt = Make.Noon,
        Flag = ConsensusFlag.Disputed,
        Class = AssetClass.Other,
        Threshold = 0.03,
        Votes = [new Vote(SourceId.CoinGecko, 0.1, Make.Noon, Standing.Differs, 2, TimeSpan.FromMinutes(1)), new Vote(SourceId.CoinPaprika, 8.7e36, Make.Noon, Standing.Differs)],
    };

    /// <summary>A row in every table of facts, and a change of shape.</summary>
    private static TableRow[] Facts =>
    [
        .. new Fact[]
        {
            new CoinMetadata { Location = new("$"), CoinId = "münze", Description = "Ein \"Stück\" Gold", Categories = ["a", "b"], Links = new Dictionary<string, string> { ["homepage"] = "https://example.org" } },
            new Sentiment { Location = new("$"), CoinId = "bitcoin", ObservedAt = Make.Noon, VotesUp = 81.5, Watchers = 7 },
            new TrendingCoin { Location = new("$"), Place = 1, CoinId = "bitcoin", Price = 0.1 },
            new Exchange { Location = new("$"), ExchangeId = "x", Volume24hBtc = 1.5, YearEstablished = 2017 },
            new DexNetwork { Location = new("$"), NetworkId = "1", Slug = "ethereum" },
            new DexPair { Location = new("$"), Network = "ethereum", Address = "0xA", ObservedAt = Make.Noon, Liquidity = 1e36, Warning = "Nobody trades here." },
            new GlobalMarket { Location = new("$"), ObservedAt = Make.Noon, MarketCap = 2.5e12, ActiveCoins = 17000 },
        }.Select(fact => new TableRow(fact.Table, fact.ToRow(SourceId.CoinGecko, Make.Noon))),
        new TableRow(Table.Shapes, [SourceId.CoinGecko.Name, "coins/markets", Make.Noon, """{"$":"array"}"""]),
        new TableRow(Table.DriftEvents, [17L, SourceId.CoinGecko.Name, "coins/markets", "$[].id", "missing", "string", null, null, 1L, 1L, Make.Noon]),
    ];

    private static Quote[] Quotes(int perAsset) =>
    [
        .. from asset in Assets
           from source in new[] { SourceId.CoinGecko, SourceId.Consensus }
           from minute in Enumerable.Range(0, perAsset)
           select Make.Quote(asset, Make.Noon.AddMinutes(minute), 0.1 + minute, source),
    ];
}
