using Assay.Board;

namespace Assay.Identity;

/// <summary>What the evidence says of a coin.</summary>
/// <param name="Asset">What it is, by the id of the map; null for an asset of its own.</param>
/// <param name="Method">The rule that decided, see <see cref="LinkMethod"/>.</param>
/// <param name="Evidence">What the rule saw, as a sentence.</param>
/// <param name="IsDoubtful">There is a candidate that could not be compared.</param>
internal readonly record struct Match(AssetId? Asset, string Method, string Evidence, bool IsDoubtful = false);

/// <summary>Weighs the evidence for a coin that is not linked yet, the strongest first. What contradicts itself decides nothing.</summary>
/// <param name="map">What is known.</param>
/// <param name="board">Prices to compare with.</param>
/// <param name="source">Whose coin it is.</param>
/// <param name="isFile">Whether an operator's file speaks, who may use our own ids and brings prices of the past.</param>
/// <param name="isTaken">Whether the source has a coin for an asset already.</param>
internal sealed class Matcher(IdentityMap map, MarketBoard board, SourceId source, bool isFile, Func<AssetId, bool> isTaken)
{
    /// <param name="coin">What is said of the coin.</param>
    /// <param name="contracts">Its contracts.</param>
    /// <param name="isSharedName">Tells whether another coin of the page has its symbol and name.</param>
    public Match Match(CoinDescription coin, IReadOnlyList<Contract> contracts, Func<CoinDescription, bool> isSharedName) =>
        ByContract(coin, contracts) ?? BySharedId(coin) ?? ByOurId(coin) ?? ByName(coin, contracts, isSharedName);

    /// <summary>Those of its namesakes that may be the coin, the best known first; none where the name is not unique at some source.</summary>
    public IReadOnlyList<AssetId> Candidates(IReadOnlyList<AssetId> namesakes) => WhyAmbiguous(namesakes) is null
        ? [.. namesakes.OrderBy(asset => !map.IsLinked(SourceId.CoinGecko, asset)).ThenByDescending(asset => map.AllLinksOf(asset).Count).ThenBy(asset => asset.Slug, StringComparer.Ordinal)]
        : [];

    public Likeness Compare(AssetId candidate, CoinDescription coin, IReadOnlyList<Contract> contracts) =>
        Likeness.Of(map.Find(candidate)!, board, coin, contracts, source);

    /// <summary>Why the name decides nothing; null where it is unique at each source.</summary>
    public string? WhyAmbiguous(IReadOnlyList<AssetId> namesakes)
    {
        var seen = new Dictionary<SourceId, AssetId>();
        foreach (var asset in namesakes)
        {
            if (isTaken(asset))
                return $"{asset} is called so, but is another coin of {source} already";
            foreach (var link in map.AllLinksOf(asset))
            {
                if (link.Source != IdentityMap.Aliases && !seen.TryAdd(link.Source, asset) && seen[link.Source] != asset)
                    return $"{link.Source} has several coins that are called so: {seen[link.Source]} and {asset}";
            }
        }

        return null;
    }

    private Match? ByContract(CoinDescription coin, IReadOnlyList<Contract> contracts)
    {
        if (contracts.Count == 0)
            return null;
        var owned = contracts.Select(contract => (Contract: contract, Owner: map.OwnerOf(contract))).Where(pair => pair.Owner is not null).ToList();
        if (owned.Count == 0)
            return null;

        var owners = owned.Select(pair => pair.Owner!.Value).Distinct().ToList();
        if (owners.Count > 1) // one that bridges list in error, where the name can tell
            owners = [.. owners.Intersect(map.Namesakes(coin.Symbol, coin.Name))];
        if (owners is not [var owner])
            return new(null, LinkMethod.Own, $"its contracts belong to several assets: {string.Join(", ", owned.Select(pair => $"{pair.Owner} has {pair.Contract}"))}");

        var shared = owned.First(pair => pair.Owner == owner).Contract;
        return isTaken(owner)
            ? new(null, LinkMethod.Own, $"has the contract {shared} of {owner}, which is another coin of {source} already")
            : new(owner, LinkMethod.Contract, $"the same contract: {shared}");
    }

    /// <summary>CoinMarketCap uses one id for a coin in both of its APIs.</summary>
    private Match? BySharedId(CoinDescription coin) =>
        source == SourceId.CoinMarketCapDex && map.FindLink(SourceId.CoinMarketCap, coin.CoinId) is { } same && !isTaken(same.Asset)
            ? new(same.Asset, LinkMethod.SharedId, $"{SourceId.CoinMarketCap} gives it the same id")
            : null;

    private Match? ByOurId(CoinDescription coin)
    {
        if (!isFile || IsKnownBySymbolAlone(coin) || map.Resolve(coin.CoinId)?.Asset is not { } named || named.Id.Slug != coin.CoinId || isTaken(named.Id) || !MayBe(named, coin.Symbol))
            return null;

        return Compare(named.Id, coin, []) is { Verdict: Verdict.Different } refuted
            ? new(null, LinkMethod.Own, refuted.Evidence)
            : new(named.Id, LinkMethod.AssetId, $"the file calls it {named.Id}");
    }

    private Match ByName(CoinDescription coin, IReadOnlyList<Contract> contracts, Func<CoinDescription, bool> isSharedName)
    {
        var namesakes = map.Namesakes(coin.Symbol, coin.Name);
        if (namesakes.Count == 0)
            return new(null, LinkMethod.Own, "no asset has this symbol and name");
        if (isSharedName(coin))
            return new(null, LinkMethod.Own, $"several coins of {source} are called {coin.Name} ({coin.Symbol})", IsDoubtful: true);
        if (WhyAmbiguous(namesakes) is { } why)
            return new(null, LinkMethod.Own, why, IsDoubtful: true);

        var likenesses = Candidates(namesakes).Select(candidate => (Asset: candidate, Likeness: Compare(candidate, coin, contracts))).ToList();
        var best = likenesses.Find(pair => pair.Likeness.Verdict == Verdict.Alike);
        if (best.Asset != default)
            return new(best.Asset, LinkMethod.SymbolAndName, $"the only {coin.Name} ({coin.Symbol}) on both sides: {best.Likeness.Evidence}");

        var unknown = likenesses.Where(pair => pair.Likeness.Verdict == Verdict.Unknown).ToList();
        // A file brings prices of the past, which nothing can be compared with, and its operator knows what it is about.
        return isFile && unknown is [var only]
            ? new(only.Asset, LinkMethod.SymbolAndName, $"the only {coin.Name} ({coin.Symbol}) on both sides")
            : new(null, LinkMethod.Own, likenesses[0].Likeness.Evidence, IsDoubtful: unknown.Count > 0);
    }

    /// <summary>Then its id is only the symbol again, which says nothing.</summary>
    private static bool IsKnownBySymbolAlone(CoinDescription coin) =>
        coin.Name is null && coin.CoinId.Equals(coin.Symbol, StringComparison.OrdinalIgnoreCase);

    private static bool MayBe(Asset asset, string? symbol) =>
        symbol is null || asset.Symbol is null || asset.Symbol.Equals(symbol, StringComparison.OrdinalIgnoreCase);
}
