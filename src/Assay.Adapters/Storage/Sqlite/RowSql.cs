using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>The statements for the rows of one table, made from its description. Sources and assets are numbers in the large tables and names in a row.</summary>
internal sealed class RowSql
{
    private const string RecordedAt = "recorded_at";

    private static readonly Dictionary<Table, RowSql> All = Table.All.ToDictionary(table => table, table => new RowSql(table));

    private RowSql(Table table)
    {
        Table = table;
        Leading = [.. table.Columns.Take(table.KeyLength).TakeWhile(IsName)];
        Following = [.. table.Columns.Skip(Leading.Count)];
        RestKey = table.KeyLength - Leading.Count;

        var rest = Following.Take(RestKey).Select(Expression).ToList();
        string[] leading = [.. Leading.Select(column => $"{Quote(column)} = ?")];
        var select = $"SELECT {string.Join(", ", Following.Select(Expression))} FROM {table.Name} t";
        SelectFirst = $"{select}{Where(leading)}{OrderBy(rest, "")} LIMIT ?";
        SelectAfter = $"{select}{Where([.. leading, $"({string.Join(", ", rest)}) > ({Marks(RestKey)})"])}{OrderBy(rest, "")} LIMIT ?";
        SelectLast = $"{select}{Where(leading)}{OrderBy(rest, " DESC")} LIMIT 1";
        var insert = $"INSERT INTO {table.Name} ({Columns(table.Columns)}) VALUES ({Marks(table.Columns.Count)})";
        Delete = $"DELETE FROM {table.Name}{Where([.. table.Columns.Take(table.KeyLength).Select(column => $"{Quote(column)} = {Number(column)}")])}";
        Upsert = $"{insert} ON CONFLICT ({Columns(table.Columns.Take(table.KeyLength))}) {OnConflict(table)}";
        UpsertNewer = table.Columns.Any(column => column.Name == RecordedAt) ? $"{Upsert} WHERE excluded.{RecordedAt} > {table.Name}.{RecordedAt}" : Upsert;
        Select = $"SELECT {string.Join(", ", table.Columns.Select(Expression))} FROM {table.Name} t";
    }

    public Table Table { get; }

    /// <summary>The sources and assets with which the key begins.</summary>
    public IReadOnlyList<Column> Leading { get; }

    /// <summary>The other columns.</summary>
    public IReadOnlyList<Column> Following { get; }

    /// <summary>How many of <see cref="Following"/> belong to the key.</summary>
    public int RestKey { get; }

    /// <summary>Following columns by the numbers of the leading ones and a limit.</summary>
    public string SelectFirst { get; }

    /// <summary>The same behind the rest of a key.</summary>
    public string SelectAfter { get; }

    public string SelectLast { get; }

    public string Upsert { get; }

    /// <summary>The same, but what was recorded later stays.</summary>
    public string UpsertNewer { get; }

    /// <summary>All columns of a table called t.</summary>
    public string Select { get; }

    public string Delete { get; }

    public static RowSql Of(Table table) => All[table];

    private static bool IsName(Column column) => column.Kind is ColumnKind.Source or ColumnKind.Asset;

    private static string Quote(Column column) => $"\"{column.Name}\"";

    private static string Columns(IEnumerable<Column> columns) => string.Join(", ", columns.Select(Quote));

    private static string Marks(int count) => string.Join(", ", Enumerable.Repeat("?", count));

    private static string Where(string[] conditions) => conditions.Length == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";

    private static string OrderBy(List<string> expressions, string direction) =>
        expressions.Count == 0 ? "" : $" ORDER BY {string.Join(", ", expressions.Select(expression => expression + direction))}";

    private static string Expression(Column column) => column.Kind switch
    {
        ColumnKind.Source => $"(SELECT name FROM sources WHERE id = t.{Quote(column)})",
        ColumnKind.Asset => $"(SELECT slug FROM assets WHERE id = t.{Quote(column)})",
        _ => $"t.{Quote(column)}",
    };

    /// <summary>What stands in a column for a value of a row; nothing where the name is not known.</summary>
    private static string Number(Column column) => column.Kind switch
    {
        ColumnKind.Source => "(SELECT id FROM sources WHERE name = ?)",
        ColumnKind.Asset => "(SELECT id FROM assets WHERE slug = ?)",
        _ => "?",
    };

    /// <summary>How many rows a question is about, and the page of them that it asks for.</summary>
    public static (string Count, string Page) Questions(FactQuery query)
    {
        var where = Where([.. query.Where.Where(pair => pair.Value is not null).Select(pair => pair.Key == "source"
            ? "t.source = (SELECT id FROM sources WHERE name = ?)"
            : $"t.\"{pair.Key}\" = ?")]);
        var keys = string.Join(", ", query.Table.Columns.Take(query.Table.KeyLength).Select(column => $"t.{Quote(column)}"));
        var order = $"t.\"{query.OrderBy}\"{(query.IsDescending ? " DESC" : "")} NULLS LAST, {keys}";
        return ($"SELECT count(*) FROM {query.Table.Name} t{where}", $"{Of(query.Table).Select}{where} ORDER BY {order} LIMIT ? OFFSET ?");
    }

    private static string OnConflict(Table table)
    {
        var others = table.Columns.Skip(table.KeyLength).Select(column => $"{Quote(column)} = excluded.{Quote(column)}").ToList();
        return others.Count == 0 ? "DO NOTHING" : $"DO UPDATE SET {string.Join(", ", others)}";
    }
}
