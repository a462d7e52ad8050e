namespace Assay.Candles;

/// <summary>Where a candle comes from.</summary>
public enum CandleMethod
{
    /// <summary>The source itself delivered it.</summary>
    Native,

    /// <summary>Made from the prices that were observed, and from nothing else.</summary>
    Sampled,

    /// <summary>Made from narrower candles, one of which at least the source delivered.</summary>
    Merged,
}

public static class CandleMethods
{
    private static readonly string[] Names = ["native", "sampled", "merged"];

    extension(CandleMethod method)
    {
        /// <summary>As it stands in the stores and the answers.</summary>
        public string Name => Names[(int)method];
    }

    public static CandleMethod Parse(string name) => Array.IndexOf(Names, name) is >= 0 and var index
        ? (CandleMethod)index
        : throw new FormatException($"No candle is made by the method '{name}'. Known: {string.Join(", ", Names)}.");
}
