using System.Runtime.CompilerServices;
using Assay.Storage;

namespace Assay.Candles;

/// <summary>Makes candles of what comes in order of time, one at a time in memory.</summary>
internal static class QuoteRollUp
{
    /// <summary>The candles of one interval, from prices as they were observed.</summary>
    public static async IAsyncEnumerable<Candle> ToCandlesAsync(
        IAsyncEnumerable<HistoricQuote> quotes, SourceId source, AssetId asset, CandleInterval interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Candle? open = null;
        await foreach (var quote in quotes.WithCancellation(cancellationToken))
        {
            var content = CandleContent.Of(quote.Price);
            if (quote.ObservedAt < open?.ClosesAt)
            {
                open = open.With(open.Content.Then(content)) with { RecordedAt = Later(open.RecordedAt, quote.RecordedAt) };
                continue;
            }

            if (open is not null)
                yield return open;
            open = new Candle
            {
                Source = source,
                Asset = asset,
                Interval = interval,
                OpenedAt = interval.Open(quote.ObservedAt),
                Prices = content.Prices,
                Samples = content.Samples,
                Method = content.Method,
                RecordedAt = quote.RecordedAt,
            };
        }

        if (open is not null)
            yield return open;
    }

    /// <summary>The wider candles that these come to.</summary>
    public static async IAsyncEnumerable<Candle> MergeAsync(
        IAsyncEnumerable<Candle> finer, CandleInterval interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Candle? open = null;
        await foreach (var part in finer.WithCancellation(cancellationToken))
        {
            if (part.OpenedAt < open?.ClosesAt)
            {
                open = open.With(open.Content.Then(part.Content)) with { RecordedAt = Later(open.RecordedAt, part.RecordedAt) };
                continue;
            }

            if (open is not null)
                yield return open;
            open = part.With(part.Content.AsPart()) with { Interval = interval, OpenedAt = interval.Open(part.OpenedAt), Revision = 1 };
        }

        if (open is not null)
            yield return open;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
