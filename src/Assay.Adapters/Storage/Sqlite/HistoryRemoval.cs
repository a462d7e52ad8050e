namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Removes the old part of every history of a table, a piece at a time. It goes from one (asset, source) to the next by the key and never reads what stays.</summary>
internal sealed class HistoryRemoval(History history, DateTimeOffset before)
{
    private const int MostRows = 5000;
    private const int MostHistories = 500;

    private readonly string _next = history.HasSource
        ? $"SELECT asset_id, source FROM {history.Table.Name} WHERE (asset_id, source) > (?1, ?2) ORDER BY asset_id, source LIMIT 1"
        : $"SELECT asset_id, ?2 FROM {history.Table.Name} WHERE asset_id > ?1 ORDER BY asset_id LIMIT 1";

    private readonly string _delete = $"""
        DELETE FROM {history.Table.Name} WHERE {Series(history)} AND {history.Time} < coalesce(
          (SELECT {history.Time} FROM {history.Table.Name} WHERE {Series(history)} AND {history.Time} < ?3
           ORDER BY {history.Time} LIMIT 1 OFFSET {MostRows}), ?3)
        """;

    private (long Asset, long Source) _last = (long.MinValue, long.MinValue);

    public bool IsDone { get; private set; }

    public long Removed { get; private set; }

    /// <summary>Removes about 5000 rows at most; returns how many.</summary>
    public int RemoveSome(Connection connection)
    {
        var removed = 0;
        for (var tried = 0; tried < MostHistories && removed < MostRows && !IsDone; tried++)
        {
            if (FindNext(connection) is not { } next)
            {
                IsDone = true;
                break;
            }

            var gone = connection.Prepare(_delete).Bind(next.Asset).Bind(next.Source).Bind(before).Execute();
            removed += gone;
            if (gone < MostRows)
                _last = next;
        }

        Removed += removed;
        return removed;
    }

    private static string Series(History history) => $"asset_id = ?1 AND {(history.HasSource ? "source = ?2" : "?2 IS NOT NULL")}{history.Filter}";

    private (long Asset, long Source)? FindNext(Connection connection)
    {
        using var rows = connection.Prepare(_next).Bind(_last.Asset).Bind(_last.Source).Query();
        return rows.Read() ? (rows.Int64(0), rows.Int64(1)) : null;
    }
}
