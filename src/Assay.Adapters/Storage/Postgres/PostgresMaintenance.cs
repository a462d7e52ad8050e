using Assay.Storage;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Drops whole months: that takes no longer for a hundred million rows than for one, and leaves nothing to clean up.</summary>
internal sealed class PostgresMaintenance(PostgresDatabase database, TimeProvider clock) : IMaintenance
{
    // What is not processed yet is put aside, with its body, and comes back into the month.
    private const string PutAside = """
        CREATE TEMPORARY TABLE waiting ON COMMIT DROP AS
        SELECT p.*, coalesce(p.body_gzip, (SELECT k.body_gzip FROM {0} k WHERE k.sha256 = p.sha256 AND k.body_gzip IS NOT NULL LIMIT 1)) AS whole_body
        FROM {0} p WHERE p.id IN (SELECT payload_id FROM raw_backlog)
        """;

    private const string RemoveRejected = "DELETE FROM rejected_records r USING {0} p WHERE r.payload_id = p.id AND p.id NOT IN (SELECT id FROM waiting)";

    private const string RemoveProcessed = "DELETE FROM raw_processed d USING {0} p WHERE d.payload_id = p.id AND p.id NOT IN (SELECT id FROM waiting)";

    private const string PutBack = """
        UPDATE waiting SET body_gzip = whole_body;
        ALTER TABLE waiting DROP COLUMN whole_body;
        INSERT INTO raw_payloads SELECT * FROM waiting
        """;

    /// <summary>So long after its end a month hardly changes any more.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromDays(7);

    /// <summary>Parents of partitions, which PostgreSQL analyzes never by itself, and tables that change with every page.</summary>
    private static readonly string[] Analyzed =
        [Partitions.Quotes, Partitions.Corrections, Partitions.Candles, Partitions.Evidence, Partitions.Payloads, "latest_quotes", "coverage", "runs"];

    public async Task<IReadOnlyDictionary<Table, long>> RemoveAsync(
        DateTimeOffset? quotesBefore, DateTimeOffset? payloadsBefore, CancellationToken cancellationToken)
    {
        var removed = new Dictionary<Table, long>();
        if (quotesBefore is { } observed)
        {
            foreach (var table in new[] { Table.Quotes, Table.QuoteCorrections, Table.Candles, Table.ConsensusEvidence })
                removed[table] = await DropAsync(table.Name, observed, cancellationToken);
            foreach (var table in Table.FactHistories)
                removed[table] = await RemoveFactsAsync(table, observed, cancellationToken);
        }

        if (payloadsBefore is { } fetched)
        {
            foreach (var table in new[] { Table.RawPayloads, Table.RawProcessed, Table.RejectedRecords })
                removed[table] = 0;
            foreach (var month in await database.Partitions.FindBeforeAsync(Partitions.Payloads, fetched, cancellationToken))
            {
                var (payloads, processed, rejected) = await database.Primary.CommitAsync((connection, token) => DropPayloadsAsync(connection, month, token), cancellationToken);
                removed[Table.RawPayloads] += payloads;
                removed[Table.RawProcessed] += processed;
                removed[Table.RejectedRecords] += rejected;
            }
        }

        return removed;
    }

    public async Task TidyAsync(CancellationToken cancellationToken)
    {
        await database.Partitions.MakeAheadAsync(cancellationToken);
        foreach (var table in Analyzed)
            await database.Primary.RunAsync((connection, token) => connection.ExecutePatientlyAsync($"ANALYZE {table}", token), cancellationToken);
        foreach (var month in await database.Partitions.FindUnsortedAsync(clock.GetUtcNow() - Settled, cancellationToken))
            await database.Primary.CommitAsync((connection, token) => Partitions.SortAsync(connection, month, token), cancellationToken);
    }

    /// <summary>These are small and have no months.</summary>
    private Task<int> RemoveFactsAsync(Table table, DateTimeOffset before, CancellationToken cancellationToken) => database.Primary.RunAsync(
        (connection, token) => connection.ExecuteAsync($"DELETE FROM {table.Name} WHERE observed_at < $1", [before], token), cancellationToken);

    private async Task<long> DropAsync(string table, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0L;
        foreach (var month in await database.Partitions.FindBeforeAsync(table, before, cancellationToken))
            removed += await database.Primary.CommitAsync((connection, token) => database.Partitions.DropAsync(connection, month, token), cancellationToken);
        return removed;
    }

    private async Task<(long Payloads, long Processed, long Rejected)> DropPayloadsAsync(
        NpgsqlConnection connection, Partition month, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"LOCK TABLE {month.Name} IN SHARE ROW EXCLUSIVE MODE", [], cancellationToken);
        await connection.ExecutePatientlyAsync(Of(PutAside, month), cancellationToken);
        var waiting = await connection.CountPatientlyAsync("waiting", cancellationToken);
        var rejected = await connection.ExecutePatientlyAsync(Of(RemoveRejected, month), cancellationToken);
        var processed = await connection.ExecutePatientlyAsync(Of(RemoveProcessed, month), cancellationToken);
        if (waiting > 0 && waiting == await connection.CountPatientlyAsync(month.Name, cancellationToken))
            return (0, processed, rejected);

        var payloads = await database.Partitions.DropAsync(connection, month, cancellationToken);
        if (waiting > 0)
        {
            await Partitions.MakeAsync(connection, month, cancellationToken);
            await connection.ExecuteAsync(PutBack, [], cancellationToken);
        }

        return (payloads - waiting, processed, rejected);
    }

    private static string Of(string sql, Partition month) => sql.Replace("{0}", month.Name, StringComparison.Ordinal);
}
