namespace Assay.Candles;

/// <summary>What a page says of one asset at one source.</summary>
/// <param name="source">Whose prices.</param>
/// <param name="asset">Of what.</param>
/// <param name="before">When the newest quote was observed that was known before the page.</param>
internal sealed class SeriesPage(SourceId source, AssetId asset, DateTimeOffset? before)
{
    private readonly List<DateTimeOffset> _opened = [];
    private TimeSpan _narrowest = CandleInterval.OneMinute.Width;

    /// <summary>When its quotes were observed; in order before buckets are added.</summary>
    public List<DateTimeOffset> Times { get; } = new(1);

    public List<Candle> Delivered { get; } = new(0);

    /// <summary>Leaves out what is narrower than the smallest step between two rows. Days are the widest candles there are; a single row tells no rhythm.</summary>
    public void SetRhythm(List<DateTimeOffset> times)
    {
        if (times.Count < 2)
            return;

        var step = CandleInterval.OneDay.Width;
        for (var i = 1; i < times.Count; i++)
            step = times[i] - times[i - 1] is var gap && gap < step ? gap : step;
        _narrowest = step;
    }

    public void AddTo(List<CandleBucket> buckets, CandleInterval interval)
    {
        _opened.Clear();
        DateTimeOffset? openBefore = before is { } time ? interval.Open(time) : null;
        if (interval.Width >= _narrowest && Times.Count > 0)
            AddObserved(interval, openBefore);
        AddAround(interval);
        if (_opened.Count == 0)
            return;

        _opened.Sort();
        var delivered = DeliveredOf(interval);
        DateTimeOffset? last = null;
        foreach (var opened in _opened)
        {
            if (opened != last && !delivered.Contains(opened))
                buckets.Add(new CandleBucket(source, asset, interval, opened, opened < openBefore, IsWhole: Times.Count > 0 && !(opened <= openBefore)));
            last = opened;
        }
    }

    private void AddObserved(CandleInterval interval, DateTimeOffset? openBefore)
    {
        var openAfter = interval.Open(Times[^1]);
        openAfter = openBefore > openAfter ? openBefore.Value : openAfter;
        var isNarrowest = interval == CandleInterval.OneMinute;
        if (!isNarrowest && openBefore < openAfter)
            _opened.Add(openBefore.Value);

        DateTimeOffset? last = null;
        foreach (var time in Times)
        {
            var opened = interval.Open(time);
            var staysOpen = opened == openBefore && opened == openAfter;
            if (opened != last && (isNarrowest || !staysOpen))
                _opened.Add(opened);
            last = opened;
        }
    }

    /// <summary>All that are wider than a delivered candle and hold it.</summary>
    private void AddAround(CandleInterval interval)
    {
        DateTimeOffset? last = null;
        foreach (var candle in Delivered)
        {
            if (candle.Interval.Width >= interval.Width)
                continue;
            var opened = interval.Open(candle.OpenedAt);
            if (opened != last)
                _opened.Add(opened);
            last = opened;
        }
    }

    private HashSet<DateTimeOffset> DeliveredOf(CandleInterval interval) =>
        Delivered.Count == 0 ? [] : [.. Delivered.Where(candle => candle.Interval == interval).Select(candle => candle.OpenedAt)];
}
