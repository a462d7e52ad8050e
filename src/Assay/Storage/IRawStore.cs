using Assay.Providers;

namespace Assay.Storage;

/// <summary>Keeps every answer as it came, so that everything else can be rebuilt.</summary>
public interface IRawStore
{
    /// <summary>Stores the payload in a transaction of its own and returns its number once it is durable.</summary>
    Task<long> KeepAsync(Guid run, RawPayload payload, CancellationToken cancellationToken);

    /// <summary>Payloads that were kept but never processed because the process died in between, oldest first, of runs that are no longer running.</summary>
    IAsyncEnumerable<KeptPayload> ReadUnprocessedAsync(CancellationToken cancellationToken);
}

public sealed record KeptPayload(long Id, Guid Run, RawPayload Payload);
