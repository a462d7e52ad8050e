namespace Assay;

/// <summary>The numbers of one observation. Money is in USD, changes are percent (1.5 is 1.5 %). What the source did not say is null.</summary>
public sealed record MarketFigures
{
    /// <summary>Price of one unit in USD; positive and finite once a quote has been validated.</summary>
    public double? Price { get; init; }

    public double? MarketCap { get; init; }

    /// <summary>Value traded in the last 24 hours: a rolling figure, never to be summed.</summary>
    public double? Volume24h { get; init; }

    public double? PriceChange24h { get; init; }

    public double? PriceChange7d { get; init; }

    public double? High24h { get; init; }

    public double? Low24h { get; init; }

    public double? CirculatingSupply { get; init; }

    public double? TotalSupply { get; init; }

    /// <summary>Null where there is no limit or none is known.</summary>
    public double? MaxSupply { get; init; }

    /// <summary>Place by market cap at the source, 1 is the largest.</summary>
    public int? Rank { get; init; }

    /// <summary>Whether every figure that is there is a number; others can be neither stored nor served.</summary>
    public bool IsFinite =>
        IsFiniteOrMissing(Price) && IsFiniteOrMissing(MarketCap) && IsFiniteOrMissing(Volume24h) && IsFiniteOrMissing(PriceChange24h)
        && IsFiniteOrMissing(PriceChange7d) && IsFiniteOrMissing(High24h) && IsFiniteOrMissing(Low24h)
        && IsFiniteOrMissing(CirculatingSupply) && IsFiniteOrMissing(TotalSupply) && IsFiniteOrMissing(MaxSupply);

    private static bool IsFiniteOrMissing(double? figure) => figure is not { } number || double.IsFinite(number);
}
