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

    /// <summary>Polls no further apart than this cover the time between them: three intervals of the schedule.</summary>
    public TimeSpan PollsJoinWithin { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>A round that takes longer is given up.</summary>
    public TimeSpan RoundTimeout { get; init; } = TimeSpan.FromMinutes(30);
}
