using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Assay.Providers;
using Assay.Storage;
using Microsoft.Extensions.Logging;

namespace Assay.Ingestion;

/// <summary>Puts work on the books as runs, whatever happens on the way; most of it is carrying pages through the pipeline.</summary>
public sealed class RunRecorder(Pipeline pipeline, IRunBook book, TimeProvider clock, ILogger<RunRecorder> logger)
{
    /// <summary>The books are closed even while the program is being stopped.</summary>
    private static readonly TimeSpan ClosingTimeout = TimeSpan.FromSeconds(10);

    private const int MostUnclosed = 1000;

    private readonly ConcurrentDictionary<Guid, Task> _underWay = new();

    /// <summary>Runs that ended while the store could not be written.</summary>
    private readonly ConcurrentDictionary<Guid, (RunResult Ending, DateTimeOffset At)> _unclosed = new();

    /// <summary>Ends when no run is under way any more.</summary>
    public Task WhenIdle() => Task.WhenAll(_underWay.Values);

    /// <summary>Starts a run.</summary>
    /// <param name="source">Whose data it is about.</param>
    /// <param name="task">What it does.</param>
    /// <param name="pages">What it brings, and who can read it.</param>
    /// <param name="limit">A run that takes longer is given up; <see cref="Timeout.InfiniteTimeSpan"/> for one that may take as long as it will.</param>
    /// <param name="progress">Told after each page; may be null.</param>
    /// <param name="cancellationToken">Ends the run: the life of the program, not of a request.</param>
    public StartedRun Start(
        SourceId source, string task, IAsyncEnumerable<(IProvider Reader, RawPayload Payload)> pages, TimeSpan limit, IProgress<PageResult>? progress, CancellationToken cancellationToken) =>
        Start(source, task, (run, token) => IngestAsync(run, pages, token), limit, progress, cancellationToken);

    /// <summary>Starts work that brings its results piece by piece.</summary>
    /// <param name="source">Whose data it is about.</param>
    /// <param name="task">What it does.</param>
    /// <param name="work">The work of the run with this id.</param>
    /// <param name="limit">Work that takes longer is given up.</param>
    /// <param name="progress">Told after each piece; may be null.</param>
    /// <param name="cancellationToken">Ends the work: the life of the program, not of a request.</param>
    public StartedRun Start(
        SourceId source, string task, Func<Guid, CancellationToken, IAsyncEnumerable<PageResult>> work, TimeSpan limit, IProgress<PageResult>? progress, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var run = new Run
        {
            Id = Guid.CreateVersion7(now),
            Source = source,
            Task = task,
            Status = RunStatus.Running,
            StartedAt = now.ToWholeMilliseconds(),
            Owner = Owner.Self,
        };
        // Whoever asked for the run gets its id first.
        var begun = Task.Run(() => book.BeginAsync(run, cancellationToken), CancellationToken.None);
        var completion = RunAsync(run, begun, work, limit, progress, cancellationToken);
        _underWay[run.Id] = completion;
        _ = completion.ContinueWith(_ => _underWay.TryRemove(run.Id, out Task? _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return new StartedRun(run.Id, begun, completion);
    }

    /// <summary>Closes the runs that could not be closed when they ended.</summary>
    /// <exception cref="StoreException">They still cannot be; they are tried again the next time.</exception>
    public async Task CloseLeftAsync(CancellationToken cancellationToken)
    {
        foreach (var (run, (ending, at)) in _unclosed)
        {
            // Some of them had not even begun when the store went away.
            if (await book.FindAsync(run, cancellationToken) is { Status: RunStatus.Running })
                await book.FinishAsync(run, ending.Status, at, ending.Error, cancellationToken);
            _unclosed.TryRemove(run, out _);
        }
    }

    private async IAsyncEnumerable<PageResult> IngestAsync(
        Guid run, IAsyncEnumerable<(IProvider Reader, RawPayload Payload)> pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (reader, payload) in pages.WithCancellation(cancellationToken))
            yield return await pipeline.IngestAsync(run, reader, payload, cancellationToken);
    }

    private async Task<RunResult> RunAsync(
        Run run, Task begun, Func<Guid, CancellationToken, IAsyncEnumerable<PageResult>> work, TimeSpan limit, IProgress<PageResult>? progress,
        CancellationToken cancellationToken)
    {
        var total = new PageResult();
        var ending = new RunResult(RunStatus.Failure, total, null);
        try
        {
            await begun;
            using var timeout = new CancellationTokenSource(limit, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            await foreach (var result in work(run.Id, either.Token))
            {
                total += result;
                progress?.Report(total);
            }

            ending = Judge(total, total.Error);
        }
        catch (Exception exception) when (exception is ProviderException or StoreException)
        {
            ending = Judge(total, exception.Message);
        }
        catch (OperationCanceledException)
        {
            ending = cancellationToken.IsCancellationRequested
                ? new RunResult(RunStatus.Interrupted, total, "The program was stopped.")
                : Judge(total, $"The run was given up after {limit.TotalMinutes:0} minutes.");
        }
        catch (Exception exception)
        {
            logger.RunBroke(exception, run.Source.Name, run.Task);
            ending = Judge(total, "The run failed on a mistake in the program; its log has the details.");
        }

        await CloseAsync(run, ending);
        return ending;
    }

    private static RunResult Judge(PageResult total, string? error) => new(
        error is null ? RunStatus.Success : total.Processed > 0 ? RunStatus.Partial : RunStatus.Failure, total, error);

    private async Task CloseAsync(Run run, RunResult ending)
    {
        var now = clock.GetUtcNow().ToWholeMilliseconds();
        try
        {
            using var timeout = new CancellationTokenSource(ClosingTimeout, clock);
            await book.FinishAsync(run.Id, ending.Status, now, ending.Error, timeout.Token);
        }
        catch (Exception exception) when (exception is StoreException or OperationCanceledException)
        {
            if (_unclosed.Count < MostUnclosed)
                _unclosed[run.Id] = (ending, now);
            logger.BooksNotWritten(exception, run.Source.Name, run.Task);
        }

        if (ending.Error is null)
            logger.RunFinished(run.Source.Name, run.Task, ending.Status, (now - run.StartedAt).TotalSeconds, ending.Pages.Processed, ending.Pages.Rejected);
        else
            logger.RunFellShort(run.Source.Name, run.Task, ending.Status, ending.Error);
    }
}
