using Assay.Board;
using Assay.Consensus;

namespace Assay.Identity;

/// <summary>Coins that are assets of their own though others might be the same, and links that may be wrong.</summary>
public sealed class UnresolvedCoins(IdentityMap map, MarketBoard board)
{
    /// <summary>By source and coin. CoinGecko's coins give assets their names: there, the others are what has to be resolved.</summary>
    /// <param name="source">Only coins of this source; null for all.</param>
    public IReadOnlyList<UnresolvedCoin> Find(SourceId? source) =>
    [
        .. map.LinksBy(LinkMethod.Own)
            .Where(link => link.Source != SourceId.CoinGecko && (source is null || link.Source == source))
            .Select(Describe).Where(coin => coin.Candidates.Count > 0)
            .OrderBy(coin => coin.Link.Source.Name, StringComparer.Ordinal).ThenBy(coin => coin.Link.CoinId, StringComparer.Ordinal),
    ];

    /// <summary>Links that have left the consensus, because the price of the coin was apart for so long, by asset.</summary>
    /// <param name="source">Only coins of this source; null for all.</param>
    public IReadOnlyList<SuspectLink> FindSuspects(SourceId? source) =>
    [
        .. board.Assets.Select(board.FindDecision).OfType<Decision>()
            .SelectMany(decision => decision.Votes.Where(vote => vote.Standing == Standing.Suspect), (decision, vote) => (decision, vote))
            .Where(pair => source is null || pair.vote.Source == source)
            .OrderBy(pair => pair.decision.Asset.Slug, StringComparer.Ordinal)
            .Select(pair => new SuspectLink(pair.vote.Source, pair.decision.Asset, Describe(pair.decision, pair.vote))),
    ];

    private static string Describe(Decision decision, Vote vote) => FormattableString.Invariant(
        $"says {vote.Price}, where the others say {decision.Price?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "different things"}, and has been apart for {ConsensusEngine.SuspectAfter} observations");

    private UnresolvedCoin Describe(AssetLink link)
    {
        var candidates = new Dictionary<AssetId, string>();
        if (map.Find(link.Asset) is not { } asset)
            return new UnresolvedCoin(link, []);

        foreach (var contract in Contract.AllOf(asset.Contracts))
        {
            if (map.OwnerOf(contract) is { } owner && owner != asset.Id)
                candidates.TryAdd(owner, $"has the same contract, {contract}, but {WhyApart(link, owner)}");
        }

        if (map.NamesakesOf(asset.Id) is { Count: > 0 } namesakes)
            Compare(link, asset, namesakes, candidates);
        return new UnresolvedCoin(link, [.. candidates.Select(pair => new Candidate(pair.Key, pair.Value))]);
    }

    private string WhyApart(AssetLink link, AssetId owner) => map.IsLinked(link.Source, owner)
        ? $"is another coin of {link.Source} already"
        : "other sources know both, or an operator keeps them apart";

    private void Compare(AssetLink link, Asset asset, IReadOnlyList<AssetId> namesakes, Dictionary<AssetId, string> candidates)
    {
        var matcher = new Matcher(map, board, link.Source, isFile: false, other => map.IsLinked(link.Source, other));
        var quote = board.Find(link.Source, asset.Id)?.Quote;
        var coin = new CoinDescription(link.CoinId, asset.Symbol, asset.Name, quote?.Figures, quote?.ObservedAt);
        var ambiguity = matcher.WhyAmbiguous(namesakes);
        foreach (var candidate in namesakes.Where(candidate => !map.IsLinked(link.Source, candidate)))
        {
            var likeness = matcher.Compare(candidate, coin, Contract.AllOf(asset.Contracts));
            candidates.TryAdd(candidate, likeness.Verdict == Verdict.Different ? likeness.Evidence : ambiguity ?? likeness.Evidence);
        }
    }
}

/// <param name="Link">The coin, the asset of its own that it is now, and why.</param>
/// <param name="Candidates">The assets that it might be.</param>
public sealed record UnresolvedCoin(AssetLink Link, IReadOnlyList<Candidate> Candidates);

/// <param name="Asset">The asset.</param>
/// <param name="Refusal">Why the coin was not taken for it, as the end of a sentence.</param>
public sealed record Candidate(AssetId Asset, string Refusal);
