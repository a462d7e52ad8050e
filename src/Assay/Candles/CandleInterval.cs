using System.Diagnostics.CodeAnalysis;

namespace Assay.Candles;

/// <summary>The width of a candle: 1m, 5m, 15m, 1h, 4h or 1d. Candles are aligned to the Unix epoch in UTC.</summary>
public readonly record struct CandleInterval
{
    public static readonly CandleInterval OneMinute = new("1m", TimeSpan.FromMinutes(1));
    public static readonly CandleInterval FiveMinutes = new("5m", TimeSpan.FromMinutes(5));
    public static readonly CandleInterval FifteenMinutes = new("15m", TimeSpan.FromMinutes(15));
    public static readonly CandleInterval OneHour = new("1h", TimeSpan.FromHours(1));
    public static readonly CandleInterval FourHours = new("4h", TimeSpan.FromHours(4));
    public static readonly CandleInterval OneDay = new("1d", TimeSpan.FromDays(1));

    public static readonly IReadOnlyList<CandleInterval> All = [OneMinute, FiveMinutes, FifteenMinutes, OneHour, FourHours, OneDay];

    private CandleInterval(string name, TimeSpan width)
    {
        Name = name;
        Width = width;
    }

    public string Name { get; }

    public TimeSpan Width { get; }

    /// <summary>The next narrower one, of which this one is made; null for the narrowest.</summary>
    public CandleInterval? Finer
    {
        get
        {
            for (var i = 1; i < All.Count; i++)
            {
                if (All[i].Width == Width)
                    return All[i - 1];
            }

            return null;
        }
    }

    /// <summary>The first moment behind the candle that opens at this time.</summary>
    public DateTimeOffset Close(DateTimeOffset openedAt) => openedAt <= DateTimeOffset.MaxValue - Width ? openedAt + Width : DateTimeOffset.MaxValue;

    /// <summary>The opening time of the candle that <paramref name="time"/> falls into.</summary>
    public DateTimeOffset Open(DateTimeOffset time)
    {
        var sinceEpoch = time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        var intoCandle = sinceEpoch % Width.Ticks;
        return new DateTimeOffset(time.UtcTicks - (intoCandle < 0 ? intoCandle + Width.Ticks : intoCandle), TimeSpan.Zero);
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out CandleInterval interval)
    {
        foreach (var known in All)
        {
            if (known.Name == text)
            {
                interval = known;
                return true;
            }
        }

        interval = default;
        return false;
    }

    /// <summary>The interval of exactly this width, or null.</summary>
    public static CandleInterval? OfWidth(TimeSpan width)
    {
        foreach (var known in All)
        {
            if (known.Width == width)
                return known;
        }

        return null;
    }

    public override string ToString() => Name;
}
