using Assay.Storage;

namespace Assay.Facts;

/// <summary>A pool of two tokens on a decentralised exchange. Known by network and address: one name may stand for several pools.</summary>
public sealed record DexPair : Fact
{
    /// <summary>The network's slug in lower case.</summary>
    public required string Network { get; init; }

    /// <summary>The pool's contract, or what the network has instead, such as a number. Its case may matter.</summary>
    public required string Address { get; init; }

    /// <summary>When the figures held, by the source's own word. UTC, whole milliseconds.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>As the source calls it, for example <c>PAXG/WETH</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The exchange's slug.</summary>
    public string? Dex { get; init; }

    public string? BaseSymbol { get; init; }

    public string? BaseName { get; init; }

    public string? BaseAddress { get; init; }

    /// <summary>The source's id of the base token among listed coins; null for an unlisted one.</summary>
    public string? BaseCoinId { get; init; }

    public string? QuoteSymbol { get; init; }

    public string? QuoteAddress { get; init; }

    /// <summary>USD for one base token.</summary>
    public double? Price { get; init; }

    /// <summary>USD, rolling 24 hours.</summary>
    public double? Volume24h { get; init; }

    /// <summary>USD in the pool.</summary>
    public double? Liquidity { get; init; }

    /// <summary>USD.</summary>
    public double? FullyDilutedValue { get; init; }

    /// <summary>Percent.</summary>
    public double? PriceChange1h { get; init; }

    /// <summary>Percent.</summary>
    public double? PriceChange24h { get; init; }

    /// <summary>Why its price should not be trusted, as a sentence; null for a sound pool.</summary>
    public string? Warning { get; init; }

    public override Table Table => Table.DexPairs;

    public override object?[] ToRow(SourceId source, DateTimeOffset recordedAt) =>
    [
        source.Name, Network, Address, recordedAt, ObservedAt, Name, Dex, BaseSymbol, BaseName, BaseAddress, BaseCoinId, QuoteSymbol, QuoteAddress,
        Price, Volume24h, Liquidity, FullyDilutedValue, PriceChange1h, PriceChange24h, Warning,
    ];
}
