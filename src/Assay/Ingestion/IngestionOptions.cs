namespace Assay.Ingestion;

/// <summary>What an operator decides about ingestion.</summary>
public sealed record IngestionOptions
{
    /// <summary>How many coins by market cap a price round asks for.</summary>
    public int TopCoins { get; init; } = 1000;

    /// <summary>Assets to follow whatever their rank: our ids or any source's.</summary>
    public IReadOnlyList<string> TrackedCoins { get; init; } = [];

    /// <summary>Most rows of a file in one transaction.</summary>
    public int BatchSize { get; init; } = 5000;

    /// <summary>How often each task is to be done, by the names of <see cref="Providers.FetchTask"/>; zero and what is missing is done only when asked for.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Intervals { get; init; } = new Dictionary<string, TimeSpan>();

    /// <summary>Polls no further apart than this cover the time between them: three intervals of the schedule.</summary>
    public TimeSpan PollsJoinWithin { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How far back holes are filled with what is to spare of a source's quota; zero leaves them.</summary>
    public TimeSpan FillHistory { get; init; }

    /// <summary>A round that takes longer is given up.</summary>
    public TimeSpan RoundTimeout { get; init; } = TimeSpan.FromMinutes(30);
}
