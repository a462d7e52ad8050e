using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

internal sealed class SqliteFactStore(SqliteDatabase database) : IFactStore
{
    public Task<Page<object?[]>> ReadAsync(FactQuery query, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        var (count, page) = RowSql.Questions(query);
        return new Page<object?[]>(ReadPage(connection, page, query, cancellationToken), Count(connection, count, query));
    }, cancellationToken);

    public Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadDescribedAsync(SourceId source, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<string, DateTimeOffset>>(connection =>
        {
            var described = new Dictionary<string, DateTimeOffset>();
            using var rows = connection.Prepare("SELECT coin_id, recorded_at FROM coin_metadata WHERE source = (SELECT id FROM sources WHERE name = ?)").Bind(source.Name).Query();
            while (rows.Read())
                described[rows.Text(0)] = rows.Time(1);
            return described;
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
            found.Add(rows.Values(query.Table));
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
