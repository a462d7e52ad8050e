using Assay.Ingestion;
using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

internal sealed class SqliteRunBook(SqliteDatabase database) : IRunBook
{
    private const string Runs = """
        SELECT r.id, s.name, r.task, r.status, r.started_at, r.finished_at, r.records_processed, r.records_rejected, r.error, r.owner
        FROM runs r JOIN sources s ON s.id = r.source
        """;

    private const string Insert = """
        INSERT INTO runs (id, source, task, status, started_at, finished_at, records_processed, records_rejected, error, owner)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const string Tally = """
        SELECT s.name, t.task, sum(t.runs),
          total(t.runs) FILTER (WHERE t.status IN ('success', 'partial')),
          total(t.runs) FILTER (WHERE t.status IN ('failure', 'interrupted')),
          sum(t.records_processed),
          (SELECT started_at FROM runs r WHERE r.source = t.source AND r.task = t.task ORDER BY r.id DESC LIMIT 1),
          max(t.last_finished_at) FILTER (WHERE t.status IN ('success', 'partial')),
          max(t.last_finished_at) FILTER (WHERE t.status IN ('failure', 'interrupted')),
          (SELECT status FROM runs r WHERE r.source = t.source AND r.task = t.task ORDER BY r.id DESC LIMIT 1),
          (SELECT last_error FROM run_tallies e WHERE e.source = t.source AND e.task = t.task AND e.last_error IS NOT NULL
           ORDER BY e.last_finished_at DESC LIMIT 1),
          sum(t.duration_ms) / (1000.0 * nullif(total(t.runs) FILTER (WHERE t.status <> 'running'), 0))
        FROM run_tallies t JOIN sources s ON s.id = t.source
        GROUP BY t.source, t.task
        ORDER BY s.name, t.task
        """;

    private const string Rejected = """
        SELECT r.id, r.run_id, s.name, r.coin_id, r.reason, r.detail, r.location, r.excerpt, r.recorded_at, r.payload_id
        FROM rejected_records r JOIN sources s ON s.id = r.source
        """;

    private const string OfPayload = $"{Rejected} WHERE r.id BETWEEN ? AND ? ORDER BY r.id";

    private const string OfCoin = $"""
        SELECT * FROM (
          {Rejected} WHERE r.source = (SELECT id FROM sources WHERE name = ?) AND r.coin_id = ? AND r.recorded_at BETWEEN ? AND ?
          ORDER BY r.recorded_at DESC LIMIT 10000)
        ORDER BY recorded_at
        """;

    private const string Within = """
        SELECT s.name, w.task, w.runs, w.failed, (SELECT error FROM runs e WHERE e.id = w.short)
        FROM (
          SELECT source, task, count(*) AS runs, count(*) FILTER (WHERE status IN ('failure', 'interrupted')) AS failed, max(id) FILTER (WHERE error IS NOT NULL) AS short
          FROM runs WHERE id >= ? AND id < ? GROUP BY source, task) w
        JOIN sources s ON s.id = w.source
        ORDER BY s.name, w.task
        """;

    public Task BeginAsync(Run run, CancellationToken cancellationToken) => database.WriteAsync(writer => writer.Connection.Prepare(Insert)
        .Bind(run.Id).Bind(writer.Numbers.Of(run.Source)).Bind(run.Task).Bind(run.Status).Bind(run.StartedAt).Bind(run.FinishedAt)
        .Bind(run.RecordsProcessed).Bind(run.RecordsRejected).Bind(run.Error).Bind(run.Owner).Execute(), cancellationToken);

    public Task FinishAsync(Guid run, string status, DateTimeOffset finishedAt, string? error, CancellationToken cancellationToken) =>
        database.WriteAsync(writer =>
        {
            var changes = writer.Connection.Prepare("UPDATE runs SET status = ?, finished_at = ?, error = ? WHERE id = ?")
                .Bind(status).Bind(finishedAt).Bind(error).Bind(run).Execute();
            return changes > 0 ? changes : throw new StoreException($"Run {run} is not in the books and cannot be closed.");
        }, cancellationToken);

    public async Task<IReadOnlyList<Run>> InterruptAbandonedAsync(
        Func<string, bool> isAlive, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Reason = "The process that worked on this run ended before it did.";
        var open = await database.ReadAsync(connection => ReadRuns(connection.Prepare($"{Runs} WHERE r.status = 'running' ORDER BY r.id")), cancellationToken);
        var abandoned = open.Where(run => !isAlive(run.Owner)).ToList();
        if (abandoned.Count == 0)
            return [];

        return await database.WriteAsync(writer => abandoned
            .Where(run => writer.Connection
                .Prepare("UPDATE runs SET status = 'interrupted', finished_at = ?, error = ? WHERE id = ? AND status = 'running'")
                .Bind(now).Bind(Reason).Bind(run.Id).Execute() > 0) // unless somebody else was first
            .Select(run => run with { Status = RunStatus.Interrupted, FinishedAt = now, Error = Reason })
            .ToList(), cancellationToken);
    }

    public Task<Run?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => ReadRuns(connection.Prepare($"{Runs} WHERE r.id = ?").Bind(id)).SingleOrDefault(), cancellationToken);

    public Task<Page<Run>> ReadRunsAsync(RunFilter filter, int page, int pageSize, CancellationToken cancellationToken)
    {
        var where = new Filter(("source", filter.Source), ("task", filter.Task), ("status", filter.Status));
        return database.ReadAsync(connection =>
        {
            var total = where.Count(connection, "SELECT coalesce(sum(r.runs), 0) FROM run_tallies r");
            return new Page<Run>(ReadRuns(where.SelectPage(connection, Runs, page, pageSize)), total);
        }, cancellationToken);
    }

    public Task<IReadOnlyList<SourceTally>> TallyAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<SourceTally>>(connection =>
        {
            var tallies = new List<SourceTally>();
            using var rows = connection.Prepare(Tally).Query();
            while (rows.Read())
                tallies.Add(ReadTally(rows));
            return tallies;
        }, cancellationToken);

    public Task<Page<RejectedRecord>> ReadRejectedAsync(
        string? source, string? reason, int page, int pageSize, CancellationToken cancellationToken)
    {
        var where = new Filter(("source", source), ("reason", reason));
        return database.ReadAsync(connection =>
        {
            var total = where.Count(connection, "SELECT count(*) FROM rejected_records r");
            return new Page<RejectedRecord>(ReadRejected(where.SelectPage(connection, Rejected, page, pageSize)), total);
        }, cancellationToken);
    }

    public Task<IReadOnlyList<RejectedRecord>> ReadRejectedOfAsync(long payload, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<RejectedRecord>>(connection => ReadRejected(
            connection.Prepare(OfPayload).Bind(RejectedRecord.NumberOf(payload, 0)).Bind(RejectedRecord.NumberOf(payload + 1, 0) - 1)), cancellationToken);

    public Task<IReadOnlyList<RejectedRecord>> ReadRejectedOfAsync(SourceId source, string coinId, TimeRange recorded, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<RejectedRecord>>(connection => ReadRejected(
            connection.Prepare(OfCoin).Bind(source.Name).Bind(coinId).Bind(recorded.From).Bind(recorded.To)), cancellationToken);

    public Task<IReadOnlyList<RunsWithin>> SumUpAsync(TimeRange begun, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<RunsWithin>>(connection =>
    {
        var found = new List<RunsWithin>();
        using var rows = connection.Prepare(Within).Bind(Run.FirstIdAt(begun.From)).Bind(Run.FirstIdAt(begun.To.AddMilliseconds(1))).Query();
        while (rows.Read())
            found.Add(new RunsWithin(new(rows.Text(0)), rows.Text(1), rows.Int64(2), rows.Int64(3), rows.TextOrNull(4)));
        return found;
    }, cancellationToken);

    private static List<Run> ReadRuns(Statement statement)
    {
        var runs = new List<Run>();
        using var rows = statement.Query();
        while (rows.Read())
        {
            runs.Add(new Run
            {
                Id = rows.Guid(0),
                Source = new(rows.Text(1)),
                Task = rows.Text(2),
                Status = rows.Text(3),
                StartedAt = rows.Time(4),
                FinishedAt = rows.TimeOrNull(5),
                RecordsProcessed = rows.Int64(6),
                RecordsRejected = rows.Int64(7),
                Error = rows.TextOrNull(8),
                Owner = rows.Text(9),
            });
        }

        return runs;
    }

    private static SourceTally ReadTally(Rows rows) => new()
    {
        Source = new(rows.Text(0)),
        Task = rows.Text(1),
        TotalRuns = rows.Int64(2),
        Succeeded = rows.Int64(3),
        Failed = rows.Int64(4),
        RecordsProcessed = rows.Int64(5),
        LastRun = rows.TimeOrNull(6),
        LastSuccess = rows.TimeOrNull(7),
        LastFailure = rows.TimeOrNull(8),
        LastStatus = rows.TextOrNull(9),
        LastError = rows.TextOrNull(10),
        AverageDurationSeconds = rows.DoubleOrNull(11),
    };

    private static List<RejectedRecord> ReadRejected(Statement statement)
    {
        var rejected = new List<RejectedRecord>();
        using var rows = statement.Query();
        while (rows.Read())
        {
            rejected.Add(new RejectedRecord(rows.Int64(0), rows.GuidOrNull(1), new(rows.Text(2)), rows.TextOrNull(3), rows.Text(4), rows.Text(5),
                rows.Text(6), rows.Text(7), rows.Time(8), rows.IsNull(9) ? null : rows.Int64(9)));
        }

        return rejected;
    }
}
