using Assay.Ingestion;
using Assay.Storage;

namespace Assay.Server.Health;

/// <summary>How the price rounds of a source keep up with their schedule.</summary>
/// <param name="Source">Whose they are.</param>
/// <param name="Interval">The schedule, as far apart as the credits make it.</param>
/// <param name="Tally">All of them, summed up; null if there was none.</param>
/// <param name="Recent">The latest of them, newest first.</param>
internal sealed record PriceRounds(SourceId Source, TimeSpan Interval, SourceTally? Tally, IReadOnlyList<Run> Recent)
{
    /// <summary>Whether its prices have come in as they should. Before the first have, they have not.</summary>
    /// <param name="now">The time.</param>
    /// <param name="timeout">A round that takes longer is given up.</param>
    public bool IsLate(DateTimeOffset now, TimeSpan timeout) =>
        Tally?.LastSuccess is not { } success || (now - success > Patience && !IsUnderWay(now, timeout));

    /// <summary>How long after a success, or the start of the program, there may be no other. Rounds that take longer than the interval cannot come as often.</summary>
    public TimeSpan Patience
    {
        get
        {
            var longest = Recent.Where(run => run.Status is RunStatus.Success or RunStatus.Partial).Max(run => run.Duration) ?? TimeSpan.Zero;
            return 3 * (longest > Interval ? longest : Interval);
        }
    }

    /// <summary>Whether prices are on their way: a round is, and the one before it has not failed.</summary>
    public bool IsUnderWay(DateTimeOffset now, TimeSpan timeout) =>
        Recent.Any(run => run.Status == RunStatus.Running && now - run.StartedAt < timeout)
        && Recent.FirstOrDefault(run => run.Status != RunStatus.Running)?.Status is not RunStatus.Failure;

    public string Explain()
    {
        var since = Tally?.LastSuccess is { } success ? $"has had no successful price run since {success.ToIso()}" : "has had no successful price run yet";
        return $"{Source} {since}. {Tally?.LastError ?? "Its first run has not ended."}";
    }
}
