using System.Collections.Concurrent;
using Assay.Storage;

namespace Assay.Identity;

/// <summary>
/// Which coin of which source is which asset. Reads may come from any thread; changes are applied by the pipeline alone,
/// after they have been committed.
/// </summary>
public sealed class IdentityMap
{
    /// <summary>The name under which old slugs are kept as links.</summary>
    public static readonly SourceId Aliases = SourceId.Assay;

    private readonly ConcurrentDictionary<AssetId, Asset> _assets = new();
    private readonly ConcurrentDictionary<(SourceId Source, string CoinId), AssetLink> _links = new();
    private readonly ConcurrentDictionary<string, AssetId[]> _bySymbolAndName = new();
    private readonly ConcurrentDictionary<string, AssetLink[]> _byCoinId = new();
    private readonly ConcurrentDictionary<AssetId, AssetLink[]> _byAsset = new();

    public int Count => _assets.Count;

    /// <summary>Takes over what the store knows; assets that it does not know under their id any more have been renamed.</summary>
    public async Task LoadAsync(IAssetStore store, CancellationToken cancellationToken)
    {
        var change = new IdentityChange
        {
            Assets = await store.ReadAssetsAsync(cancellationToken),
            Links = await store.ReadLinksAsync(cancellationToken),
        };
        Apply(change);

        var known = change.Assets.Select(asset => asset.Id).ToHashSet();
        foreach (var gone in _assets.Keys.Where(id => !known.Contains(id)))
            Remove(gone);
    }

    public Asset? Find(AssetId id) => _assets.GetValueOrDefault(id);

    public AssetLink? FindLink(SourceId source, string coinId) => _links.GetValueOrDefault((source, coinId));

    /// <summary>
    /// What a user means by <paramref name="coin"/>: an asset id, else an id that the asset had before, else any source's id.
    /// Where sources use one id for different assets, the first source by name decides.
    /// </summary>
    public ResolvedCoin? Resolve(string coin)
    {
        if (Find(new AssetId(coin)) is { } asset)
            return new ResolvedCoin(asset, RedirectedFrom: null);
        if (FindLink(Aliases, coin) is { } alias && Find(alias.Asset) is { } renamed)
            return new ResolvedCoin(renamed, RedirectedFrom: coin);
        if (_byCoinId.TryGetValue(coin, out var links) && Find(links[0].Asset) is { } linked)
            return new ResolvedCoin(linked, RedirectedFrom: null);
        return null;
    }

    /// <summary>The coin ids by which the sources know the asset, by source.</summary>
    public IReadOnlyList<AssetLink> LinksOf(AssetId asset) =>
        [.. _byAsset.GetValueOrDefault(asset, []).Where(link => link.Source != Aliases).OrderBy(link => link.Source.Name, StringComparer.Ordinal)];

    /// <summary>Assets of this symbol and name: candidates, not matches.</summary>
    internal IReadOnlyList<AssetId> Namesakes(string? symbol, string? name) =>
        NameKey(symbol, name) is { } key ? _bySymbolAndName.GetValueOrDefault(key, []) : [];

    internal bool IsLinked(SourceId source, AssetId asset) => Array.Exists(_byAsset.GetValueOrDefault(asset, []), link => link.Source == source);

    internal static string? NameKey(string? symbol, string? name)
    {
        if (symbol is null || name is null)
            return null;
        var normalised = AssetName.Normalise(name);
        return normalised.Length == 0 ? null : $"{symbol.ToUpperInvariant()} {normalised}";
    }

    /// <summary>Makes a committed change known.</summary>
    public void Apply(IdentityChange change)
    {
        foreach (var rename in change.Renames)
            Rename(rename);
        foreach (var asset in change.Assets)
            Put(asset);
        foreach (var link in change.Links)
            Put(link);
    }

    private void Put(Asset asset)
    {
        Remove(asset.Id);
        _assets[asset.Id] = asset;
        if (NameKey(asset.Symbol, asset.Name) is { } key)
            _bySymbolAndName[key] = [.. _bySymbolAndName.GetValueOrDefault(key, []), asset.Id];
    }

    private void Put(AssetLink link)
    {
        if (_links.TryGetValue((link.Source, link.CoinId), out var former))
            _byAsset[former.Asset] = [.. _byAsset.GetValueOrDefault(former.Asset, []).Where(other => other != former)];

        _links[(link.Source, link.CoinId)] = link;
        _byAsset[link.Asset] = [.. _byAsset.GetValueOrDefault(link.Asset, []), link];
        if (link.Source != Aliases)
            _byCoinId[link.CoinId] = [.. Others(link).Append(link).OrderBy(other => other.Source.Name, StringComparer.Ordinal)];
    }

    private IEnumerable<AssetLink> Others(AssetLink link) =>
        _byCoinId.GetValueOrDefault(link.CoinId, []).Where(other => other.Source != link.Source);

    private Asset? Remove(AssetId id)
    {
        if (!_assets.TryRemove(id, out var asset))
            return null;
        if (NameKey(asset.Symbol, asset.Name) is { } key)
            _bySymbolAndName[key] = [.. _bySymbolAndName.GetValueOrDefault(key, []).Where(other => other != id)];
        return asset;
    }

    private void Rename(AssetRename rename)
    {
        if (Remove(rename.From) is not { } asset)
            return;

        Put(asset with { Id = rename.To });
        foreach (var link in _byAsset.GetValueOrDefault(rename.From, []))
            Put(link with { Asset = rename.To });
        Put(new AssetLink(Aliases, rename.From.Slug, rename.To, LinkMethod.Renamed, $"was called {rename.From}", rename.At));
    }
}

/// <param name="Asset">What was meant.</param>
/// <param name="RedirectedFrom">The old id that was asked for, where the asset has been renamed since.</param>
public sealed record ResolvedCoin(Asset Asset, string? RedirectedFrom);
