using Assay.Candles;
using Assay.Ingestion;
using Assay.Storage;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Writes one page, within a transaction.</summary>
internal sealed class PageWriter(NpgsqlConnection connection, Memory memory, PageCommit page)
{
    private const string Reject = """
        INSERT INTO rejected_records (id, run_id, payload_id, source, coin_id, reason, detail, location, excerpt, recorded_at)
        SELECT n.id, $1, $2, $3, n.coin_id, n.reason, n.detail, n.location, n.excerpt, $4
        FROM unnest($5, $6, $7, $8, $9, $10) AS n(id, coin_id, reason, detail, location, excerpt)
        ON CONFLICT (id) DO NOTHING
        """;

    private const string Forget = "DELETE FROM rejected_records WHERE id BETWEEN $1 AND $2";

    private const string Process = "INSERT INTO raw_processed (payload_id) VALUES ($1) ON CONFLICT (payload_id) DO NOTHING";

    private const string Progress =
        "UPDATE runs SET records_processed = records_processed + $1, records_rejected = records_rejected + $2 WHERE id = $3";

    // Forwards only: a part that a dead process left behind may be processed after the import has gone on.
    private const string File = """
        INSERT INTO imported_files AS f (source, sha256, name, length, "offset", line) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (source, sha256) DO UPDATE SET name = excluded.name, length = excluded.length, "offset" = excluded."offset", line = excluded.line
        WHERE excluded."offset" > f."offset"
        """;

    public async Task<PageOutcome> WriteAsync(bool trustLatest, CancellationToken cancellationToken)
    {
        var numbers = memory.Numbers;
        await numbers.LearnAsync(connection, [page.Source], cancellationToken);
        var source = numbers.Of(page.Source);
        await new IdentityWriter(connection, numbers).WriteAsync(page.Identity, cancellationToken);
        var quotes = new QuoteWriter(connection, memory);
        var outcome = await quotes.WriteAsync(page.Quotes, trustLatest, cancellationToken);
        await new CandleWriter(connection, numbers).WriteAsync(page.Candles, cancellationToken);
        await new CandleMaker(connection, numbers, page.RecordedAt).MakeAsync(CandlePlan.Make(page, outcome.Changed, quotes.FindNewestBefore), cancellationToken);
        await new DecisionWriter(connection, numbers).WriteAsync(page.Decisions, cancellationToken);
        await WriteRowsAsync(numbers, cancellationToken);
        await new CoverageWriter(connection, source).WriteAsync(page.Coverage, cancellationToken);
        var isFirstTime = page.Payload is not { } payload || await CloseAsync(payload, cancellationToken);
        await WriteRejectionsAsync(source, cancellationToken);
        await WriteProgressAsync(source, isFirstTime, cancellationToken);
        return outcome;
    }

    private async Task WriteRowsAsync(Numbers numbers, CancellationToken cancellationToken)
    {
        if (page.Rows.Count == 0)
            return;

        await using var batch = connection.CreateBatch();
        foreach (var row in page.Rows)
        {
            object?[] values = [.. row.Values.Select((value, i) => row.Table.Columns[i].Kind == ColumnKind.Source ? numbers.Of(new SourceId((string)value!)) : value)];
            batch.Add(RowSql.Of(row.Table).UpsertNewer(), values);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task WriteRejectionsAsync(short source, CancellationToken cancellationToken)
    {
        if (page.Rejections.Count == 0)
            return;

        var payload = page.Payload ?? throw new StoreException("A page with rejected records has to name its payload, by which they are numbered.");
        await connection.ExecuteAsync(Reject,
        [
            page.Run, payload, source, page.RecordedAt,
            page.Rejections.Select((_, place) => RejectedRecord.NumberOf(payload, place)).ToArray(),
            page.Rejections.Map(rejection => rejection.CoinId), page.Rejections.Map(rejection => rejection.Reason), page.Rejections.Map(rejection => rejection.Detail),
            page.Rejections.Map(rejection => rejection.Location), page.Rejections.Map(rejection => rejection.Excerpt),
        ], cancellationToken);
    }

    /// <summary>Takes the payload out of the backlog; returns whether it is processed for the first time.</summary>
    private async Task<bool> CloseAsync(long payload, CancellationToken cancellationToken)
    {
        var isFirstTime = await connection.ExecuteAsync(Process, [payload], cancellationToken) > 0;
        await connection.ExecuteAsync("DELETE FROM raw_backlog WHERE payload_id = $1", [payload], cancellationToken);
        // What an earlier processing has turned away may be good by now, or stand at another place.
        if (!isFirstTime)
            await connection.ExecuteAsync(Forget, [RejectedRecord.NumberOf(payload, 0), RejectedRecord.NumberOf(payload + 1, 0) - 1], cancellationToken);
        return isFirstTime;
    }

    private async Task WriteProgressAsync(short source, bool isFirstTime, CancellationToken cancellationToken)
    {
        if (page.File is { } file)
            await connection.ExecuteAsync(File, [source, file.Sha256, file.Name, file.Length, file.Offset, file.Line], cancellationToken);

        // A payload that is processed again does not count again.
        var (processed, rejected) = isFirstTime ? ((long)page.Quotes.Count + page.Listed, (long)page.Rejections.Count) : (0, 0);
        if (page.Run is { } run && await connection.ExecuteAsync(Progress, [processed, rejected, run], cancellationToken) == 0)
            throw new StoreException($"Run {run} is not in the books, so its page cannot be stored. A run has to begin before its first page.");
    }
}
