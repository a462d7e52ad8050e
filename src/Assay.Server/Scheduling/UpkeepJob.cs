using Assay.Storage;
using Quartz;

namespace Assay.Server.Scheduling;

/// <summary>Once a day, one of the tasks that keep the store in order.</summary>
[DisallowConcurrentExecution]
internal sealed class UpkeepJob(Upkeep upkeep, IHostApplicationLifetime lifetime, ILogger<UpkeepJob> logger) : IJob
{
    public const string Task = "task";

    /// <summary>After a start, it takes as long as this and up to twice as long.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMinutes(5);

    public async Task Execute(IJobExecutionContext context)
    {
        try
        {
            await upkeep.RunAsync(context.MergedJobDataMap.GetString(Task)!, lifetime.ApplicationStopping);
        }
        catch (StoreException exception)
        {
            logger.UpkeepNotRecorded(exception.Message);
        }
    }
}
