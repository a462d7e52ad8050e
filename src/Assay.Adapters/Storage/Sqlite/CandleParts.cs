using Assay.Candles;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>A moment of a series, in the order of the tables.</summary>
internal readonly record struct SeriesKey(long Asset, long Source, long Time) : IComparable<SeriesKey>
{
    public int CompareTo(SeriesKey other)
    {
        if (Asset != other.Asset)
            return Asset.CompareTo(other.Asset);
        return Source != other.Source ? Source.CompareTo(other.Source) : Time.CompareTo(other.Time);
    }

    public bool IsOfSameSeries(SeriesKey other) => Asset == other.Asset && Source == other.Source;
}

/// <summary>A price or a candle of which wider ones are made.</summary>
internal readonly record struct CandlePart(SeriesKey Key, CandleContent Content) : IComparable<CandlePart>
{
    public int CompareTo(CandlePart other) => Key.CompareTo(other.Key);
}

/// <summary>A candle that is to be made.</summary>
internal readonly record struct WantedCandle(SeriesKey Key, long ClosesAt, bool IsLate, bool IsWhole) : IComparable<WantedCandle>
{
    public int CompareTo(WantedCandle other) => Key.CompareTo(other.Key);

    public bool Holds(SeriesKey key) => key.IsOfSameSeries(Key) && key.Time >= Key.Time && key.Time < ClosesAt;

    /// <summary>Whether it follows the other without a gap and is made in the same way.</summary>
    public bool Continues(WantedCandle other) => IsWhole == other.IsWhole && Key == other.Key with { Time = other.ClosesAt };
}
