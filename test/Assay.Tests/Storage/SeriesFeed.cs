using Assay.Candles;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>Brings quotes into a store page by page, with the candles that the pipeline would plan for them.</summary>
internal sealed class SeriesFeed(IMarketStore market, CancellationToken cancellationToken)
{
    private readonly Dictionary<(SourceId, AssetId), Quote> _newest = [];

    public Task LearnAsync(params AssetId[] assets) => market.CommitAsync(Make.Identities(assets), cancellationToken);

    /// <summary>One page.</summary>
    public Task ObserveAsync(params Quote[] quotes) => CommitAsync(quotes, [], file: null);

    public Task DeliverAsync(params Candle[] candles) => CommitAsync([], candles, file: null);

    /// <summary>One part of a file.</summary>
    public Task ImportAsync(Quote[] quotes, params Candle[] candles) => CommitAsync(quotes, candles, new FileProgress("c0ffee", "x.csv", 100, 100, 1));

    private async Task CommitAsync(Quote[] quotes, Candle[] candles, FileProgress? file)
    {
        var page = new PageCommit
        {
            Source = SourceId.CoinGecko,
            RecordedAt = quotes.Select(quote => quote.RecordedAt).Concat(candles.Select(candle => candle.RecordedAt)).Max(),
            Quotes = quotes,
            Candles = candles,
            Buckets = CandlePlan.Make(quotes, candles, file is not null, (source, asset) => _newest.GetValueOrDefault((source, asset))),
            File = file,
        };
        Assert.NotNull(await market.CommitAsync(page, cancellationToken));
        foreach (var quote in quotes)
        {
            var isNewer = !_newest.TryGetValue((quote.Source, quote.Asset), out var newest) || quote.ObservedAt >= newest.ObservedAt;
            _newest[(quote.Source, quote.Asset)] = isNewer ? quote : newest!;
        }
    }
}
