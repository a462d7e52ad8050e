using System.Runtime.CompilerServices;
using Assay.Board;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Replay;

/// <summary>
/// Makes the rows anew from the raw payloads, in a scratch store and in the order in which their pages were committed, and compares them
/// with those that are stored. The way of a page is the same as when it was new, with its own times and without asking anybody.
/// </summary>
public sealed class Replayer(
    IRawStore raw, IRowStore rows, IMarketStore market, IScratchStores scratches, ProviderRegistry providers, RunRecorder recorder, Pipeline pipeline,
    IngestionOptions options, UpkeepOptions upkeep, TimeProvider clock, Pace? pace = null)
{
    public const string Task = "replay";

    private static readonly Table[] Rebuilt =
        [.. RowJudge.Identities, Table.Quotes, Table.QuoteCorrections, Table.LatestQuotes, Table.Candles, Table.ConsensusEvidence, .. Table.Facts, Table.RejectedRecords];

    /// <summary>These know no time of their own: only a replay of everything can tell them.</summary>
    private static readonly Table[] RebuiltWhole = [Table.Coverage, Table.ImportedFiles];

    private StartedReplay? _last;

    /// <summary>Says what a replay would change, and changes nothing.</summary>
    /// <exception cref="StoreException">A store cannot be used, or the replay would rename assets.</exception>
    public async Task<ReplayReport> CompareAsync(ReplayRequest request, IProgress<PageResult>? progress, CancellationToken cancellationToken)
    {
        var report = new ReplayReport();
        var total = new PageResult();
        await foreach (var page in ReplayAsync(request, report, (_, _) => System.Threading.Tasks.Task.CompletedTask, cancellationToken))
            progress?.Report(total += page);
        return report;
    }

    /// <summary>Starts a replay that puts right what differs, as a run on the books; null while another one is under way.</summary>
    public StartedReplay? Start(ReplayRequest request, IProgress<PageResult>? progress, CancellationToken cancellationToken)
    {
        if (_last is { Run.Completion.IsCompleted: false })
            return null;

        var report = new ReplayReport();
        var run = recorder.Start(SourceId.Assay, Task, (id, token) => RunAsync(id, request, report, token), Timeout.InfiniteTimeSpan, progress, cancellationToken);
        return _last = new StartedReplay(run, report);
    }

    private async IAsyncEnumerable<PageResult> RunAsync(
        Guid run, ReplayRequest request, ReplayReport report, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in ReplayAsync(request, report, PutRightAsync, cancellationToken))
            yield return page;

        if (report.Changes == 0)
            yield break;
        await market.CommitAsync(
            new PageCommit { Run = run, Source = SourceId.Assay, RecordedAt = clock.GetUtcNow(), Listed = (int)Math.Min(report.Changes, int.MaxValue) }, cancellationToken);
        await pipeline.ReloadAsync(cancellationToken);

        Task PutRightAsync(Table table, IReadOnlyList<Difference> differences) => ApplyAsync(table, differences, cancellationToken);
    }

    private async IAsyncEnumerable<PageResult> ReplayAsync(
        ReplayRequest request, ReplayReport report, Func<Table, IReadOnlyList<Difference>, Task> apply, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var scratch = await scratches.OpenAsync(cancellationToken);
        var seed = await SeedAsync(scratch.Rows, cancellationToken);
        var scope = new ReplayScope(request, await IsAllKeptAsync(cancellationToken), clock.GetUtcNow() - upkeep.KeepQuotes);
        await foreach (var page in ProcessAsync(scratch, request, scope, report, cancellationToken))
            yield return page;

        await RefuseRenamesAsync(scratch.Rows, seed, cancellationToken);
        foreach (var table in scope.IsComplete ? [.. Rebuilt, .. RebuiltWhole] : Rebuilt)
        {
            var judge = new RowJudge(table, scope, seed);
            await foreach (var differences in CompareAsync(table, judge, scratch.Rows, cancellationToken).Chunk(options.BatchSize).WithCancellation(cancellationToken))
            {
                foreach (var difference in differences)
                    report.Add(difference);
                await apply(table, differences);
            }
        }
    }

    /// <summary>Links are not judged again: a replay goes on from the identities that are known.</summary>
    private async Task<HashSet<string>> SeedAsync(IRowStore scratch, CancellationToken cancellationToken)
    {
        var seed = new HashSet<string>();
        foreach (var table in RowJudge.Identities)
        {
            await foreach (var batch in rows.ReadRowsAsync(table, after: null, cancellationToken).Chunk(options.BatchSize).WithCancellation(cancellationToken))
            {
                await scratch.WriteRowsAsync(table, batch, cancellationToken);
                seed.UnionWith(batch.Select(row => RowJudge.TextOf(table, row)));
            }
        }

        return seed;
    }

    /// <summary>The order of the pages is counted from 1 and never anew, so a missing beginning has been removed.</summary>
    private async Task<bool> IsAllKeptAsync(CancellationToken cancellationToken) =>
        await rows.ReadRowsAsync(Table.RawProcessed, after: null, cancellationToken).FirstOrDefaultAsync(cancellationToken) is null or [1L, ..];

    private async IAsyncEnumerable<PageResult> ProcessAsync(
        IScratchStore scratch, ReplayRequest request, ReplayScope scope, ReplayReport report, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var rebuilding = new Pipeline(raw, scratch.Market, scratch.Assets, new IdentityMap(), new MarketBoard(), options, NullLogger<Pipeline>.Instance, pace: pace);
        var runs = new HashSet<Guid>();
        await foreach (var kept in raw.ReadProcessedAsync(request.Source, scope.Fetched, cancellationToken))
        {
            if (providers.ReaderOf(kept.Payload) is not { } reader)
            {
                report.PassOver(kept.Payload.Source);
                scope.PassOver();
                continue;
            }

            if (runs.Add(kept.Run))
                await scratch.Runs.BeginAsync(RunOf(kept), cancellationToken);
            var page = await rebuilding.ProcessAsync(kept, reader, cancellationToken);
            scope.Add(kept.Payload);
            report.CountPayload();
            yield return page with { Error = null }; // what the source reported then is no failure of the replay
        }
    }

    private static Run RunOf(KeptPayload kept) => new()
    {
        Id = kept.Run,
        Source = kept.Payload.Source,
        Task = kept.Payload.Task,
        Status = RunStatus.Running,
        StartedAt = kept.Payload.FetchedAt,
        Owner = Owner.Self,
    };

    /// <summary>A row carries its asset's name: under another one it would look removed here and added there.</summary>
    private async Task RefuseRenamesAsync(IRowStore scratch, HashSet<string> seed, CancellationToken cancellationToken)
    {
        foreach (var (side, reason) in new[] { (scratch, "The replay would rename"), (rows, "Meanwhile somebody has renamed") })
        {
            var left = seed.Where(row => row.StartsWith($"{Table.Assets.Name}\n", StringComparison.Ordinal)).Select(row => row.Split('\n')[1]).ToHashSet();
            await foreach (var row in side.ReadRowsAsync(Table.Assets, after: null, cancellationToken))
                left.Remove((string)row[0]!);
            if (left.Count > 0)
                throw new StoreException($"{reason} {left.Count} assets, '{left.Order(StringComparer.Ordinal).First()}' among them, and names are not replayed. Nothing was changed.");
        }
    }

    private async IAsyncEnumerable<Difference> CompareAsync(
        Table table, RowJudge judge, IRowStore scratch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var order = new RowOrder(table);
        await using var stored = rows.ReadRowsAsync(table, after: null, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var rebuilt = scratch.ReadRowsAsync(table, after: null, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var (hasStored, hasRebuilt) = (await stored.MoveNextAsync(), await rebuilt.MoveNextAsync());
        while (hasStored || hasRebuilt)
        {
            var side = !hasStored ? 1 : !hasRebuilt ? -1 : order.Compare(stored.Current, rebuilt.Current);
            if (judge.Judge(side <= 0 ? stored.Current : null, side >= 0 ? rebuilt.Current : null) is { } difference)
                yield return difference;
            if (side <= 0)
                hasStored = await stored.MoveNextAsync();
            if (side >= 0)
                hasRebuilt = await rebuilt.MoveNextAsync();
        }
    }

    private async Task ApplyAsync(Table table, IReadOnlyList<Difference> differences, CancellationToken cancellationToken)
    {
        if (differences.Where(difference => difference.Rebuilt is null).Select(difference => difference.Stored!).ToList() is { Count: > 0 } removed)
            await rows.DeleteRowsAsync(table, removed, cancellationToken);
        if (differences.Select(difference => difference.Rebuilt).OfType<object?[]>().ToList() is { Count: > 0 } written)
            await rows.WriteRowsAsync(table, written, cancellationToken);
    }
}

/// <param name="Run">The run in the books.</param>
/// <param name="Report">What it found, once the run is complete.</param>
public sealed record StartedReplay(StartedRun Run, ReplayReport Report);
