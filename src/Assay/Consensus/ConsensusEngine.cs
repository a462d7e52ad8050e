namespace Assay.Consensus;

/// <summary>
/// One price out of several. Sources that average the same exchanges are few and not independent enough for σ or MAD to mean anything
/// (of three values none can lie further than 1.155 σ from their mean). So every independent family has one vote, those whose prices lie
/// within a threshold of each other agree, and where a majority does its median is the price. Whoever is apart is left out, by name.
/// Where there is no majority, or one source alone jumps, the last good price is held for half an hour, marked.
/// </summary>
/// <remarks>Memory: a decision depends on the one before, and through it on the last half hour or the last <see cref="SuspectAfter"/> observations.</remarks>
public static class ConsensusEngine
{
    /// <summary>A price that was observed longer ago has no vote.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(15);

    /// <summary>The last good price is held for no longer.</summary>
    public static readonly TimeSpan HoldsFor = TimeSpan.FromMinutes(30);

    /// <summary>A source that says the same price for so long while another moves is not believed against it.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(15);

    /// <summary>So many observations in a row apart from the others make a link suspect, and as many in agreement make it good again.</summary>
    public const int SuspectAfter = 10;

    /// <summary>What is decided from after this time does not depend on what was before.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>Whether the quote is a price, and fresh enough at this time.</summary>
    public static bool MayVote(Quote quote, DateTimeOffset now) =>
        quote.Figures.Price is { } price && price > 0 && double.IsFinite(price) && now - quote.ObservedAt <= Freshness;

    /// <summary>Decides the price of one asset; null where nobody may vote.</summary>
    /// <param name="quotes">The latest quote of each source; the consensus among them is passed over.</param>
    /// <param name="before">The last decision about the asset; null for the first.</param>
    /// <param name="seniority">How well a source's coin is known to be this asset, the lowest best: of two that are apart for long the other is the suspect.</param>
    public static Ruling? Decide(IEnumerable<Quote> quotes, Decision? before, Func<Quote, int> seniority)
    {
        var ballot = Ballot.Of(quotes, before);
        if (ballot.Present.Count == 0)
            return null;

        var clique = ballot.LargestClique();
        var last = before is { Price: { } price } && ballot.Now - (before.HeldSince ?? before.RecordedAt) <= HoldsFor ? price : (double?)null;
        var flag = Judge(ballot, clique, last);
        var isPrice = flag is ConsensusFlag.Agreed or ConsensusFlag.SingleSource;
        var decided = isPrice ? Median(clique, static voter => voter.Price) : last;
        var decision = new Decision
        {
            Asset = ballot.Voters[0].Quote.Asset,
            RecordedAt = before is not null && ballot.Now <= before.RecordedAt ? before.RecordedAt.AddMilliseconds(1) : ballot.Now,
            Flag = flag,
            Price = decided,
            ObservedAt = isPrice ? Latest(Ballot.Oldest(clique), before?.ObservedAt) : decided is null ? null : before!.ObservedAt,
            HeldSince = isPrice || decided is null ? null : before!.HeldSince ?? ballot.Now,
            Class = ballot.Class,
            Threshold = ballot.Threshold,
            Votes = ballot.Close(isPrice ? clique : [], decided, flag, seniority),
        };
        return new Ruling(decision, isPrice ? ToQuote(decision, clique) : null);
    }

    private static string Judge(Ballot ballot, List<Voter> clique, double? last)
    {
        if (ballot.Present.Count == 1)
            return last is { } price && Distance(price, clique[0].Price) > ballot.Class.JumpLimit ? ConsensusFlag.Frozen : ConsensusFlag.SingleSource;
        if (clique.Count * 2 <= ballot.Present.Count)
            return ConsensusFlag.Disputed;

        // Feeds that have stopped agree with each other for ever.
        var isStuck = clique.TrueForAll(voter => voter.IsStuck) && ballot.Present.Exists(voter => !voter.IsStuck && !clique.Contains(voter));
        return isStuck ? ConsensusFlag.Disputed : ConsensusFlag.Agreed;
    }

    /// <summary>As a part of the lower one.</summary>
    internal static double Distance(double left, double right) => Math.Abs(left - right) / Math.Min(left, right);

    /// <summary>A series does not run backwards, though one that is older may have joined those that agree.</summary>
    private static DateTimeOffset Latest(DateTimeOffset observedAt, DateTimeOffset? before) => before > observedAt ? before.Value : observedAt;

    private static Quote ToQuote(Decision decision, List<Voter> clique) => new()
    {
        Source = SourceId.Consensus,
        Asset = decision.Asset,
        CoinId = decision.Asset.Slug,
        ObservedAt = decision.ObservedAt!.Value,
        RecordedAt = decision.RecordedAt,
        Figures = new MarketFigures
        {
            Price = decision.Price,
            MarketCap = Median(clique, static voter => Known(voter.Figures.MarketCap)),
            Volume24h = Median(clique, static voter => voter.Figures.Volume24h),
            PriceChange24h = Median(clique, static voter => voter.Figures.PriceChange24h),
            PriceChange7d = Median(clique, static voter => voter.Figures.PriceChange7d),
            High24h = Median(clique, static voter => voter.Figures.High24h),
            Low24h = Median(clique, static voter => voter.Figures.Low24h),
            CirculatingSupply = Median(clique, static voter => Known(voter.Figures.CirculatingSupply)),
            TotalSupply = Median(clique, static voter => Known(voter.Figures.TotalSupply)),
            MaxSupply = Median(clique, static voter => Known(voter.Figures.MaxSupply)),
            Rank = Ballot.BestRank(clique),
        },
    };

    /// <summary>By a market cap or a supply of 0 sources mean that they do not know it.</summary>
    private static double? Known(double? figure) => figure > 0 ? figure : null;

    internal static double? Median(List<Voter> voters, Func<Voter, double?> figure)
    {
        // Called a dozen times for every asset of every page: no garbage.
        Span<double> values = voters.Count <= 16 ? stackalloc double[voters.Count] : new double[voters.Count];
        var count = 0;
        foreach (var voter in voters)
        {
            if (figure(voter) is { } value)
                values[count++] = value;
        }

        if (count == 0)
            return null;

        values = values[..count];
        if (count > 2)
            values.Sort();
        return count % 2 == 1 ? values[count / 2] : (values[(count / 2) - 1] + values[count / 2]) / 2;
    }
}

/// <param name="Decision">What was decided, and why.</param>
/// <param name="Quote">The price as a quote of the consensus; null where the last good one is held.</param>
public sealed record Ruling(Decision Decision, Quote? Quote);
