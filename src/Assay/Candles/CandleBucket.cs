namespace Assay.Candles;

/// <summary>A candle that a page changes and that the store has to make anew from what it holds.</summary>
/// <param name="Source">Whose prices.</param>
/// <param name="Asset">Of what.</param>
/// <param name="Interval">How wide.</param>
/// <param name="OpenedAt">Where it begins.</param>
/// <param name="IsLate">Whether it had been closed before the page came: if it comes out differently, that is its next revision.</param>
/// <param name="IsWhole">Whether it opens with the page, so that all that is in it came with the page.</param>
public readonly record struct CandleBucket(SourceId Source, AssetId Asset, CandleInterval Interval, DateTimeOffset OpenedAt, bool IsLate, bool IsWhole)
{
    /// <summary>The first moment behind it.</summary>
    public DateTimeOffset ClosesAt => Interval.Close(OpenedAt);
}
