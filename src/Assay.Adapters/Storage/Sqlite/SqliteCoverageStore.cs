using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

internal sealed class SqliteCoverageStore(SqliteDatabase database) : ICoverageStore
{
    private const string Covered = """
        SELECT "from", "to" FROM coverage
        WHERE source = (SELECT id FROM sources WHERE name = ?) AND task = ? AND coin = ? AND state = 'covered'
        ORDER BY "from"
        """;

    public Task<IReadOnlyList<TimeRange>> ReadCoverageAsync(
        SourceId source, string task, string coinId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<TimeRange>>(connection =>
        {
            var covered = new List<TimeRange>();
            using var rows = connection.Prepare(Covered).Bind(source.Name).Bind(task).Bind(coinId).Query();
            while (rows.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                covered.Add(new TimeRange(rows.Time(0), rows.Time(1)));
            }

            return covered;
        }, cancellationToken);
}
