using System.Globalization;
using Assay.Ingestion;
using Assay.Server.Books;
using Assay.Storage;

namespace Assay.Server.Stats;

/// <summary>How all runs went. Rates are percent of the runs that have ended, and null before the first has.</summary>
internal sealed record RunStats(
    long TotalRuns,
    long RecordsProcessed,
    double? SuccessRate,
    DateTimeOffset? LastRun,
    DateTimeOffset? LastSuccess,
    DateTimeOffset? LastFailure,
    double? AverageDurationSeconds,
    IReadOnlyDictionary<string, SourceStats> BySource,
    StatsSummary Summary,
    IReadOnlyList<RunRow> RecentRuns)
{
    public static RunStats Of(IReadOnlyList<SourceTally> tallies, IReadOnlyList<Run> recent)
    {
        var all = SourceStats.Of(tallies);
        double? rate = all.Succeeded + all.Failed == 0 ? null : 100.0 * all.Succeeded / (all.Succeeded + all.Failed);
        return new RunStats(
            all.TotalRuns,
            all.RecordsProcessed,
            rate is null ? null : Math.Round(rate.Value, 1),
            tallies.Max(tally => tally.LastRun),
            all.LastSuccess,
            all.LastFailure,
            all.AverageDurationSeconds,
            tallies.GroupBy(tally => tally.Source.Name).ToDictionary(group => group.Key, group => SourceStats.Of([.. group])),
            new StatsSummary(all.TotalRuns, rate?.ToString("0.0'%'", CultureInfo.InvariantCulture), all.LastSuccess),
            [.. recent.Select(RunRow.Of)]);
    }
}

internal sealed record StatsSummary(long TotalRuns, string? SuccessRate, DateTimeOffset? LastSuccessfulRun);

internal sealed record SourceStats(
    long TotalRuns,
    long Succeeded,
    long Failed,
    long RecordsProcessed,
    DateTimeOffset? LastSuccess,
    DateTimeOffset? LastFailure,
    string? LastError,
    double? AverageDurationSeconds)
{
    public static SourceStats Of(IReadOnlyList<SourceTally> tallies)
    {
        var ended = tallies.Where(tally => tally.AverageDurationSeconds is not null).ToList();
        double endedRuns = ended.Sum(tally => tally.Succeeded + tally.Failed);
        return new SourceStats(
            tallies.Sum(tally => tally.TotalRuns),
            tallies.Sum(tally => tally.Succeeded),
            tallies.Sum(tally => tally.Failed),
            tallies.Sum(tally => tally.RecordsProcessed),
            tallies.Max(tally => tally.LastSuccess),
            tallies.Max(tally => tally.LastFailure),
            tallies.MaxBy(tally => tally.LastFailure)?.LastError,
            endedRuns == 0 ? null : Math.Round(ended.Sum(tally => tally.AverageDurationSeconds!.Value * (tally.Succeeded + tally.Failed)) / endedRuns, 3));
    }
}
