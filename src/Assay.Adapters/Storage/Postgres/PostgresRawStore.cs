using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Assay.Providers;
using Assay.Storage;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

internal sealed class PostgresRawStore(PostgresDatabase database) : IRawStore
{
    /// <summary>Payloads that are read at once. Their bodies are large.</summary>
    private const int Piece = 8;

    // A number that is there already was stored by an attempt whose answer was lost.
    private const string Insert = """
        INSERT INTO raw_payloads (id, run_id, source, task, url, status, content_type, sha256, fetched_at,
          file_sha256, file_name, file_length, file_offset, file_line, body_gzip)
        SELECT $1, $2, s.id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, CASE WHEN EXISTS (
            SELECT 1 FROM raw_payloads k WHERE k.sha256 = $8 AND k.body_gzip IS NOT NULL AND k.fetched_at >= $16 AND k.fetched_at < $17)
          THEN NULL ELSE $15::bytea END
        FROM sources s WHERE s.name = $3
        ON CONFLICT DO NOTHING
        """;

    private const string Remember = "INSERT INTO raw_backlog (payload_id) VALUES ($1) ON CONFLICT DO NOTHING";

    private const string Payload = """
        SELECT p.id, p.run_id, s.name, p.task, p.url, p.status, p.content_type, p.fetched_at,
          p.file_sha256, p.file_name, p.file_length, p.file_offset, p.file_line,
          coalesce(p.body_gzip, (SELECT k.body_gzip FROM raw_payloads k WHERE k.sha256 = p.sha256 AND k.body_gzip IS NOT NULL
            AND k.fetched_at >= date_trunc('month', p.fetched_at, 'UTC') AND k.fetched_at < date_trunc('month', p.fetched_at, 'UTC') + interval '1 month'
            LIMIT 1))
        """;

    private const string One = $"{Payload}, p.id FROM raw_payloads p JOIN sources s ON s.id = p.source WHERE p.id = $1";

    private const string Unprocessed = $"""
        {Payload}, p.id
        FROM raw_backlog b JOIN raw_payloads p ON p.id = b.payload_id JOIN sources s ON s.id = p.source
        WHERE b.payload_id > $1 AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.id = p.run_id AND r.status = 'running')
        ORDER BY b.payload_id LIMIT $2
        """;

    private const string Processed = $"""
        {Payload}, d.sequence
        FROM raw_processed d JOIN raw_payloads p ON p.id = d.payload_id JOIN sources s ON s.id = p.source
        WHERE d.sequence > $1 AND s.name = coalesce($3, s.name) AND p.fetched_at BETWEEN $4 AND $5
        ORDER BY d.sequence LIMIT $2
        """;

    public async Task<long> KeepAsync(Guid run, RawPayload payload, CancellationToken cancellationToken)
    {
        // The slow part comes first, so that no connection waits for it.
        var body = GzipBody.Compress(payload.Body.Span);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(payload.Body.Span));
        var partition = Partition.Of(Partitions.Payloads, payload.FetchedAt);
        await database.Partitions.EnsureAsync([partition], cancellationToken);
        var id = await database.Primary.RunAsync(NextNumberAsync, cancellationToken);
        await database.Primary.RunAsync(async (connection, token) =>
        {
            var file = payload.File;
            await using var batch = connection.CreateBatch(); // one transaction
            batch.Add(Numbers.EnsureSource, payload.Source.Name);
            batch.Add(Insert, id, run, payload.Source.Name, payload.Task, payload.Url, payload.Status, payload.ContentType, sha256, payload.FetchedAt,
                file?.Sha256, file?.Name, file?.Length, file?.Offset, file?.Line, body, partition.From, partition.To);
            batch.Add(Remember, id);
            return await batch.ExecuteNonQueryAsync(token);
        }, cancellationToken);
        return id;
    }

    public async Task<KeptPayload?> FindAsync(long id, CancellationToken cancellationToken) =>
        (await database.Primary.RunAsync((connection, token) => connection.QueryAsync(One, [id], Read, token), cancellationToken)).Select(Decompressed).SingleOrDefault();

    public Task<long> CountAsync(SourceId source, DateTimeOffset since, CancellationToken cancellationToken) => database.Primary.RunAsync(async (connection, token) =>
    {
        const string Count = "SELECT count(*) FROM raw_payloads WHERE fetched_at >= $1 AND source = (SELECT id FROM sources WHERE name = $2)";
        return (await connection.QueryAsync(Count, [since, source.Name], row => row.GetInt64(0), token)).Single();
    }, cancellationToken);

    public IAsyncEnumerable<KeptPayload> ReadUnprocessedAsync(CancellationToken cancellationToken) => ReadPiecesAsync(Unprocessed, [], cancellationToken);

    public IAsyncEnumerable<KeptPayload> ReadProcessedAsync(SourceId? source, TimeRange fetched, CancellationToken cancellationToken) =>
        ReadPiecesAsync(Processed, [source?.Name, fetched.From, fetched.To], cancellationToken);

    private static async Task<long> NextNumberAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await connection.QueryAsync("SELECT nextval('raw_payloads_id')", [], row => row.GetInt64(0), cancellationToken))[0];

    private async IAsyncEnumerable<KeptPayload> ReadPiecesAsync(string sql, object?[] values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = 0L;
        while (true)
        {
            var piece = await database.Primary.RunAsync(
                (connection, token) => connection.QueryAsync(sql, [last, Piece, .. values], row => (Kept: Read(row), Place: row.GetInt64(14)), token), cancellationToken);
            foreach (var (kept, place) in piece)
            {
                yield return Decompressed(kept);
                last = place;
            }

            if (piece.Count < Piece)
                yield break;
        }
    }

    private static KeptPayload Decompressed(KeptPayload kept) => kept with { Payload = kept.Payload with { Body = GzipBody.Decompress(kept.Payload.Body) } };

    private static KeptPayload Read(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetGuid(1), new RawPayload
    {
        Source = new(row.Text(2)),
        Task = row.Text(3),
        Url = row.Text(4),
        Status = row.GetInt32(5),
        ContentType = row.TextOrNull(6),
        FetchedAt = row.Time(7),
        File = row.IsDBNull(8) ? null : new FileProgress(row.Text(8), row.Text(9), row.GetInt64(10), row.GetInt64(11), row.GetInt64(12)),
        Body = row.GetFieldValue<byte[]>(13),
    });
}
