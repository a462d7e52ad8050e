using System.Globalization;
using System.Runtime.CompilerServices;

namespace Assay.History;

/// <summary>Finds the gaps of one coin at one source out of what is on the books about it.</summary>
internal static class GapFinder
{
    /// <summary>In order of time. Why something was not collected the runs have to tell.</summary>
    /// <param name="series">The books.</param>
    /// <param name="observed">When prices were observed, in order.</param>
    /// <param name="explain">Why a time was not collected.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<Gap> FindAsync(
        SeriesRecord series, IAsyncEnumerable<DateTimeOffset> observed, Func<TimeRange, Task<string>> explain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var times = observed.GetAsyncEnumerator(cancellationToken);
        var isLeft = await times.MoveNextAsync();
        foreach (var span in Spans.Of(series))
        {
            var step = span.Kind == SpanKind.Polled ? series.PolledStep : series.AskedStep;
            var (last, prices) = (span.Range.From, 0);
            for (; isLeft && times.Current <= span.Range.To; isLeft = await times.MoveNextAsync())
            {
                if (times.Current <= span.Range.From)
                    continue;
                if (Silence(span, last, times.Current, step) is { } silence)
                    yield return silence;
                last = times.Current;
                if (last < span.Range.To - series.PolledStep) // what is nearer to its end is the price that the next round brought
                    prices++;
            }

            if (span.Kind is SpanKind.Missing)
                yield return new Gap(span.Range.From, span.Range.To, GapKind.NotCollected, await explain(span.Range));
            else if (Conclude(series, span, prices) is { } gap)
                yield return gap;
            else if (Silence(span, last, span.Range.To, step) is { } silence)
                yield return silence;
        }
    }

    /// <summary>More than three steps without a new price, where somebody asked.</summary>
    private static Gap? Silence(Span span, DateTimeOffset from, DateTimeOffset to, TimeSpan step) => (span.Kind, to - from) switch
    {
        (SpanKind.Polled, var silence) when silence > 3 * step =>
            new Gap(from, to, GapKind.NoUpdateFromSource, $"The source was asked all the time, and had no new price for {InWords(silence)}."),
        (SpanKind.Asked, var silence) when silence > 3 * step =>
            new Gap(from, to, GapKind.NoUpdateFromSource, $"The source was asked about this time later, and has no price for {InWords(silence)} of it."),
        _ => null,
    };

    /// <summary>What the span as a whole is.</summary>
    private static Gap? Conclude(SeriesRecord series, Span span, int prices) => span.Kind switch
    {
        SpanKind.Rejected => Turned(series, span.Range),
        SpanKind.Repaired when prices > 0 => new Gap(span.Range.From, span.Range.To, GapKind.Repaired, string.Create(CultureInfo.InvariantCulture,
            $"No round brought this time; {prices} prices of it were learned later, from the source's history.")),
        SpanKind.Repaired => new Gap(span.Range.From, span.Range.To, GapKind.NoUpdateFromSource,
            "No round brought this time. The source was asked about it later, and has no price of it."),
        _ => null,
    };

    private static Gap Turned(SeriesRecord series, TimeRange range)
    {
        var records = series.Rejections.Where(record => range.Contains(record.RecordedAt)).ToList();
        var last = records.Count > 0 ? records[^1] : series.Rejections[^1];
        return new Gap(range.From, range.To, GapKind.Rejected, string.Create(CultureInfo.InvariantCulture,
            $"{records.Count} records of this time were turned away, the last one as {last.Reason}: {last.Detail}"));
    }

    private static string InWords(TimeSpan time) => time switch
    {
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.#} days"),
        { TotalHours: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} minutes"),
    };
}
