using Assay.Storage;

namespace Assay.Adapters.Storage.Postgres;

internal sealed class PostgresFactStore(PostgresDatabase database) : IFactStore
{
    public Task<Page<object?[]>> ReadAsync(FactQuery query, CancellationToken cancellationToken) => database.Primary.RunAsync(async (connection, token) =>
    {
        var (count, page) = RowSql.Questions(query);
        object?[] values = [.. query.Where.Values.OfType<string>()];
        var total = await connection.QueryAsync(count, values, row => row.GetInt64(0), token);
        var rows = await connection.QueryAsync(
            page, [.. values, query.PageSize, (query.Page - 1L) * query.PageSize], row => PostgresRowStore.Read(query.Table, row), token);
        return new Page<object?[]>(rows, total.Single());
    }, cancellationToken);

    public Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadDescribedAsync(SourceId source, CancellationToken cancellationToken) =>
        database.Primary.RunAsync<IReadOnlyDictionary<string, DateTimeOffset>>(async (connection, token) =>
        {
            const string Described = "SELECT coin_id, recorded_at FROM coin_metadata WHERE source = (SELECT id FROM sources WHERE name = $1)";
            var rows = await connection.QueryAsync(Described, [source.Name], row => (Coin: row.Text(0), At: row.Time(1)), token);
            return rows.ToDictionary(row => row.Coin, row => row.At);
        }, cancellationToken);
}
