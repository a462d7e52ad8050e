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

    /// <summary>What was rejected of one payload when it was processed last, in the order of the payload.</summary>
    Task<IReadOnlyList<RejectedRecord>> ReadRejectedOfAsync(long payload, CancellationToken cancellationToken);

    /// <summary>What was rejected of one coin within a time, the newest 10,000 of it, oldest first.</summary>
    Task<IReadOnlyList<RejectedRecord>> ReadRejectedOfAsync(SourceId source, string coinId, TimeRange recorded, CancellationToken cancellationToken);

    /// <summary>The runs that were begun within a time, summed up by source and task.</summary>
    Task<IReadOnlyList<RunsWithin>> SumUpAsync(TimeRange begun, CancellationToken cancellationToken);
}

/// <summary>The runs of one source and task within a time.</summary>
/// <param name="Source">Whose.</param>
/// <param name="Task">What they did.</param>
/// <param name="Total">How many.</param>
/// <param name="Failed">How many of them ended as <see cref="RunStatus.Failure"/> or <see cref="RunStatus.Interrupted"/>.</param>
/// <param name="LastError">What the last one of those that fell short said.</param>
public sealed record RunsWithin(SourceId Source, string Task, long Total, long Failed, string? LastError);

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
    private const int PlaceBits = 20;

    /// <summary>The number of the rejection that stands at this place of a page: the same one whenever the payload is processed again, and greater for later payloads.</summary>
    public static long NumberOf(long payload, int place) => (payload << PlaceBits) + place;

    /// <summary>The payload that the rejection with this number is of.</summary>
    public static long PayloadOf(long number) => number >> PlaceBits;
}
