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

    private volatile LinkBook _links = new();
    private readonly ConcurrentDictionary<AssetId, Asset> _assets = new();
    private readonly ConcurrentDictionary<AssetId, string> _names = new();
    private readonly ConcurrentDictionary<string, AssetId[]> _bySymbolAndName = new();
    private readonly ConcurrentDictionary<Contract, AssetId> _byContract = new();

    /// <summary>Assets that were merged into others among them.</summary>
    public int Count => _assets.Count;

    /// <summary>Takes over what the store knows; assets that it does not know under their id any more have been renamed.</summary>
    public async Task LoadAsync(IAssetStore store, CancellationToken cancellationToken)
    {
        var assets = await store.ReadAssetsAsync(cancellationToken);
        var links = new LinkBook();
        foreach (var link in await store.ReadLinksAsync(cancellationToken))
            links.Put(link);
        _links = links;

        foreach (var asset in assets)
        {
            Remove(asset.Id);
            _assets[asset.Id] = asset;
        }

        foreach (var asset in assets.Where(asset => !IsMerged(asset.Id)))
            Enlist(asset);
        var known = assets.Select(asset => asset.Id).ToHashSet();
        foreach (var gone in _assets.Keys.Where(id => !known.Contains(id)))
            Remove(gone);
    }

    /// <summary>The asset of this id, also where it was merged into another one.</summary>
    public Asset? Find(AssetId id) => _assets.GetValueOrDefault(id);

    public AssetLink? FindLink(SourceId source, string coinId) => _links.Find(source, coinId);

    /// <summary>
    /// What a user means by <paramref name="coin"/>: an asset id, else any source's id, else an id that the asset or a source's coin had before.
    /// Where sources use one id for different assets, the first source by name decides.
    /// </summary>
    public ResolvedCoin? Resolve(string coin)
    {
        var id = new AssetId(coin);
        if (Find(id) is { } asset)
            return IsMerged(id) ? Redirect(coin) : new ResolvedCoin(asset, RedirectedFrom: null);
        if (_links.OfAnySource(coin) is { } link && Find(link.Asset) is { } linked)
            return new ResolvedCoin(linked, RedirectedFrom: null);
        return Redirect(coin);
    }

    /// <summary>The coin ids by which the sources know the asset, by source.</summary>
    public IReadOnlyList<AssetLink> LinksOf(AssetId asset) => InOrder(_links.Of(asset));

    /// <summary>The coins that stood for the asset once.</summary>
    public IReadOnlyList<AssetLink> FormerLinksOf(AssetId asset) => InOrder(_links.EndedOf(asset));

    /// <summary>Whether there is such an asset, which was not merged into another one.</summary>
    public bool Knows(AssetId asset) => Find(asset) is not null && !IsMerged(asset);

    /// <summary>Whether the coin of the quote still stands for the asset that the quote was stored for.</summary>
    public bool Holds(Quote quote) =>
        Knows(quote.Asset) && (FindLink(quote.Source, quote.CoinId) is not { } link || link.Asset == quote.Asset);

    /// <summary>Whether the asset turned out to be another one, which answers in its place.</summary>
    internal bool IsMerged(AssetId asset) => FindLink(Aliases, asset.Slug) is { Method: LinkMethod.Merged };

    /// <summary>The link that held at a time; before the first one began, that.</summary>
    internal AssetLink? FindLink(SourceId source, string coinId, DateTimeOffset at) => _links.Find(source, coinId, at);

    internal IEnumerable<AssetLink> LinksBy(string method) => _links.Holding.Where(link => link.Method == method);

    /// <summary>Links and aliases.</summary>
    internal IReadOnlyList<AssetLink> AllLinksOf(AssetId asset) => _links.Of(asset);

    /// <summary>Assets of this symbol and name: candidates, not matches.</summary>
    internal IReadOnlyList<AssetId> Namesakes(string? symbol, string? name) =>
        NameKey(symbol, name) is { } key ? _bySymbolAndName.GetValueOrDefault(key, []) : [];

    /// <summary>Other assets of its symbol and name.</summary>
    internal IReadOnlyList<AssetId> NamesakesOf(AssetId asset) =>
        _names.TryGetValue(asset, out var key) && _bySymbolAndName.GetValueOrDefault(key, []) is { Length: > 1 } all ? [.. all.Where(other => other != asset)] : [];

    /// <summary>The asset that has this contract.</summary>
    internal AssetId? OwnerOf(Contract contract) => _byContract.TryGetValue(contract, out var owner) ? owner : null;

    internal bool IsLinked(SourceId source, AssetId asset) => Array.Exists(_links.Of(asset), link => link.Source == source);

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

    private ResolvedCoin? Redirect(string coin) =>
        FindLink(Aliases, coin) is { } alias && Find(alias.Asset) is { } asset ? new ResolvedCoin(asset, RedirectedFrom: coin) : null;

    private static AssetLink[] InOrder(IEnumerable<AssetLink> links) =>
        [.. links.Where(link => link.Source != Aliases).OrderBy(link => link.Source.Name, StringComparer.Ordinal).ThenBy(link => link.ValidFrom)];

    private void Put(Asset asset)
    {
        Remove(asset.Id);
        _assets[asset.Id] = asset;
        if (!IsMerged(asset.Id))
            Enlist(asset);
    }

    private void Put(AssetLink link)
    {
        _links.Put(link);
        if (link.Source != Aliases || Find(new AssetId(link.CoinId)) is not { } asset)
            return;

        Delist(asset);
        if (!IsMerged(asset.Id))
        {
            Enlist(asset);
        }
        else if (Find(link.Asset) is { } survivor)
        {
            Delist(survivor); // contracts that were the other's are its own now
            Enlist(survivor);
        }
    }

    private void Enlist(Asset asset)
    {
        if (NameKey(asset.Symbol, asset.Name) is { } key)
        {
            _names[asset.Id] = key;
            _bySymbolAndName[key] = [.. _bySymbolAndName.GetValueOrDefault(key, []), asset.Id];
        }

        foreach (var contract in Contract.AllOf(asset.Contracts))
            _byContract.TryAdd(contract, asset.Id);
    }

    private void Delist(Asset asset)
    {
        if (_names.TryRemove(asset.Id, out var key))
            _bySymbolAndName[key] = Array.FindAll(_bySymbolAndName[key], other => other != asset.Id);
        foreach (var contract in Contract.AllOf(asset.Contracts))
            _byContract.TryRemove(new(contract, asset.Id));
    }

    private Asset? Remove(AssetId id)
    {
        if (!_assets.TryRemove(id, out var asset))
            return null;
        Delist(asset);
        return asset;
    }

    private void Rename(AssetRename rename)
    {
        if (Remove(rename.From) is not { } asset)
            return;

        _links.Rename(rename.From, rename.To);
        Put(asset with { Id = rename.To });
        Put(new AssetLink(Aliases, rename.From.Slug, rename.To, LinkMethod.Renamed, $"was called {rename.From}", rename.At));
    }
}

/// <param name="Asset">What was meant.</param>
/// <param name="RedirectedFrom">The old id that was asked for, where the asset or its coin has got another one since.</param>
public sealed record ResolvedCoin(Asset Asset, string? RedirectedFrom);
