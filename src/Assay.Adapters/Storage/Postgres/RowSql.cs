using Assay.Storage;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>The statements for the rows of one table, made from its description. Sources and assets are numbers in the large tables and names in a row.</summary>
internal sealed class RowSql
{
    private static readonly Dictionary<Table, RowSql> All = Table.All.ToDictionary(table => table, table => new RowSql(table));

    private readonly Table _table;
    private readonly string[] _key;
    private readonly string _select;

    private RowSql(Table table)
    {
        _table = table;
        _key = [.. table.Columns.Take(table.KeyLength).Select(Ordered)];
        _select = SelectFrom(table.Name);
    }

    /// <summary>Whether the key begins with an asset. Such a table is read asset by asset, because its index knows numbers and not names.</summary>
    public bool IsByAsset => _table.Columns[0].Kind == ColumnKind.Asset;

    /// <summary>The numbers and names of the assets that have rows.</summary>
    public string Assets => $"""{AnyAssets} ORDER BY a.slug COLLATE "C" """;

    public string LastAsset => $"""{AnyAssets} ORDER BY a.slug COLLATE "C" DESC LIMIT 1""";

    /// <summary>All rows in the order of their keys.</summary>
    public string Select => $"{_select} ORDER BY {string.Join(", ", _key)}";

    /// <summary>Those behind the key in $1, $2, …</summary>
    public string SelectAfter => $"{_select} WHERE ({string.Join(", ", _key)}) > ({Marks(_key.Length, 1)}) ORDER BY {string.Join(", ", _key)}";

    public string SelectLast => $"{_select} ORDER BY {string.Join(", ", _key.Select(key => $"{key} DESC"))} LIMIT 1";

    /// <summary>Those of asset number $1.</summary>
    public string SelectOfAsset => $"{_select} WHERE t.asset_id = $1 ORDER BY {string.Join(", ", _key[1..])}";

    /// <summary>Those of asset number $1 behind the rest of the key in $2, $3, …</summary>
    public string SelectOfAssetAfter =>
        $"{_select} WHERE t.asset_id = $1 AND ({string.Join(", ", _key[1..])}) > ({Marks(_key.Length - 1, 2)}) ORDER BY {string.Join(", ", _key[1..])}";

    public string SelectLastOfAsset => $"{_select} WHERE t.asset_id = $1 ORDER BY {string.Join(", ", _key[1..].Select(key => $"{key} DESC"))} LIMIT 1";

    /// <summary>The columns as they stand in rows, from rows of the table that are found in another way.</summary>
    public string SelectFrom(string rows) =>
        $"SELECT {string.Join(", ", _table.Columns.Select(Shown))} FROM {rows} t{Join(_table, ColumnKind.Source, "JOIN sources s ON s.id = t.source")}{Join(_table, ColumnKind.Asset, "JOIN assets a ON a.id = t.asset_id")}";

    public static RowSql Of(Table table) => All[table];

    /// <summary>A temporary table for the columns of rows, with names as they stand in rows.</summary>
    public static string CreateIncoming(IEnumerable<Column> columns) =>
        $"CREATE TEMPORARY TABLE incoming ({string.Join(", ", columns.Select(column => $"{Quote(column)} {Type(column)}"))}) ON COMMIT DROP";

    public static string CopyIncoming(IEnumerable<Column> columns) => $"COPY incoming ({Names(columns)}) FROM STDIN (FORMAT binary)";

    /// <summary>Removes the rows whose keys stand in the temporary table.</summary>
    public string DeleteIncoming()
    {
        var keys = _table.Columns.Take(_table.KeyLength).ToList();
        var names = string.Concat(keys.Select(column => column.Kind switch
        {
            ColumnKind.Source => " JOIN sources s ON s.name = i.source",
            ColumnKind.Asset => " JOIN assets a ON a.slug = i.asset_id",
            _ => "",
        }));
        return $"DELETE FROM {_table.Name} t USING incoming i{names} WHERE {string.Join(" AND ", keys.Select(column => $"t.{Quote(column)} = {Number(column)}"))}";
    }

    /// <summary>Adds the rows of the temporary table.</summary>
    public string InsertIncoming() =>
        $"""
        INSERT INTO {_table.Name} ({Names(_table.Columns)})
        SELECT {string.Join(", ", _table.Columns.Select(Number))} FROM incoming i{Join(_table, ColumnKind.Source, "LEFT JOIN sources s ON s.name = i.source")}{Join(_table, ColumnKind.Asset, "LEFT JOIN assets a ON a.slug = i.asset_id")}
        """;

    /// <summary>Adds them, or replaces what has their key: for rows that others refer to by number.</summary>
    public string UpsertIncoming() =>
        $"""
        {InsertIncoming()}
        ON CONFLICT ({Names(_table.Columns.Take(_table.KeyLength))}) DO UPDATE SET {string.Join(", ", _table.Columns.Skip(_table.KeyLength).Select(column => $"{Quote(column)} = excluded.{Quote(column)}"))}
        """;

    /// <summary>Adds one row of $1, $2, … (sources by their numbers), or replaces what has its key and was not recorded later.</summary>
    public string UpsertNewer()
    {
        var values = _table.Columns.Select((column, i) => $"${i + 1}{(column.Kind == ColumnKind.Json ? "::json" : "")}");
        var guard = _table.Columns.Any(column => column.Name == "recorded_at") ? " WHERE excluded.recorded_at > t.recorded_at" : "";
        return $"""
            INSERT INTO {_table.Name} AS t ({Names(_table.Columns)}) VALUES ({string.Join(", ", values)})
            ON CONFLICT ({Names(_table.Columns.Take(_table.KeyLength))}) DO UPDATE SET {string.Join(", ", _table.Columns.Skip(_table.KeyLength).Select(column => $"{Quote(column)} = excluded.{Quote(column)}"))}{guard}
            """;
    }

    /// <summary>How many rows a question is about, and the page of them that it asks for; its values are $1, $2, …, the page size and the offset the last two.</summary>
    public static (string Count, string Page) Questions(FactQuery query)
    {
        var columns = query.Where.Where(pair => pair.Value is not null).Select(pair => pair.Key).ToList();
        var where = columns.Count == 0 ? "" : " WHERE " + string.Join(" AND ", columns.Select((column, i) => column == "source"
            ? $"t.source = (SELECT id FROM sources WHERE name = ${i + 1})"
            : $"t.\"{column}\" = ${i + 1}"));
        var keys = string.Join(", ", query.Table.Columns.Take(query.Table.KeyLength).Select(column => $"t.{Quote(column)}"));
        var order = $"t.\"{query.OrderBy}\"{(query.IsDescending ? " DESC" : "")} NULLS LAST, {keys}";
        return (
            $"SELECT count(*) FROM {query.Table.Name} t{where}",
            $"{Of(query.Table)._select}{where} ORDER BY {order} LIMIT ${columns.Count + 1} OFFSET ${columns.Count + 2}");
    }

    private string AnyAssets =>
        $"SELECT a.id, a.slug FROM assets a CROSS JOIN LATERAL (SELECT FROM {_table.Name} t WHERE t.asset_id = a.id LIMIT 1) AS any_row";

    private static string Quote(Column column) => $"\"{column.Name}\"";

    private static string Names(IEnumerable<Column> columns) => string.Join(", ", columns.Select(Quote));

    private static string Marks(int count, int first) => string.Join(", ", Enumerable.Range(first, count).Select(number => $"${number}"));

    private static string Join(Table table, ColumnKind kind, string join) => table.Columns.Any(column => column.Kind == kind) ? $" {join}" : "";

    private static string Shown(Column column) => column.Kind switch
    {
        ColumnKind.Source => "s.name",
        ColumnKind.Asset => "a.slug",
        ColumnKind.Whole => $"t.{Quote(column)}::bigint",
        _ => $"t.{Quote(column)}",
    };

    /// <summary>By code point, whatever the database's own order is.</summary>
    private static string Ordered(Column column) => column.Kind switch
    {
        ColumnKind.Source => "s.name COLLATE \"C\"",
        ColumnKind.Asset => "a.slug COLLATE \"C\"",
        ColumnKind.Text => $"t.{Quote(column)} COLLATE \"C\"",
        _ => $"t.{Quote(column)}",
    };

    private static string Number(Column column) => column.Kind switch
    {
        ColumnKind.Source => "s.id",
        ColumnKind.Asset => "a.id",
        _ => $"i.{Quote(column)}",
    };

    private static string Type(Column column) => column.Kind switch
    {
        ColumnKind.Text or ColumnKind.Source or ColumnKind.Asset => "text",
        ColumnKind.Whole => "bigint",
        ColumnKind.Number => "double precision",
        ColumnKind.Time => "timestamptz",
        ColumnKind.Id => "uuid",
        ColumnKind.Bytes => "bytea",
        ColumnKind.Json => "json",
        var kind => throw new NotSupportedException($"No column type for {kind}."),
    };
}
