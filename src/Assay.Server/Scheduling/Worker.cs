using Assay.History;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Server.Configuration;
using Assay.Storage;
using Quartz;
using Quartz.Impl.Matchers;
using Quartz.Spi;

namespace Assay.Server.Scheduling;

/// <summary>Cleans up after a process that died, then runs the schedules.</summary>
internal sealed class Worker(
    IServiceProvider services, Settings settings, ProviderRegistry providers, Recovery recovery, RunRecorder runs, IRunBook book, IRawStore raw, TimeProvider clock, ILogger<Worker> logger)
    : BackgroundService
{
    private static readonly TimeSpan DayInterval = TimeSpan.FromDays(1);
    /// <summary>At a start the first prices come first.</summary>
    private static readonly TimeSpan AfterPrices = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await recovery.RunAsync(stoppingToken);

        var scheduler = await SchedulerBuilder.Create().UseInMemoryStore().UseDefaultThreadPool(maxConcurrency: 16).BuildScheduler();
        scheduler.JobFactory = new Jobs(services);
        foreach (var provider in providers.Polled)
        {
            await CountCreditsAsync(provider, stoppingToken);
            foreach (var task in provider.Tasks)
                await ScheduleAsync(scheduler, provider.Info.Id, task, stoppingToken);
            if (provider is IHistoricProvider && settings.Ingestion.FillHistory > TimeSpan.Zero)
                await ScheduleHistoryAsync(scheduler, provider.Info.Id, stoppingToken);
        }

        var files = settings.Schedule[FetchTask.Prices];
        if (providers.Files is not null && !files.IsNever)
            await scheduler.ScheduleJob(JobBuilder.Create<FolderJob>().WithIdentity("files").Build(), Trigger(files, clock.GetUtcNow()), stoppingToken);
        await scheduler.ScheduleJob(
            JobBuilder.Create<RecoveryJob>().WithIdentity("recovery").Build(),
            Trigger(Cadence.Every(RecoveryJob.Interval), clock.GetUtcNow() + RecoveryJob.Interval), stoppingToken);
        await ScheduleUpkeepAsync(scheduler, stoppingToken);
        await scheduler.Start(stoppingToken);

        await foreach (var jump in ClockWatch.JumpsAsync(clock, stoppingToken))
            await PlanAgainAsync(scheduler, jump, stoppingToken);
        await scheduler.Shutdown(waitForJobsToComplete: false, CancellationToken.None);
        await WaitForRunsAsync();
    }

    /// <summary>What this month has cost before this process; each answer counts once, until the source says better.</summary>
    private async Task CountCreditsAsync(IPolledProvider provider, CancellationToken cancellationToken)
    {
        if (provider.Budget.Limit is not null)
            provider.Budget.Spend(await raw.CountAsync(provider.Info.Id, provider.Budget.ResetsAt.AddMonths(-1), cancellationToken));
    }

    private async Task ScheduleAsync(IScheduler scheduler, SourceId source, string task, CancellationToken cancellationToken)
    {
        var cadence = settings.Schedule.GetValueOrDefault(task, Cadence.Never);
        if (cadence.IsNever)
            return;

        var job = JobBuilder.Create<RoundJob>().WithIdentity($"{source} {task}")
            .UsingJobData(RoundJob.Source, source.Name)
            .UsingJobData(RoundJob.Task, task)
            .UsingJobData(RoundJob.JitterSeconds, Math.Min(cadence.Interval.TotalSeconds / 20, 30))
            .Build();
        var now = clock.GetUtcNow();
        var first = task == FetchTask.Prices ? now : await NextAsync(source, task, cadence.Interval, task == FetchTask.Quota ? now : now + AfterPrices, cancellationToken);
        await scheduler.ScheduleJob(job, Trigger(cadence, first), cancellationToken);
    }

    /// <summary>By then the first rounds have shown what they cost.</summary>
    private Task<DateTimeOffset> ScheduleHistoryAsync(IScheduler scheduler, SourceId source, CancellationToken cancellationToken) => scheduler.ScheduleJob(
        JobBuilder.Create<HistoryJob>().WithIdentity($"{source} {FetchTask.History}").UsingJobData(HistoryJob.Source, source.Name).Build(),
        Trigger(Cadence.Every(HistoryFiller.Interval), clock.GetUtcNow() + settings.Schedule[FetchTask.Prices].Interval + AfterPrices), cancellationToken);

    /// <summary>The work on the store itself: never at a start, when there is enough to do, and not of all processes at once.</summary>
    private async Task ScheduleUpkeepAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        foreach (var task in Upkeep.Tasks)
        {
            var job = JobBuilder.Create<UpkeepJob>().WithIdentity($"{SourceId.Assay} {task}").UsingJobData(UpkeepJob.Task, task).Build();
            var earliest = clock.GetUtcNow() + UpkeepJob.Delay + (Random.Shared.NextDouble() * UpkeepJob.Delay);
            await scheduler.ScheduleJob(job, Trigger(Cadence.Every(DayInterval), await NextAsync(SourceId.Assay, task, DayInterval, earliest, cancellationToken)), cancellationToken);
        }
    }

    /// <summary>What was done a while ago is not done again after a restart before its time.</summary>
    private async Task<DateTimeOffset> NextAsync(SourceId source, string task, TimeSpan interval, DateTimeOffset earliest, CancellationToken cancellationToken)
    {
        var tallies = await book.TallyAsync(cancellationToken);
        var lastSuccess = tallies.FirstOrDefault(tally => tally.Source == source && tally.Task == task)?.LastSuccess;
        return lastSuccess + interval is { } next && next > earliest ? next : earliest;
    }

    /// <summary>Rounds that were missed are not made up for: the next one brings the same and newer.</summary>
    private static ITrigger Trigger(Cadence cadence, DateTimeOffset first) => cadence.Cron is { } cron
        ? TriggerBuilder.Create().WithCronSchedule(cron.CronExpressionString, schedule => schedule.InTimeZone(TimeZoneInfo.Utc).WithMisfireHandlingInstructionDoNothing()).Build()
        : TriggerBuilder.Create().StartAt(first)
            .WithSimpleSchedule(schedule => schedule.WithInterval(cadence.Interval).RepeatForever().WithMisfireHandlingInstructionNextWithRemainingCount()).Build();

    /// <summary>The scheduler plans by the time of day; where that was set, everything is planned as far ahead as it was.</summary>
    private async Task PlanAgainAsync(IScheduler scheduler, TimeSpan jump, CancellationToken cancellationToken)
    {
        logger.ClockWasSet(jump.TotalSeconds);
        foreach (var key in await scheduler.GetTriggerKeys(GroupMatcher<TriggerKey>.AnyGroup(), cancellationToken))
        {
            if (await scheduler.GetTrigger(key, cancellationToken) is not { } trigger)
                continue;
            var next = trigger is ISimpleTrigger && trigger.GetNextFireTimeUtc() is { } planned ? planned + jump : clock.GetUtcNow();
            await scheduler.RescheduleJob(key, trigger.GetTriggerBuilder().StartAt(next).Build(), cancellationToken);
        }
    }

    private async Task WaitForRunsAsync()
    {
        try
        {
            await runs.WhenIdle().WaitAsync(StopTimeout, clock);
        }
        catch (TimeoutException)
        {
            logger.RunsLeft(StopTimeout.TotalSeconds);
        }
    }

    private sealed class Jobs(IServiceProvider services) : IJobFactory
    {
        public IJob NewJob(TriggerFiredBundle bundle, IScheduler scheduler) => (IJob)ActivatorUtilities.CreateInstance(services, bundle.JobDetail.JobType);

        public void ReturnJob(IJob job)
        {
        }
    }
}
