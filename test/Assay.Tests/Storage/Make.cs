using System.Collections.Immutable;
using Assay.Candles;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>Small examples of what is stored.</summary>
internal static class Make
{
    public static readonly DateTimeOffset Noon = new(2025, 12, 27, 12, 0, 0, TimeSpan.Zero);

    public static Asset Asset(AssetId id) => new() { Id = id, Name = id.Slug, Symbol = id.Slug[..3].ToUpperInvariant() };

    public static AssetLink Link(SourceId source, string coinId, AssetId asset, DateTimeOffset? from = null) =>
        new(source, coinId, asset, "contract", "Same contract on ethereum.", from ?? Noon);

    public static Quote Quote(AssetId asset, DateTimeOffset observedAt, double price, SourceId? source = null, DateTimeOffset? recordedAt = null) => new()
    {
        Source = source ?? SourceId.CoinGecko,
        Asset = asset,
        CoinId = asset.Slug,
        ObservedAt = observedAt,
        RecordedAt = recordedAt ?? observedAt.AddSeconds(5),
        Figures = new MarketFigures { Price = price },
    };

    public static Candle Candle(AssetId asset, DateTimeOffset openedAt, double close, int? samples = null, DateTimeOffset? recordedAt = null) => new()
    {
        Source = SourceId.CoinGecko,
        Asset = asset,
        Interval = CandleInterval.OneDay,
        OpenedAt = openedAt,
        Prices = new Ohlc(10, 30, 5, close, 1.5),
        Samples = samples,
        RecordedAt = recordedAt ?? openedAt.AddDays(1),
    };

    public static PageCommit Page(params Quote[] quotes) => new() { Source = SourceId.CoinGecko, RecordedAt = Noon, Quotes = quotes };

    public static PageCommit Identities(params AssetId[] assets) =>
        Identities(new IdentityChange { Assets = [.. assets.Select(Asset)] });

    public static PageCommit Identities(IdentityChange change, DateTimeOffset? recordedAt = null) =>
        new() { Source = SourceId.CoinGecko, RecordedAt = recordedAt ?? Noon, Identity = change };

    public static PageCommit Renames(AssetId from, AssetId to, DateTimeOffset? recordedAt = null) =>
        Identities(new IdentityChange { Renames = [new AssetRename(from, to, recordedAt ?? Noon)] }, recordedAt);

    public static Run Run(int number, SourceId? source = null, string task = FetchTask.Prices, string owner = "a") => new()
    {
        Id = Guid.CreateVersion7(Noon.AddMinutes(number)),
        Source = source ?? SourceId.CoinGecko,
        Task = task,
        Status = RunStatus.Running,
        StartedAt = Noon.AddMinutes(number),
        Owner = owner,
    };

    public static RawPayload Payload(byte[] body, FileProgress? file = null) => new()
    {
        Source = SourceId.CoinGecko,
        Task = FetchTask.Prices,
        Url = "https://example.org/coins/markets?page=1",
        Status = 200,
        ContentType = "application/json",
        Body = body,
        FetchedAt = Noon,
        File = file,
    };

    public static async Task<ImmutableDictionary<(SourceId, AssetId), Quote>> LatestAsync(this IMarketStore market, CancellationToken cancellationToken)
    {
        var latest = ImmutableDictionary.CreateBuilder<(SourceId, AssetId), Quote>();
        await foreach (var quote in market.ReadLatestAsync(cancellationToken))
            latest.Add((quote.Source, quote.Asset), quote);
        return latest.ToImmutable();
    }
}
