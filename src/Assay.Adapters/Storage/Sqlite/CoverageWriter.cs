using Assay.Ingestion;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Adds covered intervals to what is covered already, joining those that are near each other.</summary>
internal sealed class CoverageWriter(Connection connection, long source)
{
    // The stored intervals lie apart, so from the last one backwards their ends descend as well.
    private readonly Statement _before = connection.Prepare(
        """SELECT "from", "to" FROM coverage WHERE source = ? AND task = ? AND coin = ? AND "from" <= ? ORDER BY "from" DESC""");

    private readonly Statement _extend = connection.Prepare(
        """UPDATE coverage SET "to" = ? WHERE source = ? AND task = ? AND coin = ? AND "from" = ?""");

    public void Write(IReadOnlyList<CoveredInterval> intervals, CancellationToken cancellationToken)
    {
        foreach (var interval in intervals.OrderBy(interval => interval.CoinId, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Cover(interval);
        }
    }

    private void Cover(CoveredInterval interval)
    {
        var from = interval.Range.From.ToUnixTimeMilliseconds();
        var to = interval.Range.To.ToUnixTimeMilliseconds();
        var near = FindNear(interval, from, to);
        if (near is { Count: 1 } && near.First <= from)
        {
            if (near.Last < to)
                _extend.Bind(to).Bind(source).Bind(interval.Task).Bind(interval.CoinId).Bind(near.First).Execute();
            return;
        }

        if (near.Count > 0)
            Remove(interval, near.First, near.Last);
        Insert(interval, Math.Min(from, near.First), Math.Max(to, near.Last));
    }

    /// <summary>How many stored intervals the new one joins, where the first begins and where the last ends.</summary>
    private (int Count, long First, long Last) FindNear(CoveredInterval interval, long from, long to)
    {
        var distance = (long)interval.JoinWithin.TotalMilliseconds;
        var (count, first, last) = (0, long.MaxValue, long.MinValue);
        using var rows = _before.Bind(source).Bind(interval.Task).Bind(interval.CoinId).Bind(to + distance).Query();
        while (rows.Read() && rows.Int64(1) >= from - distance)
            (count, first, last) = (count + 1, rows.Int64(0), Math.Max(last, rows.Int64(1)));
        return (count, first, last);
    }

    private void Remove(CoveredInterval interval, long first, long last) => connection
        .Prepare("""DELETE FROM coverage WHERE source = ? AND task = ? AND coin = ? AND "from" BETWEEN ? AND ?""")
        .Bind(source).Bind(interval.Task).Bind(interval.CoinId).Bind(first).Bind(last).Execute();

    private void Insert(CoveredInterval interval, long from, long to) => connection
        .Prepare("""INSERT INTO coverage (source, task, coin, "from", "to", state) VALUES (?, ?, ?, ?, ?, 'covered')""")
        .Bind(source).Bind(interval.Task).Bind(interval.CoinId).Bind(from).Bind(to).Execute();
}
