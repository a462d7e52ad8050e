using Assay.Storage;

namespace Assay.Adapters.Storage.Postgres;

internal sealed class PostgresCoverageStore(PostgresDatabase database) : ICoverageStore
{
    private const string Covered = """
        SELECT "from", "to" FROM coverage
        WHERE source = (SELECT id FROM sources WHERE name = $1) AND task = $2 AND coin = $3 AND state = 'covered'
        ORDER BY "from"
        """;

    public Task<IReadOnlyList<TimeRange>> ReadCoverageAsync(SourceId source, string task, string coinId, CancellationToken cancellationToken) =>
        database.Primary.RunAsync<IReadOnlyList<TimeRange>>(
            async (connection, token) => await connection.QueryAsync(
                Covered, [source.Name, task, coinId], row => new TimeRange(row.Time(0), row.Time(1)), token), cancellationToken);
}
