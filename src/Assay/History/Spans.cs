namespace Assay.History;

/// <summary>How a time was collected.</summary>
internal enum SpanKind
{
    Polled,

    /// <summary>By a question about the past, where rounds had begun already.</summary>
    Repaired,

    /// <summary>By a question about the past, before there were rounds.</summary>
    Asked,

    Rejected,
    Missing,
}

internal readonly record struct Span(TimeRange Range, SpanKind Kind);

/// <summary>Divides a time by how it was collected.</summary>
internal static class Spans
{
    /// <summary>In order; what is too short to be a gap is left out.</summary>
    public static IReadOnlyList<Span> Of(SeriesRecord series)
    {
        var begun = series.Polled.Count > 0 ? series.Polled.Min(range => range.From) : DateTimeOffset.MaxValue;
        var holes = series.Range.Without(series.Polled);
        var missing = series.Range.Without([.. series.Polled, .. series.Asked]);
        var turnedAway = TurnedAway(series);
        return
        [
            .. Watched(series.Polled, SpanKind.Polled)
                .Concat(holes.Within(series.Asked.Joined(TimeSpan.Zero)).Select(range => new Span(range, range.From >= begun ? SpanKind.Repaired : SpanKind.Asked)))
                .Concat(missing.Within(turnedAway).Select(range => new Span(range, SpanKind.Rejected)))
                .Concat(missing.SelectMany(range => range.Without(turnedAway)).Select(range => new Span(range, SpanKind.Missing)))
                .Where(span => span.Range.Width > series.Slack)
                .OrderBy(span => span.Range.From),
        ];

        IEnumerable<Span> Watched(IEnumerable<TimeRange> ranges, SpanKind kind) =>
            ranges.Joined(TimeSpan.Zero).Select(range => range.Common(series.Range)).OfType<TimeRange>().Select(range => new Span(range, kind));
    }

    /// <summary>A record that was turned away tells of the time around it, up to the next round.</summary>
    private static IReadOnlyList<TimeRange> TurnedAway(SeriesRecord series) =>
        series.Rejections.Select(record => new TimeRange(record.RecordedAt - series.PolledStep, record.RecordedAt + series.PolledStep)).Joined(series.Slack);
}
