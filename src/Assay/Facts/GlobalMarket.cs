using Assay.Storage;

namespace Assay.Facts;

/// <summary>The whole market at a moment, as a source counts it.</summary>
public sealed record GlobalMarket : Fact
{
    /// <summary>When it held, by the source's own word. UTC, whole milliseconds.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>USD.</summary>
    public double? MarketCap { get; init; }

    /// <summary>USD, rolling 24 hours.</summary>
    public double? Volume24h { get; init; }

    /// <summary>Percent.</summary>
    public double? MarketCapChange24h { get; init; }

    /// <summary>Bitcoin's part of the market cap in percent.</summary>
    public double? BitcoinDominance { get; init; }

    /// <summary>Ether's part of the market cap in percent.</summary>
    public double? EtherDominance { get; init; }

    public long? ActiveCoins { get; init; }

    /// <summary>Places where coins are traded, as the source counts them.</summary>
    public long? Markets { get; init; }

    public override Table Table => Table.GlobalMarket;

    public override object?[] ToRow(SourceId source, DateTimeOffset recordedAt) =>
        [source.Name, ObservedAt, recordedAt, MarketCap, Volume24h, MarketCapChange24h, BitcoinDominance, EtherDominance, ActiveCoins, Markets];
}
