using Assay.Ingestion;
using Assay.Providers;
using Quartz;

namespace Assay.Server.Scheduling;

/// <summary>One round of one task at one source. Never two at once: a round that takes longer than its interval makes the next one wait.</summary>
[DisallowConcurrentExecution]
internal sealed class RoundJob(ProviderRegistry providers, Rounds rounds, Pace pace, TimeProvider clock, IHostApplicationLifetime lifetime) : IJob
{
    public const string Source = "source";
    public const string Task = "task";
    public const string JitterSeconds = "jitter_seconds";

    public async Task Execute(IJobExecutionContext context)
    {
        if (context.PreviousFireTimeUtc is not null)
            await System.Threading.Tasks.Task.Delay(Jitter(context.MergedJobDataMap.GetDouble(JitterSeconds)), clock, lifetime.ApplicationStopping);

        if (providers.Find(context.MergedJobDataMap.GetString(Source)!) is IPolledProvider provider)
            await RunAsync(provider, context.MergedJobDataMap.GetString(Task)!);
    }

    private async Task RunAsync(IPolledProvider provider, string task)
    {
        if (!pace.IsDue(provider, task))
            return;

        var (started, used) = (clock.GetTimestamp(), provider.Budget.Used);
        await rounds.Start(provider, task, coin: null, progress: null, lifetime.ApplicationStopping).Completion;
        pace.Note(provider, task, started, provider.Budget.Used - used);
    }

    /// <summary>So that many installations, or many sources of one, do not ask in the same second.</summary>
    private static TimeSpan Jitter(double most) => TimeSpan.FromSeconds(Random.Shared.NextDouble() * most);
}
