namespace Assay.Providers;

/// <summary>A source that can also be asked for the past of a coin.</summary>
public interface IHistoricProvider : IPolledProvider
{
    /// <summary>The name of our plan there, for people.</summary>
    string Plan { get; }

    /// <summary>What the plan answers, the finest first; empty where it tells nothing of the past. What the source says of the plan may change it.</summary>
    IReadOnlyList<HistoryReach> Reaches { get; }

    /// <summary>Asks for one coin. The answer itself knows what it was asked, see <see cref="ParsedPage.Covered"/>, so that it can be processed later too.</summary>
    /// <param name="coinId">The source's own id.</param>
    /// <param name="reach">One of <see cref="Reaches"/>.</param>
    /// <param name="range">Within the reach, and no wider than its <see cref="HistoryReach.Chunk"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ProviderException">The source gave no answer at all, after all retries.</exception>
    Task<RawPayload> FetchHistoryAsync(string coinId, HistoryReach reach, TimeRange range, CancellationToken cancellationToken);
}

/// <summary>How much of the past a plan tells in one detail.</summary>
/// <param name="Step">How far apart the rows are.</param>
/// <param name="Chunk">The most that one call answers.</param>
/// <param name="Back">How far back it goes, or how far back the detail is worth its calls; null where there is no end.</param>
public sealed record HistoryReach(TimeSpan Step, TimeSpan Chunk, TimeSpan? Back)
{
    /// <summary>An answer may have to be waited for, and the reach moves on meanwhile.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <summary>Bitcoin's first day: before it nothing had a price.</summary>
    private static readonly DateTimeOffset Beginning = new(2009, 1, 3, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The earliest time that may be asked for now.</summary>
    public DateTimeOffset Earliest(DateTimeOffset now) => Back is { } back && now - back + Margin is var earliest && earliest > Beginning ? earliest : Beginning;
}
