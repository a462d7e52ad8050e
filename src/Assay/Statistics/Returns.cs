using Assay.Candles;

namespace Assay.Statistics;

/// <summary>What a price gains from candle to candle.</summary>
public static class Returns
{
    /// <summary>Crypto is traded every day of the year.</summary>
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>
    /// The logarithmic return of each candle over the one just before it, by the opening time of the later one. Where a candle is missing there is none: a return
    /// over a gap would pass for one over an interval.
    /// </summary>
    /// <param name="candles">Of one interval, oldest first.</param>
    public static IReadOnlyDictionary<DateTimeOffset, double> Logarithmic(IReadOnlyList<Candle> candles)
    {
        var returns = new OrderedDictionary<DateTimeOffset, double>(candles.Count);
        for (var i = 1; i < candles.Count; i++)
        {
            if (candles[i].OpenedAt - candles[i - 1].OpenedAt == candles[i].Interval.Width)
                returns.Add(candles[i].OpenedAt, Math.Log(candles[i].Prices.Close / candles[i - 1].Prices.Close));
        }

        return returns;
    }

    /// <summary>The sample deviation of the returns, scaled to a year by the square root of time: 0.5 is 50 % a year. Null for fewer than two returns.</summary>
    public static double? Volatility(ReadOnlySpan<double> returns, CandleInterval interval) =>
        returns.Length < 2 ? null : Deviation.Sample(returns) * Math.Sqrt(Year / interval.Width);

    /// <summary>The average price weighted by volume, of typical prices (high, low and close). Null unless all candles have a real volume, and some was traded.</summary>
    public static double? VolumeWeightedPrice(IReadOnlyList<Candle> candles)
    {
        var (money, volume) = (0.0, 0.0);
        foreach (var candle in candles)
        {
            if (candle.Prices.Volume is not { } traded)
                return null;
            money += traded * (candle.Prices.High + candle.Prices.Low + candle.Prices.Close) / 3;
            volume += traded;
        }

        return volume > 0 ? money / volume : null;
    }
}
