using System.Runtime.CompilerServices;
using Assay.Storage;

namespace Assay.Candles;

/// <summary>
/// The candles of one series as they were known at a time: those that the source had delivered by then, and around them what the quotes of then come to.
/// Made while they are read.
/// </summary>
internal sealed class PastCandles(IHistoryStore history, SourceId source, AssetId asset, DateTimeOffset asOf)
{
    public async IAsyncEnumerable<Candle> ReadAsync(CandleInterval interval, TimeRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What lies within a candle that opened within the range, and nothing else.
        var first = interval.Open(range.From);
        first = first < range.From ? interval.Close(first) : first;
        var end = interval.Close(interval.Open(range.To)).AddMilliseconds(-1);
        if (first > end)
            yield break;
        await foreach (var candle in MakeAsync(interval, new TimeRange(first, end), cancellationToken))
            yield return candle;
    }

    /// <summary>Looks back twice as far until there are as many.</summary>
    public async Task<DateTimeOffset?> FindFromEndAsync(CandleInterval interval, TimeRange range, int count, CancellationToken cancellationToken)
    {
        var latest = interval.Close(asOf); // clocks differ a little
        var to = range.To < latest ? range.To : latest;
        for (var width = count * interval.Width.Ticks; ; width *= 2)
        {
            var isAll = width < 0 || width >= (to - range.From).Ticks;
            var found = new Queue<DateTimeOffset>();
            await foreach (var candle in ReadAsync(interval, isAll ? range : range with { From = to.AddTicks(-width) }, cancellationToken))
            {
                found.Enqueue(candle.OpenedAt);
                if (found.Count > count)
                    found.Dequeue();
            }

            if (found.Count == count)
                return found.Peek();
            if (isAll)
                return null;
        }
    }

    private IAsyncEnumerable<Candle> MakeAsync(CandleInterval interval, TimeRange range, CancellationToken cancellationToken)
    {
        var made = interval.Finer is { } finer
            ? QuoteRollUp.MergeAsync(MakeAsync(finer, range, cancellationToken), interval, cancellationToken)
            : QuoteRollUp.ToCandlesAsync(history.ReadQuotesAsync(source, asset, range, asOf, cancellationToken), source, asset, interval, cancellationToken);
        return PreferAsync(history.ReadCandlesAsync(source, asset, interval, range, asOf, cancellationToken), made, cancellationToken);
    }

    /// <summary>Both in order of time; of two of one time the delivered one.</summary>
    private static async IAsyncEnumerable<Candle> PreferAsync(
        IAsyncEnumerable<Candle> delivered, IAsyncEnumerable<Candle> made, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var one = delivered.GetAsyncEnumerator(cancellationToken);
        await using var other = made.GetAsyncEnumerator(cancellationToken);
        var (hasOne, hasOther) = (await one.MoveNextAsync(), await other.MoveNextAsync());
        while (hasOne || hasOther)
        {
            var order = !hasOne ? 1 : !hasOther ? -1 : one.Current.OpenedAt.CompareTo(other.Current.OpenedAt);
            yield return order <= 0 ? one.Current : other.Current;
            if (order <= 0)
                hasOne = await one.MoveNextAsync();
            if (order >= 0)
                hasOther = await other.MoveNextAsync();
        }
    }
}
