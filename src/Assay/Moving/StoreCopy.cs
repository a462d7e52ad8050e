using System.Runtime.CompilerServices;
using Assay.Ingestion;
using Assay.Storage;

namespace Assay.Moving;

/// <summary>One end of a copy.</summary>
public sealed record CopyEnd(IDatabase Database, IRowStore Rows, IRunBook Runs);

/// <param name="Step"><c>copy</c> or <c>verify</c>.</param>
/// <param name="Table">Which table.</param>
/// <param name="Rows">How many of its rows are done.</param>
public readonly record struct CopyProgress(string Step, Table Table, long Rows);

/// <summary>
/// Copies a store into an empty one and compares the two. A copy that was cut off goes on when it is started again: an open run on the
/// target's books names the origin, and as nobody else writes there, each table is copied up to its greatest key.
/// </summary>
public sealed class StoreCopy(CopyEnd from, CopyEnd to, TimeProvider clock)
{
    private const long MostBytes = 8 << 20;

    private static readonly SourceId Ourselves = SourceId.Assay;

    /// <summary>Most rows in one transaction.</summary>
    public int BatchSize { get; init; } = 20_000;

    /// <summary>Copies what is missing and compares all.</summary>
    /// <param name="force">Also though somebody is at work on the source, or seems to be.</param>
    /// <param name="progress">Told now and then; may be null.</param>
    /// <param name="cancellationToken">Cuts the copy off; started again, it goes on.</param>
    /// <exception cref="StoreException">It cannot be done; the message says why.</exception>
    public async Task<IReadOnlyList<TableComparison>> RunAsync(bool force, IProgress<CopyProgress>? progress, CancellationToken cancellationToken)
    {
        var run = await BeginAsync(force, cancellationToken);
        var copied = 0L;
        foreach (var table in Table.All)
            copied += await CopyAsync(table, progress, cancellationToken);

        var comparisons = new List<TableComparison>();
        foreach (var table in Table.All)
            comparisons.Add(await CompareAsync(table, progress, cancellationToken));
        await EndAsync(run with { RecordsProcessed = copied }, comparisons, cancellationToken);
        return comparisons;
    }

    private async Task<Run> BeginAsync(bool force, CancellationToken cancellationToken)
    {
        if (from.Database.Description == to.Database.Description)
            throw new StoreException($"{from.Database.Description} cannot be copied to itself. Name another database with --to.");

        await from.Database.CheckAsync(cancellationToken); // migrating would create one where there is none
        await from.Database.MigrateAsync(cancellationToken);
        await to.Database.MigrateAsync(cancellationToken);
        if (!force)
            await RequireNobodyAtWorkAsync(cancellationToken);

        var unfinished = (await to.Runs.ReadRunsAsync(new RunFilter(Ourselves.Name, StoreSums.CopyTask, RunStatus.Running), 1, 1, cancellationToken)).Items.SingleOrDefault();
        if (unfinished is null)
            await RequireEmptyAsync(cancellationToken);
        else
            RequireOurs(unfinished);

        var now = clock.GetUtcNow();
        var run = (unfinished ?? new Run
        {
            Id = Guid.CreateVersion7(now),
            Source = Ourselves,
            Task = StoreSums.CopyTask,
            Status = RunStatus.Running,
            StartedAt = now.ToWholeMilliseconds(),
            Error = Mark,
            Owner = Owner.Self,
        }) with
        { Owner = Owner.Self };
        if (unfinished is null)
            await to.Runs.BeginAsync(run, cancellationToken);
        else
            await to.Rows.WriteRunAsync(run, cancellationToken);
        return run;
    }

    /// <summary>Stands in the books of the target until all is there.</summary>
    private string Mark => $"The copy from {from.Database.Description} is not finished. Start it again, and it goes on.";

    private async Task RequireNobodyAtWorkAsync(CancellationToken cancellationToken)
    {
        var open = await from.Runs.ReadRunsAsync(new RunFilter(Status: RunStatus.Running), 1, 1000, cancellationToken);
        if (open.Items.FirstOrDefault(run => Owner.IsAlive(run.Owner) && run.Owner != Owner.Self) is { } run)
        {
            throw new StoreException(
                $"Process {run.Owner} is at work on {from.Database.Description} ({run.Source} {run.Task}). Stop it first; or, if it is long gone, copy with --force.");
        }
    }

    private async Task RequireEmptyAsync(CancellationToken cancellationToken)
    {
        foreach (var table in Table.All)
        {
            if (await to.Rows.FindLastRowAsync(table, cancellationToken) is not null)
                throw new StoreException($"{to.Database.Description} is not empty: there are rows in {table.Name}. Copy into a new database, nothing is ever mixed.");
        }
    }

    private void RequireOurs(Run unfinished)
    {
        if (unfinished.Error != Mark)
            throw new StoreException($"{to.Database.Description} holds another copy. {unfinished.Error} Or copy into a new database.");
        if (unfinished.Owner != Owner.Self && Owner.IsAlive(unfinished.Owner))
            throw new StoreException($"Process {unfinished.Owner} is copying to {to.Database.Description} already. Wait for it, or stop it first.");
    }

    /// <summary>Reads the next rows while the last ones are being written.</summary>
    private async Task<long> CopyAsync(Table table, IProgress<CopyProgress>? progress, CancellationToken cancellationToken)
    {
        var rows = 0L;
        var writing = Task.CompletedTask;
        try
        {
            await foreach (var batch in ReadBatchesAsync(table, await FindResumePointAsync(table, cancellationToken), cancellationToken))
            {
                await writing;
                writing = WriteAsync(table, batch, cancellationToken);
                rows += batch.Count;
                progress?.Report(new CopyProgress("copy", table, rows));
            }
        }
        finally
        {
            await writing;
        }

        return rows;
    }

    private async Task WriteAsync(Table table, List<object?[]> rows, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await to.Rows.WriteRowsAsync(table, rows, cancellationToken);
    }

    /// <summary>Among sources and runs stands what the copy notes of itself, so they are always copied from the beginning.</summary>
    private async Task<object?[]?> FindResumePointAsync(Table table, CancellationToken cancellationToken) =>
        table == Table.Sources || table == Table.Runs || await to.Rows.FindLastRowAsync(table, cancellationToken) is not { } last ? null : last[..table.KeyLength];

    private async IAsyncEnumerable<List<object?[]>> ReadBatchesAsync(
        Table table, object?[]? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new List<object?[]>();
        var bytes = 0L;
        await foreach (var row in from.Rows.ReadRowsAsync(table, after, cancellationToken))
        {
            if (StoreSums.IsOfCopying(table, row))
                continue;

            batch.Add(row);
            bytes += row.Sum(value => value is byte[] body ? body.Length : 0);
            if (batch.Count < BatchSize && bytes < MostBytes)
                continue;

            yield return batch;
            (batch, bytes) = ([], 0);
        }

        if (batch.Count > 0)
            yield return batch;
    }

    private async Task<TableComparison> CompareAsync(Table table, IProgress<CopyProgress>? progress, CancellationToken cancellationToken)
    {
        var expected = from.Rows.ReadSumAsync(table, rows => progress?.Report(new CopyProgress("verify", table, rows)), cancellationToken);
        var found = to.Rows.ReadSumAsync(table, progress: null, cancellationToken);
        await Task.WhenAll(expected, found);
        return new TableComparison(await expected, await found);
    }

    private Task EndAsync(Run run, List<TableComparison> comparisons, CancellationToken cancellationToken)
    {
        var differing = comparisons.Where(comparison => !comparison.IsSame).Select(comparison => comparison.Expected.Table).ToList();
        return to.Rows.WriteRunAsync(
            run with
            {
                Status = differing.Count == 0 ? RunStatus.Success : RunStatus.Failure,
                FinishedAt = clock.GetUtcNow().ToWholeMilliseconds(),
                Error = differing.Count == 0 ? null : $"The copy differs from {from.Database.Description} in {string.Join(", ", differing)}. Copy again, into a new database.",
            },
            cancellationToken);
    }
}
