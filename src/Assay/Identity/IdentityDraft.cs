using System.Collections.ObjectModel;

namespace Assay.Identity;

/// <summary>What one page changes of our knowledge, until it is committed. An asset of the map is spoken of by the id that it had before the page.</summary>
/// <param name="map">What is known before the page; it is not changed.</param>
/// <param name="source">Whose coins they are.</param>
/// <param name="isFile">Whether an operator's file speaks.</param>
/// <param name="now">When links begin and end.</param>
internal sealed class IdentityDraft(IdentityMap map, SourceId source, bool isFile, DateTimeOffset now)
{
    private readonly List<AssetRename> _renames = [];
    private readonly Dictionary<AssetId, AssetId> _now = [];
    private readonly Dictionary<AssetId, AssetId> _before = [];
    private readonly Dictionary<AssetId, Asset> _assets = [];
    private readonly Dictionary<(SourceId Source, string CoinId), AssetLink> _links = [];
    private readonly Dictionary<(SourceId Source, string CoinId), AssetLink> _ended = [];
    private readonly HashSet<AssetId> _taken = [];
    private readonly HashSet<AssetId> _joined = [];

    public IdentityChange Change => new() { Renames = _renames, Assets = [.. _assets.Values], Links = [.. _ended.Values, .. _links.Values] };

    /// <summary>What the coin stands for, or stood for when the page was fetched.</summary>
    public AssetLink? FindLink(string coinId)
    {
        if (_links.TryGetValue((source, coinId), out var begun))
            return begun;
        return _ended.ContainsKey((source, coinId)) ? null : map.FindLink(source, coinId, now);
    }

    /// <summary>The id that an asset of the map has by now.</summary>
    public AssetId Now(AssetId before) => _now.GetValueOrDefault(before, before);

    /// <summary>Whether the source has a coin for this asset of the map.</summary>
    public bool IsTaken(AssetId asset) => _taken.Contains(Now(asset)) || map.IsLinked(source, asset);

    /// <summary>Whether the page has left this asset of the map where it was, so that it may be joined. What may not waits for the next page.</summary>
    public bool IsSettled(AssetId asset) =>
        map.Find(asset) is not null && !_now.ContainsKey(asset) && !_joined.Contains(asset) && !_taken.Contains(asset)
        && map.AllLinksOf(asset).All(link => link.ValidFrom < now);

    public void Link(string coinId, AssetId asset, string method, string evidence)
    {
        _links[(source, coinId)] = new AssetLink(source, coinId, asset, method, evidence, now);
        _taken.Add(asset);
    }

    public void End(AssetLink link)
    {
        _links.Remove((link.Source, link.CoinId));
        if (link.ValidFrom < now)
            _ended[(link.Source, link.CoinId)] = link with { ValidTo = now };
    }

    /// <summary>Tells again of a link that begins with this very page: it is replayed, and those who look at the changes have to do the same once more.</summary>
    public void Repeat(AssetLink link)
    {
        if (link.ValidFrom != now || map.FindLink(link.Source, link.CoinId, now.AddMilliseconds(-1)) is not { ValidTo: not null } former)
            return;

        _ended[(former.Source, former.CoinId)] = former;
        _links[(link.Source, link.CoinId)] = link;
    }

    /// <summary>An old id, of an asset or of a source's coin, leads to the asset from now on.</summary>
    public void Redirect(string oldId, AssetId to, string method, string evidence) =>
        _links[(IdentityMap.Aliases, oldId)] = new AssetLink(IdentityMap.Aliases, oldId, to, method, evidence, now);

    /// <summary>What was one asset is found to be another one. Its history stays where it was recorded, its id leads to the other.</summary>
    public void Join(AssetId loser, AssetId winner, string method, string evidence)
    {
        foreach (var link in map.AllLinksOf(loser).Where(link => link.Source != IdentityMap.Aliases))
        {
            End(link);
            _links[(link.Source, link.CoinId)] = new AssetLink(link.Source, link.CoinId, winner, method, evidence, now);
        }

        _taken.Add(winner);
        Retire(loser, winner, evidence);
        if (map.Find(loser) is { Contracts: var contracts })
            Enrich(winner, new CoinDescription(loser.Slug, null, null, Contracts: contracts), isOwn: false);
    }

    /// <summary>Nobody stands for the asset any more; those who ask for it mean the other one.</summary>
    public void Retire(AssetId asset, AssetId other, string evidence)
    {
        foreach (var alias in map.AllLinksOf(asset).Where(link => link.Source == IdentityMap.Aliases))
            Redirect(alias.CoinId, other, alias.Method, alias.Evidence);
        Redirect(asset.Slug, other, LinkMethod.Merged, evidence);
        _joined.UnionWith([asset, other]);
    }

    /// <summary>Takes a known asset as the coin's; CoinGecko's spelling becomes its id.</summary>
    public AssetId Adopt(AssetId before, CoinDescription coin)
    {
        var wanted = new AssetId(coin.CoinId);
        if (source == SourceId.CoinGecko && Now(before) != wanted)
        {
            MakeWay(wanted);
            Rename(Now(before), wanted);
        }

        return Enrich(Now(before), coin, isOwn: false);
    }

    public AssetId Create(CoinDescription coin)
    {
        var id = source == SourceId.CoinGecko ? new AssetId(coin.CoinId) : FreeSlug(coin);
        if (source == SourceId.CoinGecko)
            MakeWay(id);

        _assets[id] = new Asset
        {
            Id = id,
            Symbol = coin.Symbol?.ToUpperInvariant(),
            Name = coin.Name ?? coin.Symbol ?? coin.CoinId,
            Contracts = Contract.AllOf(coin.Contracts) is { Count: > 0 } contracts
                ? contracts.ToDictionary(contract => contract.Platform, contract => contract.Address)
                : ReadOnlyDictionary<string, string>.Empty,
        };
        return id;
    }

    /// <summary>What we did not know is worth an update, a mere repetition is not.</summary>
    /// <param name="id">The id that the asset has by now.</param>
    /// <param name="coin">What is said of it.</param>
    /// <param name="isOwn">Whether the source brought the asset.</param>
    public AssetId Enrich(AssetId id, CoinDescription coin, bool isOwn)
    {
        if ((_assets.GetValueOrDefault(id) ?? map.Find(Before(id))) is not { } asset)
            return id;

        var decides = DecidesOn(asset, isOwn);
        var symbol = decides ? coin.Symbol?.ToUpperInvariant() ?? asset.Symbol : asset.Symbol;
        var name = decides ? coin.Name ?? asset.Name : asset.Name;
        var contracts = coin.Contracts is { Count: > 0 } told ? Combine(asset.Contracts, told, decides) : asset.Contracts;
        if (asset.Id != id || symbol != asset.Symbol || name != asset.Name || contracts != asset.Contracts)
            _assets[id] = asset with { Id = id, Symbol = symbol, Name = name, Contracts = contracts };
        return id;
    }

    /// <summary>Whether this source decides what is known of the asset: CoinGecko, and who brought it where CoinGecko does not know it.</summary>
    private bool DecidesOn(Asset asset, bool isOwn) =>
        source == SourceId.CoinGecko || (isOwn && !isFile && !map.IsLinked(SourceId.CoinGecko, asset.Id));

    /// <summary>The same dictionary where there is nothing new. Sources that differ would else correct each other for ever.</summary>
    private static IReadOnlyDictionary<string, string> Combine(IReadOnlyDictionary<string, string> known, IReadOnlyDictionary<string, string> told, bool decides)
    {
        var news = Contract.AllOf(told).Where(contract => known.GetValueOrDefault(contract.Platform) is not { } address || (decides && address != contract.Address)).ToList();
        if (news.Count == 0)
            return known;

        var all = known.ToDictionary();
        foreach (var contract in news)
            all[contract.Platform] = contract.Address;
        return all;
    }

    private AssetId FreeSlug(CoinDescription coin)
    {
        var slug = AssetName.Slug(coin.Name ?? coin.CoinId);
        AssetId[] choices = [new(slug.Length > 0 ? slug : coin.CoinId), new(coin.CoinId), new($"{coin.CoinId}-{source}")];
        foreach (var choice in choices)
        {
            if (IsFree(choice))
                return choice;
        }

        return Numbered(choices[^1]);
    }

    /// <summary>An asset of another source that has the id which CoinGecko gives to this one gets another.</summary>
    private void MakeWay(AssetId wanted)
    {
        if (IsFree(wanted))
            return;

        var free = Numbered(wanted);
        var merged = map.IsMerged(wanted) ? map.FindLink(IdentityMap.Aliases, wanted.Slug) : null;
        Rename(wanted, free);
        if (merged is not null)
            Redirect(free.Slug, Now(merged.Asset), LinkMethod.Merged, merged.Evidence);
    }

    private void Rename(AssetId from, AssetId to)
    {
        var before = Before(from);
        _before.Remove(from);
        (_now[before], _before[to]) = (to, before);
        _renames.Add(new AssetRename(from, to, now));
        if (_assets.Remove(from, out var pending))
            _assets[to] = pending with { Id = to };
    }

    /// <summary>The id that an asset had before the page.</summary>
    private AssetId Before(AssetId now) => _before.GetValueOrDefault(now, now);

    private AssetId Numbered(AssetId id) =>
        Enumerable.Range(2, int.MaxValue - 2).Select(number => new AssetId($"{id}-{number}")).First(IsFree);

    private bool IsFree(AssetId id) => !_assets.ContainsKey(id) && !_before.ContainsKey(id) && (map.Find(id) is null || _now.ContainsKey(id));
}
