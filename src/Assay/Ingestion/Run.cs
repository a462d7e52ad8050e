using System.Buffers.Binary;

namespace Assay.Ingestion;

/// <summary>One round of one task at one source, as it stands in the books.</summary>
public sealed record Run
{
    /// <summary>Version 7: sorts by start.</summary>
    public required Guid Id { get; init; }

    public required SourceId Source { get; init; }

    public required string Task { get; init; }

    /// <summary>One of <see cref="RunStatus"/>.</summary>
    public required string Status { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Good records that the run brought, whether they were new or known.</summary>
    public long RecordsProcessed { get; init; }

    public long RecordsRejected { get; init; }

    /// <summary>Why it did not succeed, or what a partial run lacks: a sentence.</summary>
    public string? Error { get; init; }

    /// <summary>The process that does the work, see <see cref="Ingestion.Owner"/>.</summary>
    public required string Owner { get; init; }

    public TimeSpan? Duration => FinishedAt - StartedAt;

    /// <summary>No run that began at this time or later has a lesser id.</summary>
    public static Guid FirstIdAt(DateTimeOffset time)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, Math.Max(0, time.ToUnixTimeMilliseconds()) << 16); // the first 48 bits are the time
        return new Guid(id, bigEndian: true);
    }
}

/// <summary>How a run ended. The names stand in the database, in the API and in metric labels.</summary>
public static class RunStatus
{
    public const string Running = "running";

    public const string Success = "success";

    /// <summary>Some answers were stored, others failed.</summary>
    public const string Partial = "partial";

    public const string Failure = "failure";

    /// <summary>The process died; what it had committed is there.</summary>
    public const string Interrupted = "interrupted";
}
