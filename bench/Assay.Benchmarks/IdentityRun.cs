using System.Diagnostics;
using Assay.Board;
using Assay.Identity;

namespace Assay.Benchmarks;

/// <summary>Lets the sources of an <see cref="IdentityMarket"/> speak page by page, and judges what was made of it by the truth.</summary>
internal sealed class IdentityRun(IdentityMarket market)
{
    private static readonly DateTimeOffset Noon = new(2025, 12, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly MarketBoard _board = new();
    private DateTimeOffset _now = Noon;

    public IdentityMap Map { get; } = new();

    /// <summary>The time that matching and remembering took; that of the board is not in it.</summary>
    public TimeSpan Matching { get; private set; }

    /// <summary>The same in seconds of the processor, which other programs on the machine do not make longer.</summary>
    public TimeSpan Processor { get; private set; }

    /// <summary>Lists with contracts and prices of each source, one source after the other; then all prices again.</summary>
    public void Play(params SourceId[] order)
    {
        foreach (var source in order)
        {
            // CoinPaprika tells contracts coin by coin, long after it has shown prices.
            if (source != SourceId.CoinPaprika)
                Say(source, Listed(source));
            Say(source, Priced(source));
            if (source == SourceId.CoinPaprika)
                Say(source, Listed(source), isKnown: true);
        }

        foreach (var source in order)
            Say(source, Priced(source));
    }

    /// <summary>CoinPaprika gives some of its coins other ids.</summary>
    public void RenameIds() => Take(SourceId.CoinPaprika, identifier => identifier.Follow(market.IdChanges));

    /// <summary>One page with coins of a source; the time that it took to recognise them.</summary>
    public TimeSpan Recognise(SourceId source, params CoinDescription[] coins)
    {
        var before = Matching;
        Say(source, coins);
        return Matching - before;
    }

    public IdentityScore Score()
    {
        var linked = market.Coins.Select(coin => (Coin: coin, Asset: Map.FindLink(coin.Source, CurrentId(coin))!.Asset)).ToList();
        var merged = linked.GroupBy(pair => pair.Asset).SelectMany(group => Pairs([.. group.Select(pair => pair.Coin)])).ToList();
        var truths = linked.GroupBy(pair => pair.Coin.Truth).SelectMany(group => Pairs([.. group])).ToList();
        var provable = truths.Where(pair => ShareContract(pair.One.Coin, pair.Other.Coin)).ToList();
        return new IdentityScore(
            merged.Count(pair => pair.One.Truth == pair.Other.Truth), merged.Count(pair => pair.One.Truth != pair.Other.Truth),
            provable.Count(pair => pair.One.Asset == pair.Other.Asset), provable.Count,
            truths.Count(pair => pair.One.Asset == pair.Other.Asset), truths.Count);
    }

    private static bool ShareContract(KnownCoin one, KnownCoin other) =>
        Contract.AllOf(one.Listed.Contracts).Intersect(Contract.AllOf(other.Listed.Contracts)).Any();

    private static IEnumerable<(T One, T Other)> Pairs<T>(List<T> all) =>
        all.SelectMany((one, i) => all.Skip(i + 1).Select(other => (one, other)));

    private string CurrentId(KnownCoin coin) =>
        Map.FindLink(coin.Source, coin.Listed.CoinId) is not null ? coin.Listed.CoinId : market.IdChanges.First(change => change.OldId == coin.Listed.CoinId).NewId;

    private CoinDescription[] Listed(SourceId source) => [.. market.Coins.Where(coin => coin.Source == source).Select(coin => coin.Listed)];

    public CoinDescription[] Priced(SourceId source) =>
    [
        .. market.Coins.Where(coin => coin.Source == source)
            .Select(coin => coin.Listed with { Figures = coin.Figures, ObservedAt = Noon, Contracts = null }),
    ];

    private void Say(SourceId source, CoinDescription[] coins, bool isKnown = false)
    {
        var assets = new AssetId?[coins.Length];
        Take(source, identifier =>
        {
            if (isKnown)
                identifier.Learn(coins);
            else
                assets = identifier.Identify(coins);
        });
        _board.Apply(coins.Index().Where(pair => pair.Item.Figures is not null).Select(pair => new Quote
        {
            Source = source,
            Asset = assets[pair.Index]!.Value,
            CoinId = pair.Item.CoinId,
            ObservedAt = Noon,
            RecordedAt = _now,
            Figures = pair.Item.Figures!,
        }), Map.Find);
    }

    private void Take(SourceId source, Action<Identifier> page)
    {
        _now = _now.AddSeconds(1);
        var (started, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var identifier = new Identifier(Map, _board, source, isFile: false, _now);
        page(identifier);
        var change = identifier.Change;
        Map.Apply(change);
        Matching += Stopwatch.GetElapsedTime(started);
        Processor += Environment.CpuUsage.TotalTime - processor;

        foreach (var (rename, final) in change.RenamesToTheEnd())
            _board.Rename(Map.Find(final)! with { Id = rename.To }, rename.From);
        foreach (var link in change.Links.Where(link => link.ValidTo is not null))
            _board.Withdraw(link.Source, link.Asset);
    }
}

/// <param name="Right">Pairs of coins that were taken for one asset, and are.</param>
/// <param name="Wrong">Pairs that were, and are not.</param>
/// <param name="ProvableFound">Pairs of one asset, both with a contract that says so, which were found.</param>
/// <param name="Provable">How many there are.</param>
/// <param name="Found">All pairs of one asset that were found.</param>
/// <param name="All">How many there are.</param>
internal sealed record IdentityScore(int Right, int Wrong, int ProvableFound, int Provable, int Found, int All)
{
    public double Precision => (double)Right / (Right + Wrong);

    public double ProvableRecall => (double)ProvableFound / Provable;

    public double Recall => (double)Found / All;
}
