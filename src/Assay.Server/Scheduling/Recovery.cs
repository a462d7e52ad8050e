using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Server.Scheduling;

/// <summary>
/// Cleans up what processes that died or a store that was away have left: closes runs, processes what was kept, decides what is undecided.
/// A worker does it first of all and then again and again.
/// </summary>
internal sealed class Recovery(
    ProviderRegistry providers, Pipeline pipeline, RunRecorder recorder, IRunBook book, TimeProvider clock, ILogger<Recovery> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await recorder.CloseLeftAsync(cancellationToken);
        foreach (var run in await book.InterruptAbandonedAsync(Owner.IsAlive, clock.GetUtcNow().ToWholeMilliseconds(), cancellationToken))
            logger.RunWasInterrupted(run.Source.Name, run.Task, run.StartedAt);
        await pipeline.RecoverAsync(providers, cancellationToken);
    }
}
