using Assay.Ingestion;

namespace Assay.Server.Scheduling;

/// <summary>Notices what other processes write to the store, such as `assay import` beside a running server.</summary>
internal sealed class StoreWatch(Pipeline pipeline, TimeProvider clock, ILogger<StoreWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await pipeline.RefreshAsync(stoppingToken))
                    logger.Reloaded();
            }
            catch (Exception exception) when (exception is not OperationCanceledException) // the next look may succeed
            {
                logger.ReloadFailed(exception.Message);
            }
        }
    }
}
