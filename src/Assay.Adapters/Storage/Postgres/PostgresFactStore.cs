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
}
