using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Server.Scheduling;

/// <summary>
/// Cleans up behind processes that died: closes their runs and processes what they had kept. Whoever brings something new does it
/// first; done later, the old would come on top of the new.
/// </summary>
internal sealed class Recovery(ProviderRegistry providers, Pipeline pipeline, IRunBook book, TimeProvider clock, ILogger<Recovery> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var run in await book.InterruptAbandonedAsync(Owner.IsAlive, clock.GetUtcNow().ToWholeMilliseconds(), cancellationToken))
            logger.RunWasInterrupted(run.Source.Name, run.Task, run.StartedAt);
        await pipeline.RecoverAsync(providers, cancellationToken);
    }
}
