using Assay.Board;
using Assay.Providers;

namespace Assay.Identity;

/// <summary>
/// Recognises the coins of one page. Never merges on a symbol alone: an asset too many can be joined later, one that was
/// wrongly merged has mixed two histories.
/// </summary>
/// <param name="map">What is known before the page; it is not changed.</param>
/// <param name="board">Prices to compare with.</param>
/// <param name="source">Whose coins they are.</param>
/// <param name="isFile">Whether an operator's file speaks, who may use our own ids.</param>
/// <param name="now">When new links begin to hold: when the page was fetched.</param>
internal sealed class Identifier(IdentityMap map, MarketBoard board, SourceId source, bool isFile, DateTimeOffset now)
{
    private readonly IdentityDraft _draft = new(map, source, isFile, now);
    private Matcher? _matcher;

    public IdentityChange Change => _draft.Change;

    private Matcher Matcher => _matcher ??= new Matcher(map, board, source, isFile, _draft.IsTaken);

    /// <summary>
    /// The asset of each coin, in the order given; null for one that is only listed while an asset is called like it: it waits until a price
    /// or a contract tells more.
    /// </summary>
    public AssetId?[] Identify(IReadOnlyList<CoinDescription> coins)
    {
        var shared = new Lazy<HashSet<string>>(() => SharedNames(coins)); // most pages hold nothing new
        var assets = new AssetId?[coins.Count];
        for (var i = 0; i < assets.Length; i++)
            assets[i] = _draft.FindLink(coins[i].CoinId) is { } link ? Recognise(link, coins[i], shared) : Match(coins[i], shared);
        return assets;
    }

    /// <summary>Takes in what is said of coins that are known; others are left for the page that lists them.</summary>
    public void Learn(IReadOnlyList<CoinDescription> coins) => Identify([.. coins.Where(coin => _draft.FindLink(coin.CoinId) is not null)]);

    /// <summary>Links the new ids of coins to what the old ones stood for.</summary>
    public void Follow(IReadOnlyList<ProviderIdChange> changes)
    {
        foreach (var change in changes.OrderBy(change => change.ChangedAt))
            Follow(change);
    }

    /// <summary>Does what an operator says; returns why it cannot be done, or null.</summary>
    public MappingRefusal? Override(MappingOverride word)
    {
        var link = _draft.FindLink(word.CoinId);
        if (link is { Method: LinkMethod.Override } && link.ValidFrom >= now)
        {
            _draft.Repeat(link);
            return null;
        }

        if (word.FindFault(map) is { } fault)
            return fault;

        var asset = word.AssetId is null ? OnItsOwn(link!) : map.Resolve(word.AssetId)!.Asset.Id;
        var evidence = string.IsNullOrWhiteSpace(word.Reason) ? "an operator says so" : $"an operator says: {word.Reason.Trim()}";
        if (link is not null)
            _draft.End(link);
        _draft.Link(word.CoinId, asset, LinkMethod.Override, evidence);
        if (link is not null && link.Asset != asset && map.LinksOf(link.Asset).Count == 1)
            _draft.Retire(link.Asset, asset, evidence);
        return null;
    }

    private AssetId OnItsOwn(AssetLink link) =>
        map.LinksOf(link.Asset).Count == 1 ? link.Asset : _draft.Create(new CoinDescription(link.CoinId, null, null));

    private AssetId? Match(CoinDescription coin, Lazy<HashSet<string>> shared)
    {
        var contracts = Contract.AllOf(coin.Contracts);
        var match = Matcher.Match(coin, contracts, one => IsShared(one, shared));
        if (match is { Asset: null, IsDoubtful: true } && coin.Figures?.Price is null && contracts.Count == 0)
            return null;

        var asset = match.Asset is { } known ? _draft.Adopt(known, coin) : _draft.Create(coin);
        _draft.Link(coin.CoinId, asset, match.Method, match.Evidence);
        return asset;
    }

    private AssetId Recognise(AssetLink link, CoinDescription coin, Lazy<HashSet<string>> shared)
    {
        if (link.ValidTo is not null)
            return link.Asset; // what the coin stood for when the page was fetched

        if ((JoinByContract(link, coin) ?? JoinByName(link, coin, shared)) is { } joined)
            return _draft.Enrich(joined, coin, isOwn: false);

        var isOwn = link.Method == LinkMethod.Own || (link.Method == LinkMethod.Override && map.AllLinksOf(link.Asset) is [_]);
        return _draft.Enrich(_draft.Now(link.Asset), coin, isOwn);
    }

    /// <summary>A contract that was not known of the asset may show that it is another one.</summary>
    private AssetId? JoinByContract(AssetLink link, CoinDescription coin)
    {
        if (coin.Contracts is null or { Count: 0 })
            return null;

        foreach (var contract in Contract.AllOf(coin.Contracts))
        {
            if (map.OwnerOf(contract) is { } owner && owner != link.Asset && TryJoin(link.Asset, owner, LinkMethod.Contract, $"the same contract: {contract}") is { } joined)
                return joined;
        }

        return null;
    }

    /// <summary>What could not be compared when the coin was new may be comparable by now.</summary>
    private AssetId? JoinByName(AssetLink link, CoinDescription coin, Lazy<HashSet<string>> shared)
    {
        if (link.Method != LinkMethod.Own || coin.Figures?.Price is null || map.NamesakesOf(link.Asset) is not { Count: > 0 } namesakes)
            return null;

        var contracts = Contract.AllOf(map.Find(link.Asset)!.Contracts);
        foreach (var candidate in Matcher.Candidates(namesakes))
        {
            if (Matcher.Compare(candidate, coin, contracts) is { Verdict: Verdict.Alike } alike && !IsShared(coin, shared)
                && TryJoin(link.Asset, candidate, LinkMethod.SymbolAndName, $"the only {coin.Name} ({coin.Symbol}) on both sides: {alike.Evidence}") is { } joined)
                return joined;
        }

        return null;
    }

    /// <summary>Makes one asset of two, unless somebody stands for both or an operator keeps them apart; returns the one that is left.</summary>
    private AssetId? TryJoin(AssetId one, AssetId other, string method, string evidence)
    {
        if (!_draft.IsSettled(one) || !_draft.IsSettled(other))
            return null;

        var (winner, loser) = Rank(one).CompareTo(Rank(other)) <= 0 ? (one, other) : (other, one);
        var moving = map.LinksOf(loser);
        if (moving.Count == 0 || moving.Any(link => link.Method == LinkMethod.Override || map.IsLinked(link.Source, winner)) || map.LinksOf(winner) is [{ Method: LinkMethod.Override }])
            return null;

        _draft.Join(loser, winner, method, evidence);
        return winner;
    }

    /// <summary>The asset that CoinGecko names stays, else the one that more sources know, else the older one.</summary>
    private (bool, int, DateTimeOffset, string) Rank(AssetId asset)
    {
        var links = map.LinksOf(asset);
        return (!map.IsLinked(SourceId.CoinGecko, asset), -links.Count, links.Select(link => link.ValidFrom).DefaultIfEmpty(now).Min(), asset.Slug);
    }

    private void Follow(ProviderIdChange change)
    {
        if (change.OldId == change.NewId || _draft.FindLink(change.OldId) is not { ValidTo: null } old)
            return;
        if (old.ValidFrom < now && old.ValidFrom >= change.ChangedAt)
            return; // the old id was given to another coin since

        var evidence = $"{source} renamed {change.OldId} to {change.NewId}{(change.ChangedAt is { } at ? $" at {at.ToIso()}" : "")}";
        var known = _draft.FindLink(change.NewId);
        _draft.End(old);
        if (known is null)
            _draft.Link(change.NewId, _draft.Now(old.Asset), old.Method == LinkMethod.Override ? LinkMethod.Override : LinkMethod.Renamed, evidence);
        else if (known.Asset != old.Asset)
            Unite(old, known, evidence);
        if (map.Find(new AssetId(change.OldId)) is null)
            _draft.Redirect(change.OldId, (_draft.FindLink(change.NewId) ?? old).Asset, LinkMethod.Renamed, evidence);
    }

    /// <summary>The new id was seen before the news of it: one of the two assets is too many.</summary>
    private void Unite(AssetLink old, AssetLink known, string evidence)
    {
        if (known.Method == LinkMethod.Own && map.LinksOf(known.Asset).Count == 1 && _draft.IsSettled(known.Asset))
            _draft.Join(known.Asset, old.Asset, LinkMethod.Renamed, evidence);
        else if (map.LinksOf(old.Asset).Count == 1)
            _draft.Retire(old.Asset, known.Asset, evidence);
    }

    private static bool IsShared(CoinDescription coin, Lazy<HashSet<string>> shared) =>
        IdentityMap.NameKey(coin.Symbol, coin.Name) is { } key && shared.Value.Contains(key);

    /// <summary>Symbol and name that several coins of the page share: none of them can be recognised by it.</summary>
    private static HashSet<string> SharedNames(IReadOnlyList<CoinDescription> coins) =>
        [.. coins.DistinctBy(coin => coin.CoinId).Select(coin => IdentityMap.NameKey(coin.Symbol, coin.Name)).OfType<string>()
            .CountBy(key => key).Where(pair => pair.Value > 1).Select(pair => pair.Key)];
}
