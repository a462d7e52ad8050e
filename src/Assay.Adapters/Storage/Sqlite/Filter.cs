namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Conditions on the columns of a table called r; null does not filter. Only what filters stands in the SQL, so that indexes are used.</summary>
internal sealed class Filter(params (string Column, string? Value)[] conditions)
{
    private readonly List<(string Column, string? Value)> _conditions = [.. conditions.Where(condition => condition.Value is not null)];

    public long Count(Connection connection, string select)
    {
        using var rows = Bind(connection.Prepare(select + Where())).Query();
        rows.Read();
        return rows.Int64(0);
    }

    /// <summary>The statement that reads one page, counted from 1, newest first.</summary>
    public Statement SelectPage(Connection connection, string select, int page, int pageSize) =>
        Bind(connection.Prepare($"{select}{Where()} ORDER BY r.id DESC LIMIT ? OFFSET ?")).Bind(pageSize).Bind((page - 1L) * pageSize);

    private string Where() => _conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _conditions.Select(condition => condition.Column switch
    {
        "source" => "r.source = (SELECT id FROM sources WHERE name = ?)",
        var column => $"r.{column} = ?",
    }));

    private Statement Bind(Statement statement)
    {
        foreach (var (_, value) in _conditions)
            statement.Bind(value);
        return statement;
    }
}
