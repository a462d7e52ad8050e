using Assay.Identity;
using Assay.Storage;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Writes which coin is which asset.</summary>
internal sealed class IdentityWriter(NpgsqlConnection connection, Numbers numbers)
{
    private const string UpsertAssets = """
        INSERT INTO assets AS a (slug, symbol, name) SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT (slug) DO UPDATE SET symbol = coalesce(excluded.symbol, a.symbol), name = excluded.name
        WHERE (coalesce(excluded.symbol, a.symbol), excluded.name) IS DISTINCT FROM (a.symbol, a.name)
        """;

    private const string UpsertContracts = """
        INSERT INTO asset_contracts AS c (asset_id, platform, address) SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT (asset_id, platform) DO UPDATE SET address = excluded.address WHERE excluded.address <> c.address
        """;

    private const string CloseLinks = """
        UPDATE asset_links l SET valid_to = n.valid_from FROM unnest($1, $2, $3, $4) AS n(source, coin_id, asset_id, valid_from)
        WHERE l.source = n.source AND l.coin_id = n.coin_id AND l.valid_to IS NULL AND l.asset_id <> n.asset_id
        """;

    private const string EndLinks = """
        UPDATE asset_links l SET valid_to = n.valid_to FROM unnest($1, $2, $3, $4, $5) AS n(source, coin_id, asset_id, valid_from, valid_to)
        WHERE l.source = n.source AND l.coin_id = n.coin_id AND l.valid_to IS NULL AND l.asset_id = n.asset_id AND l.valid_from = n.valid_from
        """;

    private const string InsertLinks = """
        INSERT INTO asset_links (source, coin_id, asset_id, valid_from, method, evidence) SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO NOTHING
        """;

    // The consensus has no coin ids of its own; it calls an asset as we do.
    private const string RenameConsensus = "UPDATE latest_quotes SET coin_id = $1 WHERE asset_id = $2 AND source = (SELECT id FROM sources WHERE name = $3)";

    // A slug that comes back into use is no alias any more.
    private const string CloseAlias = "UPDATE asset_links SET valid_to = $1 WHERE source = $2 AND coin_id = $3 AND valid_to IS NULL";

    public async Task WriteAsync(IdentityChange change, CancellationToken cancellationToken)
    {
        if (change.IsEmpty)
            return;

        foreach (var rename in change.Renames)
            await RenameAsync(rename, cancellationToken);
        await StoreAsync(change.Assets, cancellationToken);
        await StoreAsync(change.Links, cancellationToken);
    }

    private async Task RenameAsync(AssetRename rename, CancellationToken cancellationToken)
    {
        var (from, to, at) = rename;
        await numbers.LearnAsync(connection, [from, to], cancellationToken);
        await numbers.LearnAsync(connection, [IdentityMap.Aliases], cancellationToken);
        var target = numbers.Find(to);
        if (numbers.Find(from) is not { } asset)
        {
            if (target is not null)
                return; // renamed already
            throw new StoreException($"No asset is called '{from}', so it cannot be renamed to '{to}'.");
        }

        if (target is not null)
            throw new StoreException($"Asset '{from}' cannot be renamed to '{to}': another asset has that name.");

        await connection.ExecuteAsync("UPDATE assets SET slug = $1 WHERE id = $2", [to.Slug, asset], cancellationToken);
        await connection.ExecuteAsync(RenameConsensus, [to.Slug, asset, SourceId.Consensus.Name], cancellationToken);
        numbers.Forget(from);
        await connection.ExecuteAsync(CloseAlias, [at, numbers.Of(IdentityMap.Aliases), to.Slug], cancellationToken);
        await StoreAsync([new AssetLink(IdentityMap.Aliases, from.Slug, to, LinkMethod.Renamed, $"'{from}' was renamed to '{to}'.", at)], cancellationToken);
    }

    private async Task StoreAsync(IReadOnlyList<Asset> assets, CancellationToken cancellationToken)
    {
        if (assets.Count == 0)
            return;

        await connection.ExecuteAsync(UpsertAssets, [assets.Map(asset => asset.Id.Slug), assets.Map(asset => asset.Symbol), assets.Map(asset => asset.Name)], cancellationToken);
        var contracts = assets.SelectMany(asset => asset.Contracts, (asset, contract) => (asset.Id, contract.Key, contract.Value)).ToArray();
        if (contracts.Length == 0)
            return;

        await numbers.LearnAsync(connection, contracts.Select(contract => contract.Id), cancellationToken);
        await connection.ExecuteAsync(
            UpsertContracts, [contracts.Map(contract => numbers.Of(contract.Id)), contracts.Map(contract => contract.Key), contracts.Map(contract => contract.Value)], cancellationToken);
    }

    private async Task StoreAsync(IReadOnlyList<AssetLink> links, CancellationToken cancellationToken)
    {
        if (links.Count == 0)
            return;

        await numbers.LearnAsync(connection, links.Select(link => link.Source).Distinct(), cancellationToken);
        await numbers.LearnAsync(connection, links.Select(link => link.Asset), cancellationToken);
        await using var batch = connection.CreateBatch();
        if (links.Where(link => link.ValidTo is not null).ToArray() is { Length: > 0 } ending)
        {
            var (sources, coins, assets, times) = Keys(ending);
            batch.Add(EndLinks, sources, coins, assets, times, ending.Map(link => link.ValidTo!.Value));
        }

        if (links.Where(link => link.ValidTo is null).ToArray() is { Length: > 0 } beginning)
        {
            var (sources, coins, assets, times) = Keys(beginning);
            batch.Add(CloseLinks, sources, coins, assets, times);
            batch.Add(InsertLinks, sources, coins, assets, times, beginning.Map(link => link.Method), beginning.Map(link => link.Evidence));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private (short[] Sources, string[] Coins, int[] Assets, DateTimeOffset[] Times) Keys(AssetLink[] links) => (
        links.Map(link => numbers.Of(link.Source)), links.Map(link => link.CoinId), links.Map(link => numbers.Of(link.Asset)), links.Map(link => link.ValidFrom));
}
