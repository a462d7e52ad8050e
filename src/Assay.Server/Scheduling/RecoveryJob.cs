using Assay.Storage;
using Quartz;

namespace Assay.Server.Scheduling;

/// <summary>Cleans up while the program runs: after an outage of the store nobody starts anew.</summary>
[DisallowConcurrentExecution]
internal sealed class RecoveryJob(Recovery recovery, IHostApplicationLifetime lifetime, ILogger<RecoveryJob> logger) : IJob
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public async Task Execute(IJobExecutionContext context)
    {
        try
        {
            await recovery.RunAsync(lifetime.ApplicationStopping);
        }
        catch (StoreException exception)
        {
            logger.RecoveryFailed(exception.Message);
        }
        catch (OperationCanceledException)
        {
            // The program is being stopped; the next start begins with this.
        }
    }
}
