using Assay.Ingestion;
using Assay.Storage;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>A run as it is selected.</summary>
internal sealed record RunRow(Guid Id, string Source, string Task, string Status, DateTime StartedAt, DateTime? FinishedAt,
    long RecordsProcessed, long RecordsRejected, string? Error, string Owner)
{
    public const string Select = """
        SELECT r.id, s.name AS source, r.task, r.status, r.started_at AS StartedAt, r.finished_at AS FinishedAt,
          r.records_processed AS RecordsProcessed, r.records_rejected AS RecordsRejected, r.error, r.owner
        FROM runs r JOIN sources s ON s.id = r.source
        """;

    public Run ToRun() => new()
    {
        Id = Id,
        Source = new(Texts.Decode(Source)),
        Task = Texts.Decode(Task),
        Status = Status,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        RecordsProcessed = RecordsProcessed,
        RecordsRejected = RecordsRejected,
        Error = Error is null ? null : Texts.Decode(Error),
        Owner = Texts.Decode(Owner),
    };
}

/// <summary>A tally as it is selected.</summary>
internal sealed record TallyRow(string Source, string Task, long TotalRuns, long Succeeded, long Failed, long RecordsProcessed,
    DateTime? LastRun, DateTime? LastSuccess, DateTime? LastFailure, string? LastStatus, string? LastError, double? AverageDurationSeconds)
{
    public const string Select = """
        SELECT s.name AS source, t.task, sum(t.runs)::bigint AS TotalRuns,
          coalesce(sum(t.runs) FILTER (WHERE t.status IN ('success', 'partial')), 0)::bigint AS Succeeded,
          coalesce(sum(t.runs) FILTER (WHERE t.status IN ('failure', 'interrupted')), 0)::bigint AS Failed,
          sum(t.records_processed)::bigint AS RecordsProcessed,
          (SELECT started_at FROM runs r WHERE r.source = t.source AND r.task = t.task ORDER BY r.id DESC LIMIT 1) AS LastRun,
          max(t.last_finished_at) FILTER (WHERE t.status IN ('success', 'partial')) AS LastSuccess,
          max(t.last_finished_at) FILTER (WHERE t.status IN ('failure', 'interrupted')) AS LastFailure,
          (SELECT status FROM runs r WHERE r.source = t.source AND r.task = t.task ORDER BY r.id DESC LIMIT 1) AS LastStatus,
          (SELECT last_error FROM run_tallies e WHERE e.source = t.source AND e.task = t.task AND e.last_error IS NOT NULL
           ORDER BY e.last_finished_at DESC LIMIT 1) AS LastError,
          (sum(t.duration_ms) / (1000.0 * nullif(sum(t.runs) FILTER (WHERE t.status <> 'running'), 0)))::double precision AS AverageDurationSeconds
        FROM run_tallies t JOIN sources s ON s.id = t.source
        GROUP BY t.source, s.name, t.task
        ORDER BY s.name COLLATE "C", t.task COLLATE "C"
        """;

    public SourceTally ToTally() => new()
    {
        Source = new(Texts.Decode(Source)),
        Task = Texts.Decode(Task),
        TotalRuns = TotalRuns,
        Succeeded = Succeeded,
        Failed = Failed,
        RecordsProcessed = RecordsProcessed,
        LastRun = LastRun,
        LastSuccess = LastSuccess,
        LastFailure = LastFailure,
        LastStatus = LastStatus,
        LastError = LastError is null ? null : Texts.Decode(LastError),
        AverageDurationSeconds = AverageDurationSeconds,
    };
}

/// <summary>A rejection as it is selected.</summary>
internal sealed record RejectedRow(long Id, Guid? RunId, string Source, string? CoinId, string Reason, string Detail, string Location, string Excerpt,
    DateTime RecordedAt, long? PayloadId)
{
    public const string Select = """
        SELECT r.id, r.run_id AS RunId, s.name AS source, r.coin_id AS CoinId, r.reason, r.detail, r.location, r.excerpt,
          r.recorded_at AS RecordedAt, r.payload_id AS PayloadId
        FROM rejected_records r JOIN sources s ON s.id = r.source
        """;

    public const string OfCoin = $"""
        SELECT * FROM (
          {Select} WHERE r.source = (SELECT id FROM sources WHERE name = @source) AND r.coin_id = @coin AND r.recorded_at BETWEEN @from AND @to
          ORDER BY r.recorded_at DESC LIMIT 10000) newest
        ORDER BY newest.RecordedAt
        """;

    public RejectedRecord ToRecord() => new(Id, RunId, new(Texts.Decode(Source)), CoinId is null ? null : Texts.Decode(CoinId), Texts.Decode(Reason),
        Texts.Decode(Detail), Texts.Decode(Location), Texts.Decode(Excerpt), RecordedAt, PayloadId);
}

/// <summary>The runs within a time as they are selected.</summary>
internal sealed record WithinRow(string Source, string Task, long Total, long Failed, string? LastError)
{
    public const string Select = """
        SELECT s.name AS source, r.task, count(*) AS total, count(*) FILTER (WHERE r.status IN ('failure', 'interrupted')) AS failed,
          (array_agg(r.error ORDER BY r.id DESC) FILTER (WHERE r.error IS NOT NULL))[1] AS LastError
        FROM runs r JOIN sources s ON s.id = r.source
        WHERE r.id >= @first AND r.id < @after
        GROUP BY s.name, r.task
        ORDER BY s.name COLLATE "C", r.task COLLATE "C"
        """;

    public RunsWithin ToRuns() => new(new(Texts.Decode(Source)), Texts.Decode(Task), Total, Failed, LastError is null ? null : Texts.Decode(LastError));
}
