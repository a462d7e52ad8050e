using Assay.Candles;
using Assay.Consensus;

namespace Assay.Storage;

/// <summary>Answers questions about the past.</summary>
public interface IHistoryStore
{
    /// <summary>The quotes of one asset at one source within the range, oldest first. Read piece by piece, so that a year of minutes never sits in memory.</summary>
    /// <param name="source">Whose quotes.</param>
    /// <param name="asset">Of what.</param>
    /// <param name="range">Observed within it.</param>
    /// <param name="asOf">As they were known then: what was recorded later is not told, and what was corrected later as it was before. Null for now.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<HistoricQuote> ReadQuotesAsync(SourceId source, AssetId asset, TimeRange range, DateTimeOffset? asOf, CancellationToken cancellationToken);

    /// <summary>As they are known now.</summary>
    IAsyncEnumerable<HistoricQuote> ReadQuotesAsync(SourceId source, AssetId asset, TimeRange range, CancellationToken cancellationToken) =>
        ReadQuotesAsync(source, asset, range, asOf: null, cancellationToken);

    /// <summary>When the <paramref name="count"/>-th newest quote of the range was observed, of those known at that time; null where there are fewer.</summary>
    Task<DateTimeOffset?> FindQuoteFromEndAsync(
        SourceId source, AssetId asset, TimeRange range, int count, DateTimeOffset? asOf, CancellationToken cancellationToken);

    /// <summary>Of all that are known now.</summary>
    Task<DateTimeOffset?> FindQuoteFromEndAsync(SourceId source, AssetId asset, TimeRange range, int count, CancellationToken cancellationToken) =>
        FindQuoteFromEndAsync(source, asset, range, count, asOf: null, cancellationToken);

    /// <summary>
    /// The candles that opened within the range, oldest first, piece by piece. With <paramref name="asOf"/> only those that the source itself delivered
    /// and that were recorded by then: how one that we made looked at a time tell only the quotes.
    /// </summary>
    IAsyncEnumerable<Candle> ReadCandlesAsync(
        SourceId source, AssetId asset, CandleInterval interval, TimeRange range, DateTimeOffset? asOf, CancellationToken cancellationToken);

    /// <summary>All of them, as they are stored now.</summary>
    IAsyncEnumerable<Candle> ReadCandlesAsync(SourceId source, AssetId asset, CandleInterval interval, TimeRange range, CancellationToken cancellationToken) =>
        ReadCandlesAsync(source, asset, interval, range, asOf: null, cancellationToken);

    /// <summary>When the <paramref name="count"/>-th newest candle of the range opened; null where there are fewer.</summary>
    Task<DateTimeOffset?> FindCandleFromEndAsync(
        SourceId source, AssetId asset, CandleInterval interval, TimeRange range, int count, CancellationToken cancellationToken);

    /// <summary>The newest <paramref name="count"/> prices, oldest first, in USD.</summary>
    Task<IReadOnlyList<double>> ReadNewestPricesAsync(SourceId source, AssetId asset, int count, CancellationToken cancellationToken);

    /// <summary>What had been decided about the price of an asset at a time; null where nothing had.</summary>
    Task<Decision?> FindDecisionAsync(AssetId asset, DateTimeOffset asOf, CancellationToken cancellationToken);
}

/// <summary>The part of a quote that is kept for ever. USD; the market cap and the volume are null where the source gave none.</summary>
public sealed record HistoricQuote(DateTimeOffset ObservedAt, DateTimeOffset RecordedAt, double Price, double? MarketCap, double? Volume24h);
