using Assay.Ingestion;

namespace Assay.Server.Books;

/// <summary>A run as the API shows it.</summary>
internal sealed record RunRow(
    Guid Id,
    string Source,
    string Task,
    string Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    double? DurationSeconds,
    long RecordsProcessed,
    long RecordsRejected,
    string? Error)
{
    public static RunRow Of(Run run) => new(
        run.Id, run.Source.Name, run.Task, run.Status, run.StartedAt, run.FinishedAt, run.Duration?.TotalSeconds, run.RecordsProcessed, run.RecordsRejected, run.Error);
}
