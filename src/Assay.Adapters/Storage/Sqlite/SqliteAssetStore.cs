using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

internal sealed class SqliteAssetStore(SqliteDatabase database) : IAssetStore
{
    private const string Assets = """
        SELECT a.id, a.slug, a.symbol, a.name, c.platform, c.address
        FROM assets a LEFT JOIN asset_contracts c ON c.asset_id = a.id
        ORDER BY a.id, c.platform
        """;

    private const string Links = """
        SELECT s.name, l.coin_id, a.slug, l.method, l.evidence, l.valid_from, l.valid_to
        FROM asset_links l JOIN sources s ON s.id = l.source JOIN assets a ON a.id = l.asset_id
        ORDER BY l.valid_from, l.rowid
        """;

    public Task<IReadOnlyList<Asset>> ReadAssetsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Asset>>(connection => ReadAssets(connection, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<AssetLink>> ReadLinksAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<AssetLink>>(connection => ReadLinks(connection, cancellationToken), cancellationToken);

    /// <summary>An asset stands in as many rows as it has contracts, one after the other.</summary>
    private static List<Asset> ReadAssets(Connection connection, CancellationToken cancellationToken)
    {
        var assets = new List<Asset>();
        Dictionary<string, string> contracts = [];
        var last = 0L;
        using var rows = connection.Prepare(Assets).Query();
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (rows.Int64(0) != last)
            {
                last = rows.Int64(0);
                assets.Add(new Asset { Id = new(rows.Text(1)), Symbol = rows.TextOrNull(2), Name = rows.Text(3) });
                contracts = [];
            }

            if (rows.IsNull(4))
                continue;
            if (contracts.Count == 0)
                assets[^1] = assets[^1] with { Contracts = contracts };
            contracts.Add(rows.Text(4), rows.Text(5));
        }

        return assets;
    }

    private static List<AssetLink> ReadLinks(Connection connection, CancellationToken cancellationToken)
    {
        var links = new List<AssetLink>();
        using var rows = connection.Prepare(Links).Query();
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            links.Add(new AssetLink(new(rows.Text(0)), rows.Text(1), new(rows.Text(2)), rows.Text(3), rows.Text(4), rows.Time(5), rows.TimeOrNull(6)));
        }

        return links;
    }
}
