using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

internal sealed class SqliteHistoryStore(SqliteDatabase database) : IHistoryStore
{
    private const string Newest = """
        SELECT observed_at, recorded_at, price, market_cap, volume_24h FROM quotes
        WHERE asset_id = (SELECT id FROM assets WHERE slug = ?) AND source = (SELECT id FROM sources WHERE name = ?)
          AND observed_at BETWEEN ? AND ?
        ORDER BY observed_at DESC LIMIT ?
        """;

    public Task<IReadOnlyList<HistoricQuote>> ReadQuotesAsync(
        SourceId source, AssetId asset, TimeRange range, int limit, CancellationToken cancellationToken) =>
        ReadAsync(source, asset, range, limit, static rows =>
            new HistoricQuote(rows.Time(0), rows.Time(1), rows.Double(2), rows.DoubleOrNull(3), rows.DoubleOrNull(4)), cancellationToken);

    public Task<IReadOnlyList<double>> ReadNewestPricesAsync(SourceId source, AssetId asset, int count, CancellationToken cancellationToken) =>
        ReadAsync(source, asset, TimeRange.All, count, static rows => rows.Double(2), cancellationToken);

    private Task<IReadOnlyList<T>> ReadAsync<T>(
        SourceId source, AssetId asset, TimeRange range, int limit, Func<Rows, T> read, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<T>>(connection =>
        {
            var found = new List<T>();
            using var rows = connection.Prepare(Newest)
                .Bind(asset.Slug).Bind(source.Name).Bind(range.From).Bind(range.To).Bind(Math.Max(limit, 0)).Query();
            while (rows.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                found.Add(read(rows));
            }

            found.Reverse();
            return found;
        }, cancellationToken);
}
