namespace Assay.Candles;

/// <summary>The prices of one asset at one source within one interval, stamped at its opening.</summary>
public sealed record Candle
{
    public required SourceId Source { get; init; }

    public required AssetId Asset { get; init; }

    public required CandleInterval Interval { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required Ohlc Prices { get; init; }

    /// <summary>How many observations it was made from; null for a candle that the source itself delivered.</summary>
    public int? Samples { get; init; }

    /// <summary>When we learned it. UTC, whole milliseconds.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
}
