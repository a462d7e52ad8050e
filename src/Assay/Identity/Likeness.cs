using Assay.Board;

namespace Assay.Identity;

internal enum Verdict
{
    /// <summary>Nothing can be compared.</summary>
    Unknown,

    Alike,
    Different,
}

/// <summary>Whether an asset and a coin of the same symbol and name may be one, by what else is known of both.</summary>
/// <param name="Verdict">What comes of it.</param>
/// <param name="Evidence">Why, as the end of a sentence.</param>
internal readonly record struct Likeness(Verdict Verdict, string Evidence)
{
    /// <summary>Two prices of one asset at about the same time differ by less.</summary>
    private const double PriceTolerance = 0.05;

    /// <summary>Sources count coins in circulation in ways of their own, but hardly three times as many.</summary>
    private const double SizeTolerance = 3;

    private static readonly TimeSpan SameTime = TimeSpan.FromMinutes(15);

    private static readonly (string What, Func<MarketFigures, double?> Of)[] Sizes =
    [
        ("a market cap", figures => figures.MarketCap),
        ("a circulating supply", figures => figures.CirculatingSupply),
        ("a total supply", figures => figures.TotalSupply),
    ];

    /// <summary>Compares contracts, then prices of the same time, then the first measure of size that both sides have.</summary>
    public static Likeness Of(Asset asset, MarketBoard board, CoinDescription coin, IReadOnlyList<Contract> contracts, SourceId source)
    {
        if (OtherContract(asset, contracts) is { } contradiction)
            return new(Verdict.Different, contradiction);

        var evidence = "";
        var isSizeKnown = false;
        foreach (var row in board.Of(asset.Id).Where(row => row.Quote.Source != source && row.Quote.Source != SourceId.Consensus))
        {
            if (ComparePrices(row.Quote, coin) is not { } prices)
                continue;
            var sizes = CompareSizes(row.Quote, coin.Figures!);
            if (prices.Verdict == Verdict.Different || sizes.Verdict == Verdict.Different)
                return new(Verdict.Different, $"called like {asset.Id}, but {(prices.Verdict == Verdict.Different ? prices : sizes).Evidence}");
            isSizeKnown |= sizes.Verdict == Verdict.Alike;
            evidence = $"{prices.Evidence}{(sizes.Verdict == Verdict.Alike ? $", and {sizes.Evidence}" : "")}";
        }

        if (evidence.Length == 0)
            return new(Verdict.Unknown, $"called like {asset.Id}, but no prices of the same time tell whether it is the same");
        // Wrapped and bridged coins cost the same; what tells them apart is how much there is of them.
        return contracts.Count > 0 && asset.Contracts.Count > 0 && !isSizeKnown
            ? new(Verdict.Unknown, $"called like {asset.Id}, but its contracts are on other platforms, and nothing tells its size")
            : new(Verdict.Alike, evidence);
    }

    /// <summary>The contract of the same platform that is another one; an asset of one name with two contracts is two assets.</summary>
    private static string? OtherContract(Asset asset, IReadOnlyList<Contract> contracts)
    {
        var other = contracts.FirstOrDefault(contract => asset.Contracts.TryGetValue(contract.Platform, out var address) && address != contract.Address);
        return other == default ? null : $"called like {asset.Id}, but has another contract on {other.Platform}: {other.Address} and not {asset.Contracts[other.Platform]}";
    }

    /// <summary>Null where they are of different times, or missing.</summary>
    private static Likeness? ComparePrices(Quote quote, CoinDescription coin)
    {
        if (coin is not { Figures.Price: > 0 and var price, ObservedAt: { } time } || quote.Figures.Price is not { } other || (quote.ObservedAt - time).Duration() > SameTime)
            return null;

        return Math.Abs(other - price) > PriceTolerance * Math.Max(other, price)
            ? new(Verdict.Different, Say($"costs {price} where {quote.Source} says {other}"))
            : new(Verdict.Alike, Say($"it costs {price} where {quote.Source} says {other}"));
    }

    private static Likeness CompareSizes(Quote quote, MarketFigures figures)
    {
        foreach (var (what, of) in Sizes)
        {
            if (of(figures) is not > 0 || of(quote.Figures) is not > 0)
                continue;

            var (size, other) = (of(figures)!.Value, of(quote.Figures)!.Value);
            return Math.Max(size, other) > SizeTolerance * Math.Min(size, other)
                ? new(Verdict.Different, Say($"has {what} of {size:0.###E+0} where {quote.Source} says {other:0.###E+0}"))
                : new(Verdict.Alike, Say($"has {what} of {size:0.###E+0} where {quote.Source} says {other:0.###E+0}"));
        }

        return new(Verdict.Unknown, "");
    }

    private static string Say(FormattableString text) => FormattableString.Invariant(text);
}
