using Assay.Identity;
using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Writes which coin is which asset.</summary>
internal sealed class IdentityWriter(Writer writer)
{
    private const string UpsertAsset = """
        INSERT INTO assets (slug, symbol, name) VALUES (?, ?, ?)
        ON CONFLICT (slug) DO UPDATE SET symbol = coalesce(excluded.symbol, symbol), name = excluded.name
        WHERE (coalesce(excluded.symbol, symbol), excluded.name) IS NOT (symbol, name)
        """;

    private const string UpsertContract = """
        INSERT INTO asset_contracts (asset_id, platform, address) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET address = excluded.address WHERE address <> excluded.address
        """;

    private const string CloseLink =
        "UPDATE asset_links SET valid_to = ? WHERE source = ? AND coin_id = ? AND valid_to IS NULL AND asset_id <> ?";

    private const string EndLink =
        "UPDATE asset_links SET valid_to = ? WHERE source = ? AND coin_id = ? AND valid_to IS NULL AND asset_id = ? AND valid_from = ?";

    private const string InsertLink = """
        INSERT INTO asset_links (source, coin_id, asset_id, method, evidence, valid_from) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """;

    // A slug that comes back into use is no alias any more.
    private const string CloseAlias = "UPDATE asset_links SET valid_to = ? WHERE source = ? AND coin_id = ? AND valid_to IS NULL";

    // The consensus calls an asset as we do.
    private const string RenameConsensus = "UPDATE latest_quotes SET coin_id = ? WHERE asset_id = ? AND source = ?";

    private readonly Connection _connection = writer.Connection;

    public void Write(IdentityChange change)
    {
        foreach (var rename in change.Renames)
            Rename(rename);
        foreach (var asset in change.Assets)
            Store(asset);
        foreach (var link in change.Links)
            Store(link);
    }

    private void Rename(AssetRename rename)
    {
        var (from, to, at) = rename;
        var target = writer.Numbers.Find(to);
        if (writer.Numbers.Find(from) is not { } asset)
        {
            if (target is not null)
                return; // renamed already
            throw new StoreException($"No asset is called '{from}', so it cannot be renamed to '{to}'.");
        }

        if (target is not null)
            throw new StoreException($"Asset '{from}' cannot be renamed to '{to}': another asset has that name.");

        _connection.Prepare("UPDATE assets SET slug = ? WHERE id = ?").Bind(to.Slug).Bind(asset).Execute();
        _connection.Prepare(RenameConsensus).Bind(to.Slug).Bind(asset).Bind(writer.Numbers.Of(SourceId.Consensus)).Execute();
        writer.Numbers.Forget(from);
        _connection.Prepare(CloseAlias).Bind(at).Bind(writer.Numbers.Of(IdentityMap.Aliases)).Bind(to.Slug).Execute();
        Store(new AssetLink(IdentityMap.Aliases, from.Slug, to, LinkMethod.Renamed, $"'{from}' was renamed to '{to}'.", at));
    }

    private void Store(Asset asset)
    {
        _connection.Prepare(UpsertAsset).Bind(asset.Id.Slug).Bind(asset.Symbol).Bind(asset.Name).Execute();
        if (asset.Contracts.Count == 0)
            return;

        var number = writer.Numbers.Of(asset.Id);
        foreach (var (platform, address) in asset.Contracts)
            _connection.Prepare(UpsertContract).Bind(number).Bind(platform).Bind(address).Execute();
    }

    private void Store(AssetLink link)
    {
        var source = writer.Numbers.Of(link.Source);
        var asset = writer.Numbers.Of(link.Asset);
        if (link.ValidTo is { } end)
        {
            _connection.Prepare(EndLink).Bind(end).Bind(source).Bind(link.CoinId).Bind(asset).Bind(link.ValidFrom).Execute();
            return;
        }

        _connection.Prepare(CloseLink).Bind(link.ValidFrom).Bind(source).Bind(link.CoinId).Bind(asset).Execute();
        _connection.Prepare(InsertLink)
            .Bind(source).Bind(link.CoinId).Bind(asset).Bind(link.Method).Bind(link.Evidence).Bind(link.ValidFrom).Execute();
    }
}
