using Assay.Storage;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

internal sealed class PostgresAssetStore(PostgresDatabase database) : IAssetStore
{
    private const string Assets = """
        SELECT a.id, a.slug, a.symbol, a.name, c.platform, c.address
        FROM assets a LEFT JOIN asset_contracts c ON c.asset_id = a.id
        ORDER BY a.id, c.platform COLLATE "C"
        """;

    private const string Links = """
        SELECT s.name, l.coin_id, a.slug, l.method, l.evidence, l.valid_from, l.valid_to
        FROM asset_links l JOIN sources s ON s.id = l.source JOIN assets a ON a.id = l.asset_id
        ORDER BY l.valid_from, l.valid_to, s.name, l.coin_id
        """;

    public Task<IReadOnlyList<Asset>> ReadAssetsAsync(CancellationToken cancellationToken) => database.Primary.RunAsync(ReadAssetsAsync, cancellationToken);

    public Task<IReadOnlyList<AssetLink>> ReadLinksAsync(CancellationToken cancellationToken) => database.Primary.RunAsync<IReadOnlyList<AssetLink>>(
        async (connection, token) => await connection.QueryAsync(
            Links, [], row => new AssetLink(new(row.Text(0)), row.Text(1), new(row.Text(2)), row.Text(3), row.Text(4), row.Time(5), row.TimeOrNull(6)), token), cancellationToken);

    /// <summary>An asset stands in as many rows as it has contracts, one after the other.</summary>
    private static async Task<IReadOnlyList<Asset>> ReadAssetsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var assets = new List<Asset>();
        Dictionary<string, string> contracts = [];
        var last = 0;
        await using var command = connection.Command(Assets);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            if (row.GetInt32(0) != last)
            {
                last = row.GetInt32(0);
                assets.Add(new Asset { Id = new(row.Text(1)), Symbol = row.TextOrNull(2), Name = row.Text(3) });
                contracts = [];
            }

            if (row.IsDBNull(4))
                continue;
            if (contracts.Count == 0)
                assets[^1] = assets[^1] with { Contracts = contracts };
            contracts.Add(row.Text(4), row.Text(5));
        }

        return assets;
    }
}
