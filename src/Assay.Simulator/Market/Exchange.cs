namespace Assay.Simulator.Market;

/// <summary>A place where the coins are traded, with its name at each provider.</summary>
internal sealed record Exchange
{
    public required string CoinGeckoId { get; init; }

    public required string CoinPaprikaId { get; init; }

    public required int CmcId { get; init; }

    public required string Name { get; init; }

    public required string Url { get; init; }

    /// <summary>Null where nobody knows.</summary>
    public int? Year { get; init; }

    /// <summary>Null where nobody knows.</summary>
    public string? Country { get; init; }

    /// <summary>The dollars around which its daily volume moves.</summary>
    public required double Level { get; init; }

    public required ulong Key { get; init; }

    /// <summary>How many pairs are traded there.</summary>
    public int Pairs => 20 + Chance.Below(Key ^ 401, 1500);

    public int Coins => 10 + Pairs / 4;

    /// <summary>Dollars traded in the 24 hours before.</summary>
    public double Volume(DateTimeOffset time) => Level * Math.Exp(0.2 * Walk.At(Key, time));

    /// <summary>Dollars traded in so many days before, by the volume at the end of each.</summary>
    public double Volume(DateTimeOffset time, int days) => Enumerable.Range(0, days).Sum(day => Volume(time.AddDays(-day)));
}
