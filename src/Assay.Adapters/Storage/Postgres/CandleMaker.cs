using Assay.Candles;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Makes candles anew from what is stored: of the next narrower ones within them, or of the quotes where there are none. One statement per interval.</summary>
internal sealed class CandleMaker(NpgsqlConnection connection, Numbers numbers, DateTimeOffset recordedAt)
{
    // The span of all buckets is told besides, so that the planner need not look into the partitions of other months. Added up in order of time,
    // volumes are the same to the last digit whoever adds them.
    private const string OfFiner = """
        SELECT (array_agg(f.open ORDER BY f.opened_at))[1] AS open, max(f.high) AS high, min(f.low) AS low,
          (array_agg(f.close ORDER BY f.opened_at DESC))[1] AS close,
          CASE WHEN count(f.volume) = count(*) THEN sum(f.volume ORDER BY f.opened_at) END AS volume,
          CASE WHEN count(f.samples) = count(*) THEN sum(f.samples)::int END AS samples,
          CASE WHEN bool_and(f.method = 'sampled') THEN 'sampled' ELSE 'merged' END AS method
        FROM candles f
        WHERE f.asset_id = b.asset_id AND f.source = b.source AND f."interval" = $8 AND f.opened_at >= b.opened_at AND f.opened_at < b.closes_at
          AND f.opened_at >= $6 AND f.opened_at < $7
        """;

    private const string OfQuotes = """
        SELECT (array_agg(q.price ORDER BY q.observed_at))[1] AS open, max(q.price) AS high, min(q.price) AS low,
          (array_agg(q.price ORDER BY q.observed_at DESC))[1] AS close, NULL::float8 AS volume, count(*)::int AS samples, 'sampled' AS method
        FROM quotes q
        WHERE q.asset_id = b.asset_id AND q.source = b.source AND q.observed_at >= b.opened_at AND q.observed_at < b.closes_at
          AND q.observed_at >= $6 AND q.observed_at < $7
        """;

    private const string Buckets = "unnest($1, $2, $3, $5) AS b(asset_id, source, opened_at, closes_at)";

    private const string Narrowest = $"SELECT b.asset_id, b.source, b.opened_at, m.* FROM {Buckets} CROSS JOIN LATERAL ({OfQuotes}) m WHERE m.open IS NOT NULL";

    private const string Wider = $"""
        SELECT b.asset_id, b.source, b.opened_at, coalesce(f.open, q.open) AS open, coalesce(f.high, q.high), coalesce(f.low, q.low), coalesce(f.close, q.close),
          f.volume, CASE WHEN f.open IS NULL THEN q.samples ELSE f.samples END, CASE WHEN f.open IS NULL THEN q.method ELSE f.method END
        FROM {Buckets} CROSS JOIN LATERAL ({OfFiner}) f CROSS JOIN LATERAL ({OfQuotes} AND f.open IS NULL) q
        WHERE f.open IS NOT NULL OR q.open IS NOT NULL
        """;

    public async Task MakeAsync(IReadOnlyList<CandleBucket> buckets, CancellationToken cancellationToken)
    {
        if (buckets.Count == 0)
            return;

        await numbers.LearnAsync(connection, buckets.Select(bucket => bucket.Source).Distinct(), cancellationToken);
        await numbers.LearnAsync(connection, buckets.Select(bucket => bucket.Asset), cancellationToken);
        await using var batch = connection.CreateBatch();
        foreach (var interval in buckets.GroupBy(bucket => bucket.Interval).OrderBy(group => group.Key.Width))
        {
            foreach (var part in interval.GroupBy(bucket => bucket.IsLate))
                Add(batch, interval.Key, part.Key, [.. part]);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private void Add(NpgsqlBatch batch, CandleInterval interval, bool isLate, CandleBucket[] buckets)
    {
        var (from, to) = (buckets.Min(bucket => bucket.OpenedAt), buckets.Max(bucket => bucket.ClosesAt));
        object?[] values =
        [
            buckets.Map(bucket => numbers.Of(bucket.Asset)), buckets.Map(bucket => numbers.Of(bucket.Source)), buckets.Map(bucket => bucket.OpenedAt),
            recordedAt, buckets.Map(bucket => bucket.ClosesAt), from, to, .. interval.Finer is { } finer ? [finer.Name] : Array.Empty<object>(),
        ];
        batch.Add(Upsert(interval, isLate), values);
    }

    /// <summary>A provider's own candle stays, whatever we would make of the rest.</summary>
    private static string Upsert(CandleInterval interval, bool isLate) => $"""
        INSERT INTO candles AS c (asset_id, source, opened_at, open, high, low, close, volume, samples, method, recorded_at, "interval", revision)
        SELECT n.*, $4, '{interval}', 1 FROM ({(interval.Finer is null ? Narrowest : Wider)}) n ORDER BY n.asset_id, n.source, n.opened_at
        ON CONFLICT (asset_id, source, "interval", opened_at) DO UPDATE SET
          open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume, samples = excluded.samples,
          method = excluded.method, revision = c.revision{(isLate ? " + 1" : "")}, recorded_at = greatest(c.recorded_at, excluded.recorded_at)
        WHERE c.method <> 'native'
          AND (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume, excluded.samples, excluded.method)
          IS DISTINCT FROM (c.open, c.high, c.low, c.close, c.volume, c.samples, c.method)
        """;
}
