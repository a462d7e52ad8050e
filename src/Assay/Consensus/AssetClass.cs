namespace Assay.Consensus;

/// <summary>How far sources that agree may be apart, and how far a price may jump on the word of one alone: less for what hardly moves than for what does.</summary>
/// <param name="Name">As it stands in the evidence.</param>
/// <param name="Threshold">Prices of one group differ by no more than this part of the lowest; recent volatility widens it.</param>
/// <param name="JumpLimit">A source that nobody confirms may move the price by no more than this part.</param>
public sealed record AssetClass(string Name, double Threshold, double JumpLimit)
{
    /// <summary>What is pegged to the dollar, and holds its peg.</summary>
    public static readonly AssetClass Stable = new("stable", 0.005, 0.02);

    /// <summary>The largest by market cap.</summary>
    public static readonly AssetClass Large = new("large", 0.01, 0.10);

    public static readonly AssetClass Other = new("other", 0.03, 0.30);

    private const double PegWidth = 0.02;
    private const double CalmChange = 2;
    private const int LargestRank = 20;
    private const double LargeMarketCap = 10e9;

    /// <summary>By the figures of the day, so that a coin which loses its peg is judged like any other from then on.</summary>
    /// <param name="price">USD.</param>
    /// <param name="change24h">Percent; null where nobody says.</param>
    /// <param name="rank">The best place that a source gives it.</param>
    /// <param name="marketCap">USD.</param>
    public static AssetClass Of(double price, double? change24h, int? rank, double? marketCap)
    {
        if (Math.Abs(price - 1) <= PegWidth && !(Math.Abs(change24h ?? 0) > CalmChange))
            return Stable;
        return rank is > 0 and <= LargestRank || marketCap >= LargeMarketCap ? Large : Other;
    }

    public static AssetClass Named(string name) => name == Stable.Name ? Stable : name == Large.Name ? Large : Other;
}
