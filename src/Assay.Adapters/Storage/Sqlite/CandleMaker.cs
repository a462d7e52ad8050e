using Assay.Candles;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>
/// Makes candles anew from what is stored: of the next narrower ones within them, or of the quotes where there are none. Neighbours of one series are
/// read and written together, in the order of the table.
/// </summary>
internal sealed class CandleMaker(Writer writer, DateTimeOffset recordedAt)
{
    private const string Finer = """
        SELECT opened_at, open, high, low, close, volume, samples, method FROM candles
        WHERE asset_id = ? AND source = ? AND interval = ? AND opened_at >= ? AND opened_at < ? ORDER BY opened_at
        """;

    private const string Quotes = "SELECT observed_at, price FROM quotes WHERE asset_id = ? AND source = ? AND observed_at >= ? AND observed_at < ? ORDER BY observed_at";

    private static readonly RowInserter Close = Upsert("c.revision");
    private static readonly RowInserter Revise = Upsert("c.revision + 1");

    private readonly Connection _connection = writer.Connection;
    private readonly List<Made> _onTime = [];
    private readonly List<Made> _late = [];
    private readonly List<(long OpenedAt, CandleContent Content)> _parts = [];

    public void Make(IReadOnlyList<CandleBucket> buckets, CancellationToken cancellationToken)
    {
        var keys = SortedKeys(buckets);
        for (var i = 0; i < keys.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = NextRun(keys, i);
            MakeRun(keys.AsSpan(i..next));
            if (next == keys.Length || keys[next].Interval != keys[i].Interval)
                Flush(keys[i], cancellationToken);
            i = next;
        }
    }

    /// <summary>A provider's own candle stays, whatever we would make of the rest.</summary>
    private static RowInserter Upsert(string revision) => new(CandleWriter.InsertInto, CandleWriter.Row,
        $"""
        ON CONFLICT DO UPDATE SET
          open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume, samples = excluded.samples,
          method = excluded.method, revision = {revision}, recorded_at = max(c.recorded_at, excluded.recorded_at)
        WHERE c.method <> 'native' AND {CandleWriter.Differs}
        """);

    private Key[] SortedKeys(IReadOnlyList<CandleBucket> buckets)
    {
        var keys = new Key[buckets.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            var bucket = buckets[i];
            keys[i] = new Key(
                bucket.Interval, writer.Numbers.Of(bucket.Asset), writer.Numbers.Of(bucket.Source), bucket.OpenedAt.ToUnixTimeMilliseconds(), bucket.IsLate);
        }

        Array.Sort(keys);
        return keys;
    }

    /// <summary>Behind the last of the neighbours that follow one another without a gap.</summary>
    private static int NextRun(Key[] keys, int first)
    {
        var next = first + 1;
        while (next < keys.Length && keys[next].Follows(keys[next - 1]))
            next++;
        return next;
    }

    private void MakeRun(ReadOnlySpan<Key> run)
    {
        ReadParts(run[0], run[^1].ClosesAt);
        var part = 0;
        foreach (var key in run)
        {
            CandleContent? content = null;
            for (; part < _parts.Count && _parts[part].OpenedAt < key.ClosesAt; part++)
                content = content?.Then(_parts[part].Content) ?? _parts[part].Content;
            if (content is null && key.Interval != CandleInterval.OneMinute)
                content = MergeQuotes(key);
            if (content is { } made)
                (key.IsLate ? _late : _onTime).Add(new Made(key, made));
        }
    }

    private void ReadParts(Key first, long end)
    {
        _parts.Clear();
        if (first.Interval.Finer is not { } finer)
        {
            ReadQuotes(first, end);
            return;
        }

        using var rows = _connection.Prepare(Finer).Bind(first.Asset).Bind(first.Source).Bind(finer.Name).Bind(first.OpenedAt).Bind(end).Query();
        while (rows.Read())
            _parts.Add((rows.Int64(0), rows.Content(1).AsPart()));
    }

    private void ReadQuotes(Key first, long end)
    {
        using var rows = _connection.Prepare(Quotes).Bind(first.Asset).Bind(first.Source).Bind(first.OpenedAt).Bind(end).Query();
        while (rows.Read())
            _parts.Add((rows.Int64(0), CandleContent.Of(rows.Double(1))));
    }

    private CandleContent? MergeQuotes(Key key)
    {
        CandleContent? content = null;
        using var rows = _connection.Prepare(Quotes).Bind(key.Asset).Bind(key.Source).Bind(key.OpenedAt).Bind(key.ClosesAt).Query();
        while (rows.Read())
            content = content?.Then(CandleContent.Of(rows.Double(1))) ?? CandleContent.Of(rows.Double(1));
        return content;
    }

    /// <summary>The next wider ones are made of these.</summary>
    private void Flush(Key any, CancellationToken cancellationToken)
    {
        foreach (var (made, upsert) in new[] { (_onTime, Close), (_late, Revise) })
        {
            upsert.Insert<Made>(_connection, [.. made], (row, candle) => Bind(row, any.Interval.Name, candle), cancellationToken);
            made.Clear();
        }
    }

    private void Bind(Statement row, string interval, Made made) => row
        .Bind(made.Key.Asset).Bind(made.Key.Source).Bind(interval).Bind(made.Key.OpenedAt).BindContent(made.Content).Bind(recordedAt);

    private readonly record struct Made(Key Key, CandleContent Content);

    private readonly record struct Key(CandleInterval Interval, long Asset, long Source, long OpenedAt, bool IsLate) : IComparable<Key>
    {
        public long ClosesAt => OpenedAt + (Interval.Width.Ticks / TimeSpan.TicksPerMillisecond);

        public bool Follows(Key other) => Interval == other.Interval && Asset == other.Asset && Source == other.Source && OpenedAt == other.ClosesAt;

        public int CompareTo(Key other)
        {
            if (Interval != other.Interval)
                return Interval.Width.CompareTo(other.Interval.Width);
            if (Asset != other.Asset)
                return Asset.CompareTo(other.Asset);
            return Source != other.Source ? Source.CompareTo(other.Source) : OpenedAt.CompareTo(other.OpenedAt);
        }
    }
}
