namespace Assay;

/// <summary>What one source said about one asset at one time. Unique by (<see cref="Source"/>, <see cref="Asset"/>, <see cref="ObservedAt"/>).</summary>
public sealed record Quote
{
    public required SourceId Source { get; init; }

    public required AssetId Asset { get; init; }

    /// <summary>The source's own id of the asset.</summary>
    public required string CoinId { get; init; }

    /// <summary>When the figures held, by the source's own word. UTC, whole milliseconds.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>When we learned them: the time of the fetch. UTC, whole milliseconds.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    public required MarketFigures Figures { get; init; }
}
