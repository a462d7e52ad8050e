namespace Assay.Candles;

/// <summary>What a page says of one asset at one source.</summary>
/// <param name="source">Whose prices.</param>
/// <param name="asset">Of what.</param>
/// <param name="before">The newest quote that was known before the page.</param>
internal sealed class SeriesPage(SourceId source, AssetId asset, Quote? before)
{
    private readonly List<DateTimeOffset> _opened = [];
    private HashSet<(CandleInterval, DateTimeOffset)>? _keys;
    private TimeSpan _rhythm;

    public Quote? Before => before;

    public List<DateTimeOffset> Times { get; } = new(1);

    public List<Candle> Delivered { get; } = new(0);

    /// <summary>To be called when all times are there.</summary>
    public void SortTimes()
    {
        Times.Sort();
        _rhythm = TimeSpan.MaxValue;
        for (var i = 1; i < Times.Count; i++)
        {
            var gap = Times[i] - Times[i - 1];
            _rhythm = gap < _rhythm ? gap : _rhythm;
        }
    }

    public void AddTo(List<CandleBucket> buckets, CandleInterval interval, bool isFile)
    {
        _opened.Clear();
        if (!isFile || IsWideEnough(interval))
            AddObserved(interval);
        AddAround(interval);
        if (_opened.Count > 1)
            _opened.Sort();

        DateTimeOffset? closedBefore = before is null ? null : interval.Open(before.ObservedAt);
        DateTimeOffset? last = null;
        foreach (var opened in _opened)
        {
            if (opened != last && !IsDelivered(interval, opened))
                buckets.Add(new CandleBucket(source, asset, interval, opened, IsLate: opened < closedBefore));
            last = opened;
        }
    }

    /// <summary>A page of one row tells no rhythm; days are the widest candles there are.</summary>
    private bool IsWideEnough(CandleInterval interval) => Times.Count < 2 || interval.Width >= _rhythm || interval == CandleInterval.OneDay;

    private void AddObserved(CandleInterval interval)
    {
        if (Times.Count == 0)
            return;

        DateTimeOffset? openBefore = before is null ? null : interval.Open(before.ObservedAt);
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

    private bool IsDelivered(CandleInterval interval, DateTimeOffset opened) =>
        Delivered.Count > 0 && (_keys ??= [.. Delivered.Select(candle => (candle.Interval, candle.OpenedAt))]).Contains((interval, opened));
}
