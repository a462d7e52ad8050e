using Assay.Candles;

namespace Assay.Providers;

/// <summary>A price in the source's own terms, not yet matched to an asset.</summary>
public sealed record ProviderQuote
{
    /// <summary>An id, symbol or name with more characters is none: the record, or the entry of a list, is rejected.</summary>
    public const int LongestName = 256;

    public required string CoinId { get; init; }

    /// <summary>Ticker as the source spells it; null where it gives none.</summary>
    public string? Symbol { get; init; }

    /// <summary>Name for people; null where the source gives none.</summary>
    public string? Name { get; init; }

    /// <summary>Null when the source did not say; such a record is rejected.</summary>
    public required DateTimeOffset? ObservedAt { get; init; }

    public required MarketFigures Figures { get; init; }

    /// <summary>The candle that this price closes, where the source delivers candles.</summary>
    public ProviderCandle? Candle { get; init; }

    public required RecordLocation Location { get; init; }
}

/// <summary>A candle as a source delivers it, already stamped at its opening.</summary>
public sealed record ProviderCandle(CandleInterval Interval, DateTimeOffset OpenedAt, Ohlc Prices);
