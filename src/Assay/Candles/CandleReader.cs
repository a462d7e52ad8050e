using System.Runtime.CompilerServices;
using Assay.Storage;

namespace Assay.Candles;

/// <summary>
/// Reads candles as they are or as they were known at a time. The row of a candle that is still open was written when it opened (see
/// <see cref="CandlePlan"/>): it is completed here.
/// </summary>
public sealed class CandleReader(IHistoryStore history)
{
    /// <summary>The candles that opened within the range, oldest first, read piece by piece.</summary>
    /// <param name="source">Whose prices.</param>
    /// <param name="asset">Of what.</param>
    /// <param name="interval">How wide.</param>
    /// <param name="range">Opened within it.</param>
    /// <param name="asOf">As they were known then; null for now.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public IAsyncEnumerable<Candle> ReadAsync(
        SourceId source, AssetId asset, CandleInterval interval, TimeRange range, DateTimeOffset? asOf, CancellationToken cancellationToken) =>
        asOf is { } time
            ? new PastCandles(history, source, asset, time).ReadAsync(interval, range, cancellationToken)
            : ReadStoredAsync(source, asset, interval, range, cancellationToken);

    /// <summary>When the <paramref name="count"/>-th newest candle of the range opened; null where there are fewer.</summary>
    public Task<DateTimeOffset?> FindFromEndAsync(
        SourceId source, AssetId asset, CandleInterval interval, TimeRange range, int count, DateTimeOffset? asOf, CancellationToken cancellationToken) =>
        asOf is { } time
            ? new PastCandles(history, source, asset, time).FindFromEndAsync(interval, range, count, cancellationToken)
            : history.FindCandleFromEndAsync(source, asset, interval, range, count, cancellationToken);

    private async IAsyncEnumerable<Candle> ReadStoredAsync(
        SourceId source, AssetId asset, CandleInterval interval, TimeRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Candle? last = null;
        await foreach (var candle in history.ReadCandlesAsync(source, asset, interval, range, cancellationToken))
        {
            if (last is not null)
                yield return last;
            last = candle;
        }

        if (last is null)
            yield break;
        var newest = await history.FindCandleFromEndAsync(source, asset, interval, TimeRange.All, 1, cancellationToken);
        yield return newest == last.OpenedAt ? await CompleteAsync(last, cancellationToken) : last;
    }

    /// <summary>Adds up the narrower candles within it, the last of which may be open too.</summary>
    private async Task<Candle> CompleteAsync(Candle open, CancellationToken cancellationToken)
    {
        if (open.Method == CandleMethod.Native || open.Interval.Finer is not { } finer)
            return open;

        var range = new TimeRange(open.OpenedAt, open.ClosesAt.AddMilliseconds(-1));
        var parts = await history.ReadCandlesAsync(open.Source, open.Asset, finer, range, cancellationToken).ToListAsync(cancellationToken);
        if (parts.Count == 0)
            return await CompleteFromQuotesAsync(open, range, cancellationToken);

        parts[^1] = await CompleteAsync(parts[^1], cancellationToken);
        return open.With(parts.Select(part => part.Content.AsPart()).Aggregate((all, next) => all.Then(next))) with
        {
            RecordedAt = parts.Max(part => part.RecordedAt),
        };
    }

    /// <summary>Rows of a file that stand in a rhythm of hours have no narrower candles.</summary>
    private async Task<Candle> CompleteFromQuotesAsync(Candle open, TimeRange range, CancellationToken cancellationToken)
    {
        await foreach (var whole in QuoteRollUp.ToCandlesAsync(
            history.ReadQuotesAsync(open.Source, open.Asset, range, cancellationToken), open.Source, open.Asset, open.Interval, cancellationToken))
            return whole with { Revision = open.Revision };
        return open;
    }
}
