namespace Assay.Candles;

/// <summary>The prices of one asset at one source within one interval, stamped at its opening.</summary>
public sealed record Candle
{
    public required SourceId Source { get; init; }

    public required AssetId Asset { get; init; }

    public required CandleInterval Interval { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required Ohlc Prices { get; init; }

    /// <summary>How many observations it was made from; null for a candle that the source itself delivered, in whole or in part.</summary>
    public int? Samples { get; init; }

    public CandleMethod Method { get; init; }

    /// <summary>1, and one more each time that it came to differ after it was closed. Counted by the store.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>When we learned it. UTC, whole milliseconds.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The first moment that does not belong to it any more.</summary>
    public DateTimeOffset ClosesAt => Interval.Close(OpenedAt);

    public CandleContent Content => new(Prices, Samples, Method);

    internal Candle With(CandleContent content) => this with { Prices = content.Prices, Samples = content.Samples, Method = content.Method };
}
