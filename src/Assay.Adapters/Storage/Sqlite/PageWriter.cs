using Assay.Candles;
using Assay.Ingestion;
using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Writes one page, within the transaction that the writer has begun.</summary>
internal sealed class PageWriter(Writer writer, PageCommit page, CancellationToken cancellationToken)
{
    private const string Reject = """
        INSERT INTO rejected_records (id, run_id, payload_id, source, coin_id, reason, detail, location, excerpt, recorded_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """;

    private const string Progress =
        "UPDATE runs SET records_processed = records_processed + ?, records_rejected = records_rejected + ? WHERE id = ?";

    // Forwards only: a part that a dead process left behind may be processed after the import has gone on.
    private const string File = """
        INSERT INTO imported_files (source, sha256, name, length, "offset", line) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (source, sha256) DO UPDATE SET name = excluded.name, length = excluded.length, "offset" = excluded."offset", line = excluded.line
        WHERE excluded."offset" > imported_files."offset"
        """;

    private readonly Connection _connection = writer.Connection;
    private readonly long _source = writer.Numbers.Of(page.Source);

    public PageOutcome Write()
    {
        new IdentityWriter(writer).Write(page.Identity);
        var quotes = new QuoteWriter(writer);
        var outcome = quotes.Write(page.Quotes, cancellationToken);
        new CandleWriter(writer).Write(page.Candles, cancellationToken);
        new CandleMaker(writer, page, outcome.Changed).Make(CandlePlan.Make(page, outcome.Changed, quotes.FindNewestBefore), cancellationToken);
        WriteDecisions();
        WriteRows();
        new CoverageWriter(_connection, _source).Write(page.Coverage, cancellationToken);
        var isNew = page.Payload is not { } payload || Close(payload);
        if (!isNew)
            ForgetRejections();
        WriteRejections();
        WriteProgress(isNew);
        return outcome;
    }

    private void WriteRows()
    {
        foreach (var row in page.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SqliteRowStore.Write(writer, RowSql.Of(row.Table).UpsertNewer, row.Table, row.Values);
        }
    }

    private void WriteDecisions()
    {
        foreach (var decision in page.Decisions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SqliteRowStore.Write(writer, RowSql.Of(Table.ConsensusEvidence).UpsertNewer, Table.ConsensusEvidence, decision.ToRow());
        }
    }

    /// <summary>What an earlier processing of the payload has turned away may be good by now, or stand at another place.</summary>
    private void ForgetRejections() => _connection.Prepare("DELETE FROM rejected_records WHERE id BETWEEN ? AND ?")
        .Bind(RejectedRecord.NumberOf(page.Payload!.Value, 0)).Bind(RejectedRecord.NumberOf(page.Payload.Value + 1, 0) - 1).Execute();

    private void WriteRejections()
    {
        for (var place = 0; place < page.Rejections.Count; place++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var payload = page.Payload ?? throw new StoreException("A page with rejected records has to name its payload, by which they are numbered.");
            var rejection = page.Rejections[place];
            _connection.Prepare(Reject)
                .Bind(RejectedRecord.NumberOf(payload, place)).Bind(page.Run?.ToString("D")).Bind(payload).Bind(_source).Bind(rejection.CoinId).Bind(rejection.Reason)
                .Bind(rejection.Detail).Bind(rejection.Location).Bind(rejection.Excerpt).Bind(page.RecordedAt).Execute();
        }
    }

    /// <summary>A payload that is processed again does not count again.</summary>
    private void WriteProgress(bool isNew)
    {
        var (processed, rejected) = isNew ? (page.Quotes.Count + page.Listed, page.Rejections.Count) : (0, 0);
        if (page.Run is { } run && _connection.Prepare(Progress).Bind(processed).Bind(rejected).Bind(run).Execute() == 0)
            throw new StoreException($"Run {run} is not in the books, so its page cannot be stored. A run has to begin before its first page.");

        if (page.File is { } file)
            _connection.Prepare(File).Bind(_source).Bind(file.Sha256).Bind(file.Name).Bind(file.Length).Bind(file.Offset).Bind(file.Line).Execute();
    }

    /// <summary>Takes the payload out of the backlog; returns whether it was processed for the first time.</summary>
    private bool Close(long payload)
    {
        _connection.Prepare("DELETE FROM raw_backlog WHERE payload_id = ?").Bind(payload).Execute();
        return _connection.Prepare("INSERT INTO raw_processed (payload_id) VALUES (?) ON CONFLICT DO NOTHING").Bind(payload).Execute() > 0;
    }
}
