namespace Assay.Adapters.Storage.Postgres;

/// <summary>What we know of the store as long as nobody else writes to it.</summary>
internal sealed class Memory
{
    public Numbers Numbers { get; } = new();

    /// <summary>When the latest quote of each series was observed; not all series are known.</summary>
    public Dictionary<Series, DateTimeOffset> LatestTimes { get; } = [];

    public void Forget()
    {
        Numbers.Forget();
        LatestTimes.Clear();
    }
}
