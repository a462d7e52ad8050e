using System.Collections.Concurrent;
using Assay.Providers;

namespace Assay.Ingestion;

/// <summary>
/// Keeps the rounds of a source at a pace that its credits allow until they are full again, by what its rounds have cost so far. A source without a
/// limit is asked as often as the schedule says.
/// </summary>
public sealed class Pace(IngestionOptions options, TimeProvider clock)
{
    /// <summary>A trigger that comes a little early must not cost a whole interval.</summary>
    private const double Tolerance = 0.95;

    private readonly ConcurrentDictionary<(SourceId Source, string Task), Round> _rounds = new();

    /// <summary>How far apart the rounds of a task are: as the schedule says, or as far as the credits make them; zero where there is no schedule.</summary>
    public TimeSpan IntervalOf(IPolledProvider provider, string task)
    {
        var wanted = Wanted(task);
        if (task == FetchTask.Metadata || wanted == TimeSpan.Zero || Plan(provider) is not { } plan)
            return wanted;

        var afforded = CostOf(provider, task) / Math.Max(plan[task], double.Epsilon);
        return afforded <= wanted.TotalSeconds ? wanted : TimeSpan.FromSeconds(Math.Min(afforded, TimeSpan.FromDays(31).TotalSeconds));
    }

    /// <summary>Whether a round that the schedule calls for can be afforded now.</summary>
    public bool IsDue(IPolledProvider provider, string task) =>
        !_rounds.TryGetValue((provider.Info.Id, task), out var last) || clock.GetElapsedTime(last.StartedAt) >= IntervalOf(provider, task) * Tolerance;

    /// <summary>Takes note of a round.</summary>
    /// <param name="provider">Whose.</param>
    /// <param name="task">Which.</param>
    /// <param name="startedAt">When it began, by the clock's <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="credits">What it has cost.</param>
    public void Note(IPolledProvider provider, string task, long startedAt, long credits) => _rounds[(provider.Info.Id, task)] = new Round(startedAt, credits);

    /// <summary>How many calls a round of metadata may make: a quarter of what the limit of calls allows, and no more than the credits do; at least one.</summary>
    public int MetadataCalls(IPolledProvider provider)
    {
        var interval = Wanted(FetchTask.Metadata);
        var calls = provider.Status.CallsPerMinute * interval.TotalMinutes / 4;
        var afforded = Plan(provider) is { } plan ? plan[FetchTask.Metadata] * interval.TotalSeconds : double.MaxValue;
        return (int)Math.Clamp(Math.Min(calls, afforded), 1, 10_000);
    }

    /// <summary>Polls no further apart than this cover the time between them: three rounds, as the schedule or the credits make them.</summary>
    public TimeSpan PollsJoinWithin(IPolledProvider provider, string task) => 3 * IntervalOf(provider, task) is var rounds && rounds > options.PollsJoinWithin ? rounds : options.PollsJoinWithin;

    /// <summary>How many calls may be spent within a time on what nobody waits for: half of what the schedule leaves, of calls and of credits.</summary>
    public int SpareCalls(IPolledProvider provider, TimeSpan within)
    {
        var wanted = provider.Tasks.Sum(task => DemandOf(provider, task));
        var calls = provider.Status.CallsPerMinute / 60.0;
        return (int)Math.Clamp((Math.Min(calls, CreditsPerSecond(provider) ?? calls) - wanted) / 2 * within.TotalSeconds, 0, 10_000);
    }

    private TimeSpan Wanted(string task) => options.Intervals.GetValueOrDefault(task);

    private double CostOf(IPolledProvider provider, string task) => Math.Max(1, _rounds.GetValueOrDefault((provider.Info.Id, task)).Credits);

    /// <summary>Credits per second by task; null where there is no limit.</summary>
    private IReadOnlyDictionary<string, double>? Plan(IPolledProvider provider)
    {
        if (CreditsPerSecond(provider) is not { } credits)
            return null;

        return CreditPlan.Divide(credits, [.. provider.Tasks.Select(task => new Demand(task, DemandOf(provider, task), WeightOf(task)))]);
    }

    /// <summary>What lasts until the credits are full again; null where there is no limit.</summary>
    private double? CreditsPerSecond(IPolledProvider provider) =>
        provider.Budget.Left / Math.Max(1, (provider.Budget.ResetsAt - clock.GetUtcNow()).TotalSeconds);

    private double DemandOf(IPolledProvider provider, string task)
    {
        var interval = Wanted(task);
        if (interval == TimeSpan.Zero)
            return 0;
        return task == FetchTask.Metadata ? provider.Status.CallsPerMinute / 60.0 / 4 : CostOf(provider, task) / interval.TotalSeconds;
    }

    /// <summary>Prices are what all of this is for.</summary>
    private static double WeightOf(string task) => task switch
    {
        FetchTask.Prices or FetchTask.Dex => 6,
        FetchTask.Metadata => 2,
        _ => 1,
    };

    private readonly record struct Round(long StartedAt, long Credits);
}
