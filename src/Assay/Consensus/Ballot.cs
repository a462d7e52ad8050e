namespace Assay.Consensus;

/// <summary>The sources of one asset at one decision: who has a vote, who agrees with whom, and what is remembered of each.</summary>
internal sealed class Ballot
{
    /// <summary>After so long a price weighs half as much as a fresh one.</summary>
    private static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(5);

    /// <summary>Of what a price moves within the time between two observations: so many standard deviations are no disagreement.</summary>
    private const double Deviations = 4;

    private const double MostWidening = 3;

    private Ballot(List<Voter> voters, DateTimeOffset now)
    {
        (Voters, Now) = (voters, now);
        Dismiss();
        Present = voters.FindAll(voter => voter.Standing is null);
        if (Present.Count == 0)
            return;

        Class = AssetClass.Of(
            ConsensusEngine.Median(Present, static voter => voter.Price)!.Value, ConsensusEngine.Median(Present, static voter => voter.Figures.PriceChange24h),
            BestRank(Present), ConsensusEngine.Median(Present, static voter => voter.Figures.MarketCap));
        Threshold = Math.Clamp(Deviations * Movement(), Class.Threshold, MostWidening * Class.Threshold);
    }

    /// <summary>All sources, the lowest price first.</summary>
    public List<Voter> Voters { get; }

    /// <summary>Those that have a vote.</summary>
    public List<Voter> Present { get; }

    /// <summary>When the newest quote was recorded: a clock of its own would make a replay come out differently.</summary>
    public DateTimeOffset Now { get; }

    public AssetClass Class { get; } = AssetClass.Other;

    public double Threshold { get; }

    public static Ballot Of(IEnumerable<Quote> quotes, Decision? before)
    {
        var voters = new List<Voter>();
        var now = DateTimeOffset.MinValue;
        foreach (var quote in quotes)
        {
            if (quote.Source == SourceId.Consensus || quote.Figures.Price is not { } price || !(price > 0 && double.IsFinite(price)))
                continue;
            voters.Add(new Voter(quote, price, before?.VoteOf(quote.Source)));
            now = quote.RecordedAt > now ? quote.RecordedAt : now;
        }

        voters.Sort();
        return new Ballot(voters, now);
    }

    /// <summary>
    /// The largest group whose prices all lie within the threshold of each other; of several the one that weighs most, of these the tightest.
    /// Prices lie on a line, so a group is a run of neighbours.
    /// </summary>
    public List<Voter> LargestClique()
    {
        var best = (First: 0, Size: 0);
        for (var first = 0; first < Present.Count; first++)
        {
            var size = 1;
            while (first + size < Present.Count && ConsensusEngine.Distance(Present[first].Price, Present[first + size].Price) <= Threshold)
                size++;
            if (size > best.Size || (size == best.Size && Worth(first, size).CompareTo(Worth(best.First, size)) > 0))
                best = (first, size);
        }

        return Present.GetRange(best.First, best.Size);

        (double Weight, double Tightness) Worth(int first, int size)
        {
            var weight = 0.0;
            for (var i = first; i < first + size; i++)
                weight += Weight(Present[i]);
            return (weight, -ConsensusEngine.Distance(Present[first].Price, Present[first + size - 1].Price));
        }
    }

    /// <summary>The votes as they are kept.</summary>
    /// <param name="clique">Those that agree; empty where nobody does.</param>
    /// <param name="price">What was decided.</param>
    /// <param name="flag">How.</param>
    /// <param name="seniority">How well each is known to be this asset.</param>
    public IReadOnlyList<Vote> Close(List<Voter> clique, double? price, string flag, Func<Quote, int> seniority)
    {
        foreach (var voter in Present)
            voter.Standing = clique.Contains(voter) ? Standing.Agrees : Standing.Differs;

        if (clique.Count > 0)
            Count(clique, price!.Value);
        else if (flag == ConsensusFlag.Disputed && Present.Count == 2 && Present.MaxBy(voter => seniority(voter.Quote)) is { IsNew: true } junior)
            junior.Count(isApart: true);

        var votes = new Vote[Voters.Count];
        for (var i = 0; i < votes.Length; i++)
            votes[i] = Voters[i].ToVote();
        return votes;
    }

    /// <summary>Those that have not moved are no measure for one that has.</summary>
    private void Count(List<Voter> clique, double price)
    {
        var hasMoved = clique.Exists(static voter => voter.HasMoved);
        foreach (var voter in Voters)
        {
            if (!voter.IsNew || voter.Standing is Standing.Stale or Standing.Represented)
                continue;
            var isApart = voter.Standing != Standing.Agrees && ConsensusEngine.Distance(voter.Price, price) > Threshold;
            if (!isApart || hasMoved || !voter.HasMoved)
                voter.Count(isApart);
        }
    }

    internal static int? BestRank(List<Voter> voters)
    {
        int? best = null;
        foreach (var voter in voters)
            best = voter.Figures.Rank < best || best is null ? voter.Figures.Rank : best;
        return best;
    }

    internal static DateTimeOffset Oldest(List<Voter> voters)
    {
        var oldest = DateTimeOffset.MaxValue;
        foreach (var voter in voters)
            oldest = voter.Quote.ObservedAt < oldest ? voter.Quote.ObservedAt : oldest;
        return oldest;
    }

    private void Dismiss()
    {
        foreach (var voter in Voters)
        {
            voter.Standing = Now - voter.Quote.ObservedAt > ConsensusEngine.Freshness ? Standing.Stale
                : voter.WasSuspect ? Standing.Suspect
                : null;
        }

        // CoinMarketCap and its pools are one family where it lists the coin.
        if (Voters.Exists(voter => voter.Quote.Source == SourceId.CoinMarketCap && voter.Standing is null)
            && Voters.Find(voter => voter.Quote.Source == SourceId.CoinMarketCapDex) is { Standing: null } pools)
        {
            pools.Standing = Standing.Represented;
        }
    }

    private double Weight(Voter voter) => Math.Pow(0.5, Math.Max(0, (Now - voter.Quote.ObservedAt) / HalfLife));

    /// <summary>
    /// How far the price moves within the time that lies between the observations, as a part: one standard deviation by the day's high and low
    /// (Parkinson, The Extreme Value Method for Estimating the Variance of the Rate of Return, 1980). 0 where nobody tells them.
    /// </summary>
    private double Movement()
    {
        var ofDay = ConsensusEngine.Median(Present, static voter => voter.Figures is { High24h: { } high, Low24h: { } low } && low > 0 && high >= low
            ? Math.Log(high / low) / (2 * Math.Sqrt(Math.Log(2)))
            : null) ?? 0;
        if (ofDay == 0)
            return 0;

        var newest = DateTimeOffset.MinValue;
        foreach (var voter in Present)
            newest = voter.Quote.ObservedAt > newest ? voter.Quote.ObservedAt : newest;
        var apart = newest - Oldest(Present);
        return ofDay * Math.Sqrt(Math.Max(1, apart.TotalMinutes) / TimeSpan.FromDays(1).TotalMinutes);
    }
}

/// <summary>One source at one decision.</summary>
internal sealed class Voter : IComparable<Voter>
{
    private readonly TimeSpan _unchanged;
    private int _disagreements;

    public Voter(Quote quote, double price, Vote? before)
    {
        (Quote, Price) = (quote, price);
        IsNew = before is not { } last || quote.ObservedAt > last.ObservedAt;
        _disagreements = before?.Disagreements ?? 0;
        WasSuspect = _disagreements >= ConsensusEngine.SuspectAfter || (_disagreements > 0 && before?.Standing == Consensus.Standing.Suspect);
        _unchanged = before is { } same && same.Price == price ? Shorter(same.Unchanged + (quote.ObservedAt - same.ObservedAt), ConsensusEngine.StuckAfter) : TimeSpan.Zero;
    }

    public Quote Quote { get; }

    public double Price { get; }

    public MarketFigures Figures => Quote.Figures;

    /// <summary>Whether it has said something since the decision before.</summary>
    public bool IsNew { get; }

    public bool WasSuspect { get; }

    public bool IsStuck => _unchanged >= ConsensusEngine.StuckAfter;

    /// <summary>Whether its price is another one than at the decision before.</summary>
    public bool HasMoved => _unchanged == TimeSpan.Zero;

    /// <summary>One of <see cref="Consensus.Standing"/>; null as long as it has a vote that is not counted yet.</summary>
    public string? Standing { get; set; }

    /// <summary>A suspect has to agree as often as it was apart; for others one agreement is enough.</summary>
    public void Count(bool isApart) => _disagreements = (isApart, WasSuspect) switch
    {
        (true, true) => ConsensusEngine.SuspectAfter,
        (true, false) => Math.Min(_disagreements + 1, ConsensusEngine.SuspectAfter),
        (false, true) => _disagreements - 1,
        (false, false) => 0,
    };

    public Vote ToVote() => new(Quote.Source, Price, Quote.ObservedAt, Standing!, _disagreements, _unchanged);

    public int CompareTo(Voter? other)
    {
        var byPrice = Price.CompareTo(other!.Price);
        return byPrice != 0 ? byPrice : string.CompareOrdinal(Quote.Source.Name, other.Quote.Source.Name);
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
