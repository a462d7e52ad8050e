using Assay.Ingestion;
using Microsoft.Extensions.Logging;

namespace Assay.Storage;

/// <summary>How long what is kept.</summary>
public sealed record UpkeepOptions
{
    /// <summary>Quotes and candles; null keeps all.</summary>
    public TimeSpan? KeepQuotes { get; init; }

    /// <summary>Raw payloads; null keeps all.</summary>
    public TimeSpan? KeepPayloads { get; init; }
}

/// <summary>The work on the store itself, on the books like all other runs.</summary>
public sealed class Upkeep(IMaintenance maintenance, IRunBook book, IRowStore rows, UpkeepOptions options, TimeProvider clock, ILogger<Upkeep> logger)
{
    public const string Retention = "retention";
    public const string Maintenance = "maintenance";

    /// <summary>What is due once a day.</summary>
    public static readonly IReadOnlyList<string> Tasks = [Retention, Maintenance];

    private static readonly TimeSpan ClosingTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Does the task and closes its run, however it ends; the run's records are the rows that were removed.</summary>
    /// <exception cref="StoreException">The books cannot be written.</exception>
    public async Task<Run> RunAsync(string task, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var run = new Run
        {
            Id = Guid.CreateVersion7(now),
            Source = SourceId.Assay,
            Task = task,
            Status = RunStatus.Running,
            StartedAt = now.ToWholeMilliseconds(),
            Owner = Owner.Self,
        };
        await book.BeginAsync(run, cancellationToken);
        var ended = await DoAsync(run, cancellationToken) with { FinishedAt = clock.GetUtcNow().ToWholeMilliseconds() };
        using var timeout = new CancellationTokenSource(ClosingTimeout, clock);
        await rows.WriteRunAsync(ended, timeout.Token);
        return ended;
    }

    private async Task<Run> DoAsync(Run run, CancellationToken cancellationToken)
    {
        try
        {
            var removed = run.Task == Retention ? await RemoveAsync(cancellationToken) : await TidyAsync(cancellationToken);
            return run with { Status = RunStatus.Success, RecordsProcessed = removed };
        }
        catch (StoreException exception)
        {
            logger.UpkeepFailed(run.Task, exception.Message);
            return run with { Status = RunStatus.Failure, Error = exception.Message };
        }
        catch (OperationCanceledException)
        {
            return run with { Status = RunStatus.Interrupted, Error = "The program was stopped." };
        }
    }

    private async Task<long> RemoveAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var removed = await maintenance.RemoveAsync(now - options.KeepQuotes, now - options.KeepPayloads, cancellationToken);
        logger.Removed(string.Join(", ", removed.Select(pair => $"{pair.Value} of {pair.Key.Name}")));
        return removed.Values.Sum();
    }

    private async Task<long> TidyAsync(CancellationToken cancellationToken)
    {
        await maintenance.TidyAsync(cancellationToken);
        return 0;
    }
}
