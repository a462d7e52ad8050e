using Assay.Ingestion;
using Assay.Storage;
using Dapper;

namespace Assay.Adapters.Storage.Postgres;

internal sealed class PostgresRunBook(PostgresDatabase database) : IRunBook
{
    private const string Insert = """
        INSERT INTO runs (id, source, task, status, started_at, finished_at, records_processed, records_rejected, error, owner)
        SELECT $2, s.id, $3, $4, $5, $6, $7, $8, $9, $10 FROM sources s WHERE s.name = $1
        ON CONFLICT (id) DO NOTHING
        """;

    private const string Interrupt =
        "UPDATE runs SET status = 'interrupted', finished_at = $1, error = $2 WHERE id = $3 AND status = 'running'";

    public Task BeginAsync(Run run, CancellationToken cancellationToken) => database.Primary.RunAsync(async (connection, token) =>
    {
        await using var batch = connection.CreateBatch(); // one transaction
        batch.Add(Numbers.EnsureSource, run.Source.Name);
        batch.Add(Insert, run.Source.Name, run.Id, run.Task, run.Status, run.StartedAt, run.FinishedAt, run.RecordsProcessed, run.RecordsRejected, run.Error, run.Owner);
        return await batch.ExecuteNonQueryAsync(token);
    }, cancellationToken);

    public async Task FinishAsync(Guid run, string status, DateTimeOffset finishedAt, string? error, CancellationToken cancellationToken)
    {
        var changed = await database.Primary.RunAsync((connection, token) => connection.ExecuteAsync(
            "UPDATE runs SET status = $1, finished_at = $2, error = $3 WHERE id = $4", [status, finishedAt, error, run], token), cancellationToken);
        if (changed == 0)
            throw new StoreException($"Run {run} is not in the books and cannot be closed.");
    }

    public async Task<IReadOnlyList<Run>> InterruptAbandonedAsync(Func<string, bool> isAlive, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string Reason = "The process that worked on this run ended before it did.";
        var open = await QueryAsync<RunRow>($"{RunRow.Select} WHERE r.status = 'running' ORDER BY r.id", null, cancellationToken);
        var interrupted = new List<Run>();
        foreach (var run in open.Select(row => row.ToRun()).Where(run => !isAlive(run.Owner)))
        {
            var changed = await database.Primary.RunAsync(
                (connection, token) => connection.ExecuteAsync(Interrupt, [now, Reason, run.Id], token), cancellationToken);
            if (changed > 0) // unless somebody else was first
                interrupted.Add(run with { Status = RunStatus.Interrupted, FinishedAt = now, Error = Reason });
        }

        return interrupted;
    }

    public async Task<Run?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        (await QueryAsync<RunRow>($"{RunRow.Select} WHERE r.id = @id", new { id }, cancellationToken)).SingleOrDefault()?.ToRun();

    public async Task<Page<Run>> ReadRunsAsync(RunFilter filter, int page, int pageSize, CancellationToken cancellationToken)
    {
        var where = new Filter(("source", filter.Source), ("task", filter.Task), ("status", filter.Status));
        var total = await QueryAsync<long>($"SELECT coalesce(sum(r.runs), 0)::bigint FROM run_tallies r{where}", where.Values, cancellationToken);
        var rows = await QueryAsync<RunRow>($"{RunRow.Select}{where}{Filter.PageOf(page, pageSize)}", where.Values, cancellationToken);
        return new([.. rows.Select(row => row.ToRun())], total.Single());
    }

    public async Task<IReadOnlyList<SourceTally>> TallyAsync(CancellationToken cancellationToken) =>
        [.. (await QueryAsync<TallyRow>(TallyRow.Select, null, cancellationToken)).Select(row => row.ToTally())];

    public async Task<Page<RejectedRecord>> ReadRejectedAsync(string? source, string? reason, int page, int pageSize, CancellationToken cancellationToken)
    {
        var where = new Filter(("source", source), ("reason", reason));
        var total = await QueryAsync<long>($"SELECT coalesce(sum(r.records), 0)::bigint FROM rejected_tallies r{where}", where.Values, cancellationToken);
        var rows = await QueryAsync<RejectedRow>($"{RejectedRow.Select}{where}{Filter.PageOf(page, pageSize)}", where.Values, cancellationToken);
        return new([.. rows.Select(row => row.ToRecord())], total.Single());
    }

    public async Task<IReadOnlyList<RejectedRecord>> ReadRejectedOfAsync(long payload, CancellationToken cancellationToken)
    {
        var numbers = new { first = RejectedRecord.NumberOf(payload, 0), last = RejectedRecord.NumberOf(payload + 1, 0) - 1 };
        return [.. (await QueryAsync<RejectedRow>($"{RejectedRow.Select} WHERE r.id BETWEEN @first AND @last ORDER BY r.id", numbers, cancellationToken)).Select(row => row.ToRecord())];
    }

    public async Task<IReadOnlyList<RejectedRecord>> ReadRejectedOfAsync(SourceId source, string coinId, TimeRange recorded, CancellationToken cancellationToken)
    {
        var values = new { source = source.Name, coin = Texts.Encode(coinId), from = recorded.From.UtcDateTime, to = recorded.To.UtcDateTime };
        return [.. (await QueryAsync<RejectedRow>(RejectedRow.OfCoin, values, cancellationToken)).Select(row => row.ToRecord())];
    }

    public async Task<IReadOnlyList<RunsWithin>> SumUpAsync(TimeRange begun, CancellationToken cancellationToken)
    {
        var values = new { first = Run.FirstIdAt(begun.From), after = Run.FirstIdAt(begun.To.AddMilliseconds(1)) };
        return [.. (await QueryAsync<WithinRow>(WithinRow.Select, values, cancellationToken)).Select(row => row.ToRuns())];
    }

    private Task<IEnumerable<T>> QueryAsync<T>(string sql, object? values, CancellationToken cancellationToken) => database.Primary.RunAsync(
        (connection, token) => connection.QueryAsync<T>(new CommandDefinition(sql, values, cancellationToken: token)), cancellationToken);
}
