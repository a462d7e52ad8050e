using Assay.Ingestion;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Adds covered intervals to what is covered already, joining those that are near each other.</summary>
internal sealed class CoverageWriter(NpgsqlConnection connection, short source)
{
    // The stored intervals of a coin lie apart. So those near the new one begin with the last that begins before it, and end before it ends.
    private const string Near = """
        SELECT k.n::int, c."from", c."to"
        FROM unnest($2, $3, $4, $5) WITH ORDINALITY AS k(task, coin, first, last, n)
        CROSS JOIN LATERAL (
          SELECT max(p."from") AS "from" FROM coverage p
          WHERE p.source = $1 AND p.task = k.task AND p.coin = k.coin AND p."from" <= k.first) AS before
        JOIN coverage c ON c.source = $1 AND c.task = k.task AND c.coin = k.coin
          AND c."from" BETWEEN coalesce(before."from", k.first) AND k.last
        WHERE c."to" >= k.first
        """;

    private const string Remove = """
        DELETE FROM coverage c USING unnest($2, $3, $4) AS k(task, coin, "from")
        WHERE c.source = $1 AND c.task = k.task AND c.coin = k.coin AND c."from" = k."from"
        """;

    private const string Upsert = """
        INSERT INTO coverage (source, task, coin, "from", "to", state)
        SELECT $1, k.task, k.coin, k."from", k."to", 'covered' FROM unnest($2, $3, $4, $5) AS k(task, coin, "from", "to")
        ON CONFLICT (source, task, coin, "from") DO UPDATE SET "to" = excluded."to"
        """;

    public async Task WriteAsync(IReadOnlyList<CoveredInterval> intervals, CancellationToken cancellationToken)
    {
        // Intervals of one coin may join each other, so they are added one after the other.
        var rest = intervals;
        while (rest.Count > 0)
        {
            var step = rest.DistinctBy(interval => (interval.Task, interval.CoinId)).ToList();
            await AddAsync(step, cancellationToken);
            rest = step.Count == rest.Count ? [] : [.. rest.Except(step)];
        }
    }

    private async Task AddAsync(List<CoveredInterval> intervals, CancellationToken cancellationToken)
    {
        var near = (await FindNearAsync(intervals, cancellationToken)).ToLookup(row => row.Place, row => row.Range);
        var removed = new List<(CoveredInterval Interval, DateTimeOffset From)>();
        var written = new List<(CoveredInterval Interval, TimeRange Range)>();
        for (var i = 0; i < intervals.Count; i++)
        {
            var range = near[i].Aggregate(intervals[i].Range, Join);
            if (near[i].Contains(range))
                continue; // covered already
            removed.AddRange(near[i].Where(stored => stored.From != range.From).Select(stored => (intervals[i], stored.From)));
            written.Add((intervals[i], range));
        }

        await using var batch = connection.CreateBatch();
        if (removed.Count > 0)
            batch.Add(Remove, source, removed.Map(row => row.Interval.Task), removed.Map(row => row.Interval.CoinId), removed.Map(row => row.From));
        if (written.Count > 0)
        {
            batch.Add(Upsert, source, written.Map(row => row.Interval.Task), written.Map(row => row.Interval.CoinId),
                written.Map(row => row.Range.From), written.Map(row => row.Range.To));
        }

        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The stored intervals that each of these joins.</summary>
    private Task<List<(int Place, TimeRange Range)>> FindNearAsync(List<CoveredInterval> intervals, CancellationToken cancellationToken) => connection.QueryAsync(
        Near,
        [
            source, intervals.Map(interval => interval.Task), intervals.Map(interval => interval.CoinId),
            intervals.Map(interval => interval.Range.From - interval.JoinWithin), intervals.Map(interval => interval.Range.To + interval.JoinWithin),
        ], row => (row.GetInt32(0) - 1, new TimeRange(row.Time(1), row.Time(2))), cancellationToken);

    private static TimeRange Join(TimeRange left, TimeRange right) =>
        new(left.From < right.From ? left.From : right.From, left.To > right.To ? left.To : right.To);
}
