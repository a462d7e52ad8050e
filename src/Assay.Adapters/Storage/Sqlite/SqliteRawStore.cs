using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

internal sealed class SqliteRawStore(SqliteDatabase database) : IRawStore
{
    private const string Insert = """
        INSERT INTO raw_payloads (run_id, source, task, url, status, content_type, sha256, fetched_at,
          file_sha256, file_name, file_length, file_offset, file_line, body_gzip)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const string FindBody = """
        SELECT 1 FROM raw_payloads WHERE sha256 = ? AND body_gzip IS NOT NULL AND fetched_at >= ? AND fetched_at < ?
        """;

    private const string Payload = """
        SELECT p.id, p.run_id, s.name, p.task, p.url, p.status, p.content_type, p.fetched_at,
          p.file_sha256, p.file_name, p.file_length, p.file_offset, p.file_line,
          coalesce(p.body_gzip, (SELECT b.body_gzip FROM raw_payloads b WHERE b.sha256 = p.sha256 AND b.body_gzip IS NOT NULL LIMIT 1))
        """;

    private const string One = $"{Payload}, p.id FROM raw_payloads p JOIN sources s ON s.id = p.source WHERE p.id = ?";

    private const string NextUnprocessed = $"""
        {Payload}, p.id FROM raw_backlog b JOIN raw_payloads p ON p.id = b.payload_id JOIN sources s ON s.id = p.source
        WHERE b.payload_id > ? AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.id = p.run_id AND r.status = 'running')
        ORDER BY b.payload_id LIMIT 1
        """;

    private const string NextProcessed = $"""
        {Payload}, o.sequence FROM raw_processed o JOIN raw_payloads p ON p.id = o.payload_id JOIN sources s ON s.id = p.source
        WHERE o.sequence > ? AND s.name = coalesce(?, s.name) AND p.fetched_at BETWEEN ? AND ?
        ORDER BY o.sequence LIMIT 1
        """;

    public Task<long> KeepAsync(Guid run, RawPayload payload, CancellationToken cancellationToken)
    {
        // The slow part comes first, so that nobody waits for it.
        ReadOnlyMemory<byte>? body = Compress(payload.Body.Span);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(payload.Body.Span));
        return database.WriteAsync(writer =>
        {
            var connection = writer.Connection;
            var file = payload.File;
            connection.Prepare(Insert)
                .Bind(run).Bind(writer.Numbers.Of(payload.Source)).Bind(payload.Task).Bind(payload.Url).Bind(payload.Status)
                .Bind(payload.ContentType).Bind(sha256).Bind(payload.FetchedAt)
                .Bind(file?.Sha256).Bind(file?.Name).Bind(file?.Length).Bind(file?.Offset).Bind(file?.Line)
                .Bind(IsKept(connection, sha256, payload.FetchedAt) ? null : body).Execute();
            var id = connection.LastRowId;
            connection.Prepare("INSERT INTO raw_backlog (payload_id) VALUES (?)").Bind(id).Execute();
            return id;
        }, cancellationToken);
    }

    public async Task<KeptPayload?> FindAsync(long id, CancellationToken cancellationToken) =>
        (await database.ReadAsync(connection => Read(connection.Prepare(One).Bind(id)), cancellationToken))?.Payload;

    public Task<long> CountAsync(SourceId source, DateTimeOffset since, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        using var rows = connection.Prepare("SELECT count(*) FROM raw_payloads WHERE fetched_at >= ? AND source = (SELECT id FROM sources WHERE name = ?)")
            .Bind(since).Bind(source.Name).Query();
        rows.Read();
        return rows.Int64(0);
    }, cancellationToken);

    public IAsyncEnumerable<KeptPayload> ReadUnprocessedAsync(CancellationToken cancellationToken) =>
        ReadOneByOneAsync((connection, last) => connection.Prepare(NextUnprocessed).Bind(last), cancellationToken);

    public IAsyncEnumerable<KeptPayload> ReadProcessedAsync(SourceId? source, TimeRange fetched, CancellationToken cancellationToken) =>
        ReadOneByOneAsync(
            (connection, last) => connection.Prepare(NextProcessed).Bind(last).Bind(source?.Name).Bind(fetched.From).Bind(fetched.To), cancellationToken);

    /// <summary>One query each: a single long one would keep the write-ahead log from being cut while its payloads are processed.</summary>
    private async IAsyncEnumerable<KeptPayload> ReadOneByOneAsync(
        Func<Connection, long, Statement> next, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = 0L;
        while (await database.ReadAsync(connection => Read(next(connection, last)), cancellationToken) is var (kept, place))
        {
            yield return kept;
            last = place;
        }
    }

    private static bool IsKept(Connection connection, string sha256, DateTimeOffset fetchedAt)
    {
        var month = new DateTimeOffset(fetchedAt.Year, fetchedAt.Month, 1, 0, 0, 0, TimeSpan.Zero);
        using var rows = connection.Prepare(FindBody).Bind(sha256).Bind(month).Bind(month.AddMonths(1)).Query();
        return rows.Read();
    }

    private static (KeptPayload Payload, long Place)? Read(Statement statement)
    {
        using var rows = statement.Query();
        if (!rows.Read())
            return null;

        var kept = new KeptPayload(rows.Int64(0), rows.Guid(1), new RawPayload
        {
            Source = new(rows.Text(2)),
            Task = rows.Text(3),
            Url = rows.Text(4),
            Status = rows.Int32(5),
            ContentType = rows.TextOrNull(6),
            FetchedAt = rows.Time(7),
            File = rows.IsNull(8) ? null : new FileProgress(rows.Text(8), rows.Text(9), rows.Int64(10), rows.Int64(11), rows.Int64(12)),
            Body = rows.IsNull(13) ? throw new StoreException($"The body of payload {rows.Int64(0)} is not there any more; restore the database from a backup.") : Decompress(rows.Blob(13)),
        });
        return (kept, rows.Int64(14));
    }

    private static ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> body)
    {
        var compressed = new MemoryStream(body.Length / 3); // what most answers shrink to; growing would leave copies behind
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body);
        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }

    private static byte[] Decompress(ReadOnlySpan<byte> compressed)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
        var body = new MemoryStream();
        gzip.CopyTo(body);
        return body.ToArray();
    }
}
