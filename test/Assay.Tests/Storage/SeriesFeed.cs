using Assay.Candles;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>Brings quotes and candles of a source into a store page by page.</summary>
internal sealed class SeriesFeed(IMarketStore market, CancellationToken cancellationToken)
{
    public Task LearnAsync(params AssetId[] assets) => market.CommitAsync(Make.Identities(assets), cancellationToken);

    /// <summary>One page.</summary>
    public Task ObserveAsync(params Quote[] quotes) => CommitAsync(quotes, [], file: null);

    public Task DeliverAsync(params Candle[] candles) => CommitAsync([], candles, file: null);

    /// <summary>One part of a file.</summary>
    public Task ImportAsync(Quote[] quotes, params Candle[] candles) => CommitAsync(quotes, candles, new FileProgress("c0ffee", "x.csv", 100, 100, 1));

    private async Task CommitAsync(Quote[] quotes, Candle[] candles, FileProgress? file) => Assert.NotNull(await market.CommitAsync(
        new PageCommit
        {
            Source = SourceId.CoinGecko,
            RecordedAt = quotes.Select(quote => quote.RecordedAt).Concat(candles.Select(candle => candle.RecordedAt)).Max(),
            Quotes = quotes,
            Candles = candles,
            File = file,
        }, cancellationToken));
}
