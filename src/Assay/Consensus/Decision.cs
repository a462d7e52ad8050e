namespace Assay.Consensus;

/// <summary>
/// What was decided about the price of an asset, and all that it was decided from. The next decision needs nothing but this one and the
/// quotes of the sources, so that a restart and a replay come to the same prices.
/// </summary>
public sealed record Decision
{
    /// <summary>How prices are decided, with the version of the rules: see <see cref="ConsensusEngine"/>.</summary>
    public const string CurrentMethod = "median_of_clique/2";

    public required AssetId Asset { get; init; }

    /// <summary>When the newest of the quotes was recorded; later than the decision before. UTC, whole milliseconds.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>One of <see cref="ConsensusFlag"/>.</summary>
    public required string Flag { get; init; }

    /// <summary>USD; null where nobody's price can be trusted and the last good one is too old to be held.</summary>
    public double? Price { get; init; }

    /// <summary>When the price held: the oldest observation of those that agree. Null where there is no price.</summary>
    public DateTimeOffset? ObservedAt { get; init; }

    /// <summary>Since when the last good price is held; null where it is not.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>What the asset was judged as.</summary>
    public required AssetClass Class { get; init; }

    /// <summary>How far apart the sources of a group might be, as a part of the lowest price: that of the class, widened by recent volatility.</summary>
    public required double Threshold { get; init; }

    public string Method { get; init; } = CurrentMethod;

    /// <summary>What every source said, the lowest price first.</summary>
    public required IReadOnlyList<Vote> Votes { get; init; }

    /// <summary>Whether it found a price, and does not hold the last good one.</summary>
    public bool IsPrice => Flag is ConsensusFlag.Agreed or ConsensusFlag.SingleSource;

    public static Decision FromRow(IReadOnlyList<object?> row) => Evidence.FromRow(row);

    /// <summary>As a row of <see cref="Storage.Table.ConsensusEvidence"/>.</summary>
    public object?[] ToRow() => Evidence.ToRow(this);

    /// <summary>Whether this is what the source said when it was decided.</summary>
    public bool Knows(Quote quote)
    {
        foreach (var vote in Votes)
        {
            if (vote.Source == quote.Source)
                return vote.ObservedAt == quote.ObservedAt && vote.Price == quote.Figures.Price;
        }

        return false;
    }

    /// <summary>What it is worth at a time after it: a price of which nothing was heard since is stale, and one that is held is held no longer than it may be.</summary>
    public Decision At(DateTimeOffset time)
    {
        if (IsPrice && time - ObservedAt > ConsensusEngine.Freshness)
            return this with { Flag = ConsensusFlag.Stale };
        return time - HeldSince > ConsensusEngine.HoldsFor ? this with { Price = null, ObservedAt = null, HeldSince = null } : this;
    }

    internal Vote? VoteOf(SourceId source)
    {
        foreach (var vote in Votes)
        {
            if (vote.Source == source)
                return vote;
        }

        return null;
    }
}

/// <summary>What a consensus is worth. The names stand in the database and in the API.</summary>
public static class ConsensusFlag
{
    /// <summary>Most of the independent sources agree.</summary>
    public const string Agreed = "agreed";

    /// <summary>Only one has a fresh price, and nothing speaks against it.</summary>
    public const string SingleSource = "single_source";

    /// <summary>The sources are apart and none of them has a majority: the last good price is held.</summary>
    public const string Disputed = "disputed";

    /// <summary>The only source has jumped further than one alone is believed: the last good price is held.</summary>
    public const string Frozen = "frozen";

    /// <summary>Nobody has said anything fresh since. Told when the price is asked for, never decided.</summary>
    public const string Stale = "stale";
}

/// <summary>What one source said, and what became of it.</summary>
/// <param name="Source">Who.</param>
/// <param name="Price">USD.</param>
/// <param name="ObservedAt">When the price held, by its own word.</param>
/// <param name="Standing">One of <see cref="Assay.Consensus.Standing"/>.</param>
/// <param name="Disagreements">Observations in a row that were apart from the others, <see cref="ConsensusEngine.SuspectAfter"/> at most.</param>
/// <param name="Unchanged">For how long it has said the same price, <see cref="ConsensusEngine.StuckAfter"/> at most.</param>
public readonly record struct Vote(SourceId Source, double Price, DateTimeOffset ObservedAt, string Standing, int Disagreements = 0, TimeSpan Unchanged = default)
{
    public bool IsStuck => Unchanged >= ConsensusEngine.StuckAfter;
}

/// <summary>What became of a source's vote. The names stand in the database and in the API.</summary>
public static class Standing
{
    /// <summary>It belongs to the group whose median is the price.</summary>
    public const string Agrees = "agrees";

    /// <summary>It voted, and is apart from those that agree.</summary>
    public const string Differs = "differs";

    /// <summary>Its price is too old to have a vote.</summary>
    public const string Stale = "stale";

    /// <summary>Another source of its family speaks for both.</summary>
    public const string Represented = "represented";

    /// <summary>It has been apart for so long that it may be another coin: it has no vote until it agrees again as often.</summary>
    public const string Suspect = "suspect";
}
