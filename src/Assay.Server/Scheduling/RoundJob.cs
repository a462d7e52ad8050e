using Assay.Ingestion;
using Assay.Providers;
using Quartz;

namespace Assay.Server.Scheduling;

/// <summary>One round of one task at one source. Never two at once: a round that takes longer than its interval makes the next one wait.</summary>
[DisallowConcurrentExecution]
internal sealed class RoundJob(ProviderRegistry providers, Rounds rounds, TimeProvider clock, IHostApplicationLifetime lifetime) : IJob
{
    public const string Source = "source";
    public const string Task = "task";
    public const string JitterSeconds = "jitter_seconds";

    public async Task Execute(IJobExecutionContext context)
    {
        if (context.PreviousFireTimeUtc is not null)
            await System.Threading.Tasks.Task.Delay(Jitter(context.MergedJobDataMap.GetDouble(JitterSeconds)), clock, lifetime.ApplicationStopping);

        if (providers.Find(context.MergedJobDataMap.GetString(Source)!) is IPolledProvider provider)
            await rounds.Start(provider, context.MergedJobDataMap.GetString(Task)!, coin: null, progress: null, lifetime.ApplicationStopping).Completion;
    }

    /// <summary>So that many installations, or many sources of one, do not ask in the same second.</summary>
    private static TimeSpan Jitter(double most) => TimeSpan.FromSeconds(Random.Shared.NextDouble() * most);
}
