using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

internal sealed class SqliteFactStore(SqliteDatabase database) : IFactStore
{
    public Task<Page<object?[]>> ReadAsync(FactQuery query, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var (count, page) = RowSql.Questions(query);
        return new Page<object?[]>(ReadPage(connection, page, query, cancellationToken), Count(connection, count, query));
    }, cancellationToken);

    private static long Count(Connection connection, string count, FactQuery query)
    {
        using var rows = Bind(connection.Prepare(count), query).Query();
        rows.Read();
        return rows.Int64(0);
    }

    private static List<object?[]> ReadPage(Connection connection, string page, FactQuery query, CancellationToken cancellationToken)
    {
        var found = new List<object?[]>();
        using var rows = Bind(connection.Prepare(page), query).Bind(query.PageSize).Bind((query.Page - 1L) * query.PageSize).Query();
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            found.Add([.. query.Table.Columns.Select((column, i) => rows.Value(i, column.Kind))]);
        }

        return found;
    }

    private static Statement Bind(Statement statement, FactQuery query)
    {
        foreach (var value in query.Where.Values.OfType<string>())
            statement.Bind(value);
        return statement;
    }
}
