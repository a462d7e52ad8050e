using Assay.Ingestion;
using Assay.Storage;

namespace Assay.History;

/// <summary>Why nothing was collected of a source for a time, by the runs of that time.</summary>
/// <param name="Source">Whose coin it is.</param>
/// <param name="Task">What would have collected it.</param>
/// <param name="FirstAskedAt">When the coin was asked for the first time; null if it never was.</param>
internal sealed record NotCollected(SourceId Source, string Task, DateTimeOffset? FirstAskedAt)
{
    public string Explain(TimeRange time, IReadOnlyList<RunsWithin> runs)
    {
        if (Task == FileImporter.Task)
            return "No file that was imported tells of this time.";

        // A single one that went well may be a long one that ended the hole.
        if (runs.FirstOrDefault(run => run.Source == Source && run.Task == Task) is { } mine and ({ Total: > 1 } or { LastError: not null }))
            return Explain(mine);
        if (FirstAskedAt is null)
            return $"{Source} was never asked for it.";
        if (time.To <= FirstAskedAt)
            return $"It was asked for at {FirstAskedAt.Value.ToIso()} for the first time; `assay backfill` asks for what was before.";
        if (runs.Any(run => run.Source != Source && run.Task == Task))
            return $"{Source} was not asked while others were: it was switched off, or its credits were used up.";
        return runs.Any(run => run.Source != SourceId.Assay)
            ? $"The program was running, but asked nobody for {Task}."
            : "The program was not running.";
    }

    private static string Explain(RunsWithin mine) => mine switch
    {
        { Failed: > 0, LastError: { } error } => FormattableString.Invariant($"{mine.Failed} of {mine.Total} runs failed. The last reason: {error}"),
        { LastError: { } error } => FormattableString.Invariant($"None of {mine.Total} runs brought it. The last one that fell short: {error}"),
        _ => FormattableString.Invariant($"{mine.Total} runs were made, and none of them brought it."),
    };
}
