namespace Assay.Storage;

/// <summary>Answers questions about the past.</summary>
public interface IHistoryStore
{
    /// <summary>The newest <paramref name="limit"/> quotes of one asset at one source within the range, oldest first.</summary>
    Task<IReadOnlyList<HistoricQuote>> ReadQuotesAsync(
        SourceId source, AssetId asset, TimeRange range, int limit, CancellationToken cancellationToken);

    /// <summary>The newest <paramref name="count"/> prices, oldest first, in USD.</summary>
    Task<IReadOnlyList<double>> ReadNewestPricesAsync(SourceId source, AssetId asset, int count, CancellationToken cancellationToken);
}

/// <summary>The part of a quote that is kept for ever. USD; the market cap and the volume are null where the source gave none.</summary>
public sealed record HistoricQuote(DateTimeOffset ObservedAt, DateTimeOffset RecordedAt, double Price, double? MarketCap, double? Volume24h);
