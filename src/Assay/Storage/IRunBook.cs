using Assay.Ingestion;

namespace Assay.Storage;

/// <summary>The books: every run, and every record that was turned away.</summary>
public interface IRunBook
{
    Task BeginAsync(Run run, CancellationToken cancellationToken);

    /// <summary>Closes a run; what it processed was counted by its commits.</summary>
    Task FinishAsync(Guid run, string status, DateTimeOffset finishedAt, string? error, CancellationToken cancellationToken);

    /// <summary>Marks runs as interrupted that are open in the books though their owner is gone, and returns them.</summary>
    Task<IReadOnlyList<Run>> InterruptAbandonedAsync(Func<string, bool> isAlive, DateTimeOffset now, CancellationToken cancellationToken);

    Task<Run?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<Page<Run>> ReadRunsAsync(RunFilter filter, int page, int pageSize, CancellationToken cancellationToken);

    Task<IReadOnlyList<SourceTally>> TallyAsync(CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<Page<RejectedRecord>> ReadRejectedAsync(string? source, string? reason, int page, int pageSize, CancellationToken cancellationToken);
}

/// <summary>Which runs; null does not filter.</summary>
public sealed record RunFilter(string? Source = null, string? Task = null, string? Status = null);

public sealed record Page<T>(IReadOnlyList<T> Items, long Total);

/// <summary>The runs of one source and task, summed up.</summary>
public sealed record SourceTally
{
    public required SourceId Source { get; init; }

    public required string Task { get; init; }

    public long TotalRuns { get; init; }

    /// <summary>Runs that ended as <see cref="RunStatus.Success"/> or <see cref="RunStatus.Partial"/>.</summary>
    public long Succeeded { get; init; }

    /// <summary>Runs that ended as <see cref="RunStatus.Failure"/> or <see cref="RunStatus.Interrupted"/>.</summary>
    public long Failed { get; init; }

    public long RecordsProcessed { get; init; }

    public DateTimeOffset? LastRun { get; init; }

    public DateTimeOffset? LastSuccess { get; init; }

    public DateTimeOffset? LastFailure { get; init; }

    public string? LastStatus { get; init; }

    public string? LastError { get; init; }

    /// <summary>Of the runs that have ended; null if none has.</summary>
    public double? AverageDurationSeconds { get; init; }
}

/// <summary>A rejection as it stands in the books.</summary>
public sealed record RejectedRecord(long Id, Guid? Run, SourceId Source, string? CoinId, string Reason, string Detail, string Location, string Excerpt,
    DateTimeOffset RecordedAt, long? Payload)
{
    /// <summary>The number of the rejection that stands at this place of a page: the same one whenever the payload is processed again, and greater for later payloads.</summary>
    public static long NumberOf(long payload, int place) => (payload << 20) + place;
}
