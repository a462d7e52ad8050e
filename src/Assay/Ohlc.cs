namespace Assay;

/// <summary>Open, high, low and close in USD. Volume only where it was really traded in the interval, in the source's unit.</summary>
public readonly record struct Ohlc(double Open, double High, double Low, double Close, double? Volume = null)
{
    /// <summary>Whether all four are positive and finite, and the low and the high enclose the others.</summary>
    public bool IsConsistent =>
        Low > 0 && double.IsFinite(High) && Low <= Open && Open <= High && Low <= Close && Close <= High;

    public static Ohlc Of(double price) => new(price, price, price, price);

    /// <summary>These prices and those of the time that follows. The volume is known only where both are.</summary>
    public Ohlc Then(Ohlc next) => new(Open, Math.Max(High, next.High), Math.Min(Low, next.Low), next.Close, Volume + next.Volume);
}
