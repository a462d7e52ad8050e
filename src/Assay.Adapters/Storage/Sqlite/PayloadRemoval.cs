using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Removes old payloads and what stands in the books about them, a piece at a time, the newest first: so those that live on another one's body go before it.</summary>
internal sealed class PayloadRemoval(DateTimeOffset before)
{
    private const int MostPayloads = 500;

    private const string Next = """
        SELECT id, sha256, fetched_at, body_gzip IS NOT NULL FROM raw_payloads p
        WHERE (fetched_at, id) < (?, ?) AND NOT EXISTS (SELECT 1 FROM raw_backlog b WHERE b.payload_id = p.id)
        ORDER BY fetched_at DESC, id DESC LIMIT ?
        """;

    private const string MoveBody = """
        UPDATE raw_payloads SET body_gzip = (SELECT body_gzip FROM raw_payloads WHERE id = ?) WHERE id =
          (SELECT id FROM raw_payloads WHERE sha256 = ? AND body_gzip IS NULL AND fetched_at >= ? AND fetched_at < ? ORDER BY fetched_at, id LIMIT 1)
        """;

    private (DateTimeOffset FetchedAt, long Id) _last = (before, long.MinValue);

    public bool IsDone { get; private set; }

    public Dictionary<Table, long> Removed { get; } = new() { [Table.RawPayloads] = 0, [Table.RawProcessed] = 0, [Table.RejectedRecords] = 0 };

    /// <summary>Removes some hundred payloads at most; returns how many.</summary>
    public int RemoveSome(Connection connection)
    {
        var old = ReadSome(connection);
        foreach (var payload in old)
        {
            if (payload.HasBody)
                LeaveBody(connection, payload);
            Remove(connection, payload.Id);
        }

        IsDone = old.Count < MostPayloads;
        if (old.Count > 0)
            _last = (old[^1].FetchedAt, old[^1].Id);
        return old.Count;
    }

    private List<OldPayload> ReadSome(Connection connection)
    {
        var old = new List<OldPayload>();
        using var rows = connection.Prepare(Next).Bind(_last.FetchedAt).Bind(_last.Id).Bind(MostPayloads).Query();
        while (rows.Read())
            old.Add(new OldPayload(rows.Int64(0), rows.Text(1), rows.Time(2), rows.Int64(3) != 0));
        return old;
    }

    /// <summary>The oldest of those that stay and have no body of their own takes it over.</summary>
    private static void LeaveBody(Connection connection, OldPayload payload)
    {
        var month = new DateTimeOffset(payload.FetchedAt.Year, payload.FetchedAt.Month, 1, 0, 0, 0, TimeSpan.Zero);
        connection.Prepare(MoveBody).Bind(payload.Id).Bind(payload.Sha256).Bind(month).Bind(month.AddMonths(1)).Execute();
    }

    private void Remove(Connection connection, long id)
    {
        Removed[Table.RejectedRecords] += connection.Prepare("DELETE FROM rejected_records WHERE id BETWEEN ? AND ?")
            .Bind(RejectedRecord.NumberOf(id, 0)).Bind(RejectedRecord.NumberOf(id + 1, 0) - 1).Execute();
        Removed[Table.RawProcessed] += connection.Prepare("DELETE FROM raw_processed WHERE payload_id = ?").Bind(id).Execute();
        Removed[Table.RawPayloads] += connection.Prepare("DELETE FROM raw_payloads WHERE id = ?").Bind(id).Execute();
    }

    private readonly record struct OldPayload(long Id, string Sha256, DateTimeOffset FetchedAt, bool HasBody);
}
