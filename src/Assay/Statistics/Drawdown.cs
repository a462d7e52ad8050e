namespace Assay.Statistics;

/// <summary>The deepest fall of a series from a price to a later one.</summary>
/// <param name="Depth">As a part of the peak, 0 to 1.</param>
/// <param name="Peak">Where it began, as an index.</param>
/// <param name="Trough">Where it ended.</param>
public readonly record struct Drawdown(double Depth, int Peak, int Trough)
{
    /// <summary>Depth 0 where prices never fall.</summary>
    public static Drawdown Deepest(ReadOnlySpan<double> prices)
    {
        var deepest = default(Drawdown);
        for (int i = 0, peak = 0; i < prices.Length; i++)
        {
            if (prices[i] > prices[peak])
                peak = i;
            if (1 - (prices[i] / prices[peak]) is var depth && depth > deepest.Depth)
                deepest = new Drawdown(depth, peak, i);
        }

        return deepest;
    }
}
