using System.Runtime.InteropServices;
using Assay.Candles;
using Assay.Ingestion;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>
/// Makes candles anew: of the next narrower ones within them, or of the quotes where there are none. What a page brought whole is taken from the page,
/// all else from the tables, in their order and neighbours together.
/// </summary>
/// <param name="writer">Within its transaction.</param>
/// <param name="page">The page, whose quotes and candles have been written.</param>
/// <param name="changed">Those of its quotes that are new or corrected.</param>
internal sealed class CandleMaker(Writer writer, PageCommit page, IReadOnlyList<Quote> changed)
{
    /// <summary>So many series are made through all intervals before the next: their pages of the tables are still in memory then.</summary>
    private const int SeriesAtOnce = 64;

    private const string Finer = """
        SELECT opened_at, open, high, low, close, volume, samples, method FROM candles
        WHERE asset_id = ? AND source = ? AND interval = ? AND opened_at >= ? AND opened_at < ? ORDER BY opened_at
        """;

    private const string Quotes = "SELECT observed_at, price FROM quotes WHERE asset_id = ? AND source = ? AND observed_at >= ? AND observed_at < ? ORDER BY observed_at";

    private static readonly RowInserter Close = Upsert("c.revision");
    private static readonly RowInserter Revise = Upsert("c.revision + 1");

    private readonly Connection _connection = writer.Connection;
    private readonly List<CandlePart> _onTime = [];
    private readonly List<CandlePart> _late = [];
    private readonly List<CandlePart> _stored = [];

    /// <summary>The quotes of the page in order. In most files each has a candle of its own, and nobody asks for them.</summary>
    private CandlePart[] Observed => field ??= SortQuotes();

    /// <param name="buckets">By interval, narrower ones first.</param>
    /// <param name="cancellationToken">Ends the work; the transaction is then rolled back.</param>
    public void Make(IReadOnlyList<CandleBucket> buckets, CancellationToken cancellationToken)
    {
        if (page.Candles.Count > 0)
        {
            MakeTogether(buckets, cancellationToken);
            return;
        }

        var series = buckets.GroupBy(bucket => (writer.Numbers.Of(bucket.Asset), writer.Numbers.Of(bucket.Source))).OrderBy(group => group.Key);
        foreach (var some in series.Chunk(SeriesAtOnce))
            MakeTogether([.. some.SelectMany(group => group).OrderBy(bucket => bucket.Interval.Width)], cancellationToken);
    }

    private void MakeTogether(IReadOnlyList<CandleBucket> buckets, CancellationToken cancellationToken)
    {
        CandlePart[] finer = [];
        var first = 0;
        foreach (var interval in CandleInterval.All)
        {
            if (first == buckets.Count)
                return;

            var next = first;
            while (next < buckets.Count && buckets[next].Interval == interval)
                next++;
            var wanted = new WantedCandle[next - first];
            for (var i = 0; i < wanted.Length; i++)
                wanted[i] = Wanted(buckets[first + i]);
            Array.Sort(wanted);
            MakeAll(interval, wanted, finer, cancellationToken);
            finer = PartsOfPage(interval);
            Flush(interval, cancellationToken);
            first = next;
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

    private void MakeAll(CandleInterval interval, WantedCandle[] wanted, CandlePart[] finer, CancellationToken cancellationToken)
    {
        for (var i = 0; i < wanted.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = i + 1;
            while (next < wanted.Length && wanted[next].Continues(wanted[next - 1]))
                next++;
            if (!wanted[i].IsWhole)
                ReadStored(interval, wanted[i], wanted[next - 1]);
            ReadOnlySpan<CandlePart> parts = wanted[i].IsWhole ? finer : CollectionsMarshal.AsSpan(_stored);
            foreach (var candle in wanted.AsSpan(i..next))
                Add(candle, Merge(candle, parts) ?? MergeQuotes(candle));
            i = next;
        }
    }

    private void Add(WantedCandle candle, CandleContent? content)
    {
        if (content is { } made)
            (candle.IsLate ? _late : _onTime).Add(new CandlePart(candle.Key, made));
    }

    private static CandleContent? Merge(WantedCandle candle, ReadOnlySpan<CandlePart> parts)
    {
        var at = parts.BinarySearch(new CandlePart(candle.Key, default));
        CandleContent? content = null;
        for (at = at < 0 ? ~at : at; at < parts.Length && candle.Holds(parts[at].Key); at++)
            content = content?.Then(parts[at].Content) ?? parts[at].Content;
        return content;
    }

    private CandleContent? MergeQuotes(WantedCandle candle)
    {
        if (candle.IsWhole)
            return Merge(candle, Observed);

        CandleContent? content = null;
        using var rows = _connection.Prepare(Quotes).Bind(candle.Key.Asset).Bind(candle.Key.Source).Bind(candle.Key.Time).Bind(candle.ClosesAt).Query();
        while (rows.Read())
            content = content?.Then(CandleContent.Of(rows.Double(1))) ?? CandleContent.Of(rows.Double(1));
        return content;
    }

    private void ReadStored(CandleInterval interval, WantedCandle first, WantedCandle last)
    {
        _stored.Clear();
        if (interval.Finer is not { } finer)
            return;

        using var rows = _connection.Prepare(Finer).Bind(first.Key.Asset).Bind(first.Key.Source).Bind(finer.Name).Bind(first.Key.Time).Bind(last.ClosesAt).Query();
        while (rows.Read())
            _stored.Add(new CandlePart(first.Key with { Time = rows.Int64(0) }, rows.Content(1).AsPart()));
    }

    private CandlePart[] SortQuotes()
    {
        var parts = new CandlePart[changed.Count];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = new CandlePart(KeyOf(changed[i].Source, changed[i].Asset, changed[i].ObservedAt), CandleContent.Of(changed[i].Figures.Price!.Value));
        Array.Sort(parts);
        return parts;
    }

    /// <summary>Of this interval, in order: what was made and what the page delivers.</summary>
    private CandlePart[] PartsOfPage(CandleInterval interval)
    {
        CandlePart[] parts =
        [
            .. _onTime, .. _late,
            .. page.Candles.Where(candle => candle.Interval == interval)
                .Select(candle => new CandlePart(KeyOf(candle.Source, candle.Asset, candle.OpenedAt), candle.Content.AsPart())),
        ];
        Array.Sort(parts);
        return parts;
    }

    private void Flush(CandleInterval interval, CancellationToken cancellationToken)
    {
        foreach (var (made, upsert) in new[] { (_onTime, Close), (_late, Revise) })
        {
            upsert.Insert<CandlePart>(_connection, [.. made], (row, candle) => Bind(row, interval.Name, candle), cancellationToken);
            made.Clear();
        }
    }

    private void Bind(Statement row, string interval, CandlePart made) => row
        .Bind(made.Key.Asset).Bind(made.Key.Source).Bind(interval).Bind(made.Key.Time).BindContent(made.Content).Bind(page.RecordedAt);

    private SeriesKey KeyOf(SourceId source, AssetId asset, DateTimeOffset time) =>
        new(writer.Numbers.Of(asset), writer.Numbers.Of(source), time.ToUnixTimeMilliseconds());

    private WantedCandle Wanted(CandleBucket bucket) =>
        new(KeyOf(bucket.Source, bucket.Asset, bucket.OpenedAt), bucket.ClosesAt.ToUnixTimeMilliseconds(), bucket.IsLate, bucket.IsWhole);
}
