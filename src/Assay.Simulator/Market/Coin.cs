using System.Collections.ObjectModel;

namespace Assay.Simulator.Market;

/// <summary>One coin of the market, with its name at each provider.</summary>
internal sealed record Coin
{
    /// <summary>CoinMarketCap's ids above this one are ours, so that none is mistaken for that of a true coin.</summary>
    public const int FirstInventedCmcId = 100_000;

    /// <summary>Null where CoinGecko does not list it.</summary>
    public required string? CoinGeckoId { get; init; }

    /// <summary>Null where CoinPaprika does not list it.</summary>
    public required string? CoinPaprikaId { get; init; }

    /// <summary>A whole number; null where CoinMarketCap does not list it.</summary>
    public required string? CmcId { get; init; }

    /// <summary>In upper case.</summary>
    public required string Symbol { get; init; }

    public required string Name { get; init; }

    /// <summary>The dollars around which its price walks.</summary>
    public required double Level { get; init; }

    /// <summary>Deviation of a day's change, 0.03 for three percent.</summary>
    public required double Volatility { get; init; }

    /// <summary>Coins in circulation; null where nobody knows, and then there is no market cap either.</summary>
    public required double? Circulating { get; init; }

    public double? TotalSupply { get; init; }

    public double? MaxSupply { get; init; }

    /// <summary>Decides all its chances. Coins that follow another one share its walk.</summary>
    public required ulong WalkSeed { get; init; }

    /// <summary>What tells it from coins with the same walk.</summary>
    public required ulong Key { get; init; }

    /// <summary>Contract address by CoinGecko's name of the platform.</summary>
    public IReadOnlyDictionary<string, string> Contracts { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    public bool IsToken => Contracts.Count > 0;

    /// <summary>Its name in an address, as CoinMarketCap makes it.</summary>
    public string Slug => string.Concat(Name.ToLowerInvariant().Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '-')).Replace(' ', '-');

    /// <summary>When it was first quoted anywhere; before any all-time high.</summary>
    public DateTimeOffset FirstQuoted => new DateTimeOffset(2017, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(Chance.Below(Key ^ 202, 365));
}
