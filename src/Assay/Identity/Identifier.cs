using System.Collections.ObjectModel;
using Assay.Board;

namespace Assay.Identity;

/// <summary>
/// Recognises the coins of one page. Never merges on a symbol alone: an asset too many can be joined later, one that was
/// wrongly merged has mixed two histories.
/// </summary>
/// <param name="map">What is known before the page; it is not changed.</param>
/// <param name="board">Prices to compare with.</param>
/// <param name="source">Whose coins they are.</param>
/// <param name="isFile">Whether an operator's file speaks, who may use our own ids.</param>
/// <param name="now">When new links begin to hold.</param>
internal sealed class Identifier(IdentityMap map, MarketBoard board, SourceId source, bool isFile, DateTimeOffset now)
{
    /// <summary>Two prices of one asset at about the same time differ by less.</summary>
    private const double PriceTolerance = 0.05;

    private static readonly TimeSpan SameTime = TimeSpan.FromMinutes(15);

    private readonly List<AssetRename> _renames = [];
    private readonly Dictionary<AssetId, AssetId> _now = [];
    private readonly Dictionary<AssetId, AssetId> _before = [];
    private readonly Dictionary<AssetId, Asset> _assets = [];
    private readonly Dictionary<string, AssetLink> _links = [];
    private readonly HashSet<AssetId> _taken = [];

    public IdentityChange Change => new() { Renames = _renames, Assets = [.. _assets.Values], Links = [.. _links.Values] };

    /// <summary>The asset of each coin, in the order given.</summary>
    public AssetId[] Identify(IReadOnlyList<CoinDescription> coins)
    {
        var ambiguous = new Lazy<HashSet<string>>(() => SharedNames(coins)); // most pages hold nothing new
        var assets = new AssetId[coins.Count];
        for (var i = 0; i < assets.Length; i++)
            assets[i] = Identify(coins[i], ambiguous);
        return assets;
    }

    private AssetId Identify(CoinDescription coin, Lazy<HashSet<string>> ambiguous)
    {
        if ((_links.GetValueOrDefault(coin.CoinId) ?? map.FindLink(source, coin.CoinId)) is { } link)
            return Enrich(Now(link.Asset), coin, link.Method == LinkMethod.Own);

        var (asset, method, evidence) = Match(coin, ambiguous);
        asset = asset is { } known ? Adopt(known, coin) : Create(coin);
        _links[coin.CoinId] = new AssetLink(source, coin.CoinId, asset.Value, method, evidence, now);
        _taken.Add(asset.Value);
        return asset.Value;
    }

    private (AssetId? Asset, string Method, string Evidence) Match(CoinDescription coin, Lazy<HashSet<string>> ambiguous)
    {
        if (source == SourceId.CoinMarketCapDex && map.FindLink(SourceId.CoinMarketCap, coin.CoinId) is { } same && !IsTaken(same.Asset))
            return (same.Asset, LinkMethod.SharedId, $"{SourceId.CoinMarketCap} gives it the same id");

        if (isFile && !IsKnownBySymbolAlone(coin) && map.Find(new AssetId(coin.CoinId)) is { } named && !IsTaken(named.Id) && MayBe(named, coin.Symbol))
        {
            return Contradiction(named.Id, coin) is { } refuted
                ? (null, LinkMethod.Own, refuted)
                : (named.Id, LinkMethod.AssetId, $"the file calls it {named.Id}");
        }

        var namesakes = map.Namesakes(coin.Symbol, coin.Name).Where(id => !IsTaken(id)).ToList();
        if (namesakes.Count == 0)
            return (null, LinkMethod.Own, "no asset has this symbol and name");
        if (namesakes.Count > 1 || ambiguous.Value.Contains(IdentityMap.NameKey(coin.Symbol, coin.Name)!))
            return (null, LinkMethod.Own, $"more than one asset is called {coin.Name} ({coin.Symbol})");

        return Contradiction(namesakes[0], coin) is { } contradiction
            ? (null, LinkMethod.Own, contradiction)
            : (namesakes[0], LinkMethod.SymbolAndName, $"the only {coin.Name} ({coin.Symbol}) on both sides");
    }

    /// <summary>Then its id is only the symbol again, which says nothing.</summary>
    private static bool IsKnownBySymbolAlone(CoinDescription coin) =>
        coin.Name is null && coin.CoinId.Equals(coin.Symbol, StringComparison.OrdinalIgnoreCase);

    private static bool MayBe(Asset asset, string? symbol) =>
        symbol is null || asset.Symbol is null || asset.Symbol.Equals(symbol, StringComparison.OrdinalIgnoreCase);

    /// <param name="asset">By the id that it had before the page.</param>
    private bool IsTaken(AssetId asset) => _taken.Contains(Now(asset)) || map.IsLinked(source, asset);

    /// <summary>The id that an asset of the map has by now.</summary>
    private AssetId Now(AssetId before) => _now.GetValueOrDefault(before, before);

    private string? Contradiction(AssetId asset, CoinDescription coin)
    {
        if (coin is not { Price: > 0 and var price, ObservedAt: { } observedAt })
            return null;

        foreach (var row in board.Of(asset))
        {
            if (row.Quote is { Figures.Price: { } other } quote && (quote.ObservedAt - observedAt).Duration() <= SameTime
                && Math.Abs(other - price) > PriceTolerance * Math.Max(other, price))
            {
                return FormattableString.Invariant($"called like {asset}, but costs {price} where {quote.Source} says {other}");
            }
        }

        return null;
    }

    /// <summary>Symbol and name that several coins of the page share: neither of them can be recognised by it.</summary>
    private static HashSet<string> SharedNames(IReadOnlyList<CoinDescription> coins) =>
        [.. coins.DistinctBy(coin => coin.CoinId).Select(coin => IdentityMap.NameKey(coin.Symbol, coin.Name)).OfType<string>()
            .CountBy(key => key).Where(pair => pair.Value > 1).Select(pair => pair.Key)];

    /// <summary>Takes a known asset as the coin's; CoinGecko's spelling becomes its id.</summary>
    /// <param name="before">The asset, by the id that it had before the page.</param>
    /// <param name="coin">What the source says of it.</param>
    private AssetId Adopt(AssetId before, CoinDescription coin)
    {
        var wanted = new AssetId(coin.CoinId);
        if (source == SourceId.CoinGecko && Now(before) != wanted)
        {
            MakeWay(wanted);
            Rename(Now(before), wanted);
        }

        return Enrich(Now(before), coin, isOwn: false);
    }

    private AssetId Create(CoinDescription coin)
    {
        var id = source == SourceId.CoinGecko ? new AssetId(coin.CoinId) : FreeSlug(coin);
        if (source == SourceId.CoinGecko)
            MakeWay(id);

        _assets[id] = new Asset
        {
            Id = id,
            Symbol = coin.Symbol?.ToUpperInvariant(),
            Name = coin.Name ?? coin.Symbol ?? coin.CoinId,
            Contracts = coin.Contracts ?? ReadOnlyDictionary<string, string>.Empty,
        };
        return id;
    }

    /// <summary>What we did not know is worth an update, a mere repetition is not.</summary>
    private AssetId Enrich(AssetId id, CoinDescription coin, bool isOwn)
    {
        if ((_assets.GetValueOrDefault(id) ?? map.Find(Before(id))) is not { } asset)
            return id;

        var better = asset with { Id = id };
        if (Names(asset, isOwn))
            better = better with { Symbol = coin.Symbol?.ToUpperInvariant() ?? asset.Symbol, Name = coin.Name ?? asset.Name };
        var more = coin.Contracts?.Where(pair => asset.Contracts.GetValueOrDefault(pair.Key) != pair.Value).ToList() ?? [];
        if (more.Count > 0)
            better = better with { Contracts = asset.Contracts.Concat(more).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value) };
        if (better != asset)
            _assets[id] = better;
        return id;
    }

    /// <summary>Whether this source decides what the asset is called: CoinGecko, and who brought it where CoinGecko does not know it.</summary>
    private bool Names(Asset asset, bool isOwn) =>
        source == SourceId.CoinGecko || (isOwn && !isFile && !map.IsLinked(SourceId.CoinGecko, asset.Id));

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

        Rename(wanted, Numbered(wanted));
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
