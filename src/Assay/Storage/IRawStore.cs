using Assay.Providers;

namespace Assay.Storage;

/// <summary>Keeps every answer as it came, so that everything else can be rebuilt. A body that comes again within a month is kept once.</summary>
public interface IRawStore
{
    /// <summary>Stores the payload in a transaction of its own and returns its number once it is durable.</summary>
    Task<long> KeepAsync(Guid run, RawPayload payload, CancellationToken cancellationToken);

    /// <summary>The payload with this number; null where there is none, or none any more.</summary>
    Task<KeptPayload?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>How many answers of a source were kept that were fetched at or after a time.</summary>
    Task<long> CountAsync(SourceId source, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Payloads that were kept but never processed because the process died in between, oldest first, of runs that are no longer running.</summary>
    IAsyncEnumerable<KeptPayload> ReadUnprocessedAsync(CancellationToken cancellationToken);

    /// <summary>Payloads that were processed, in the order in which their pages were committed, so that a replay comes to the same rows.</summary>
    /// <param name="source">Only those of this source; null for all.</param>
    /// <param name="fetched">Only those fetched within this range.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<KeptPayload> ReadProcessedAsync(SourceId? source, TimeRange fetched, CancellationToken cancellationToken);
}

public sealed record KeptPayload(long Id, Guid Run, RawPayload Payload);
