using Assay.History;
using Assay.Providers;
using Assay.Storage;
using Quartz;

namespace Assay.Server.Scheduling;

/// <summary>Fills holes in the past of one source's coins with what it has to spare.</summary>
[DisallowConcurrentExecution]
internal sealed class HistoryJob(ProviderRegistry providers, HistoryFiller filler, IHostApplicationLifetime lifetime, ILogger<HistoryJob> logger) : IJob
{
    public const string Source = "source";

    public async Task Execute(IJobExecutionContext context)
    {
        try
        {
            if (providers.Find(context.MergedJobDataMap.GetString(Source)!) is IHistoricProvider provider
                && await filler.StartAsync(provider, lifetime.ApplicationStopping) is { } run)
                await run.Completion;
        }
        catch (StoreException exception)
        {
            logger.HistoryNotPlanned(exception.Message);
        }
        catch (OperationCanceledException)
        {
            // The program is being stopped; what is covered is on the books.
        }
    }
}
