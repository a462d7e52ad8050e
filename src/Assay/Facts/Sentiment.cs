using Assay.Storage;

namespace Assay.Facts;

/// <summary>How people at a source feel about a coin at a moment.</summary>
public sealed record Sentiment : Fact
{
    /// <summary>The source's own id.</summary>
    public required string CoinId { get; init; }

    /// <summary>When it held, by the source's own word. UTC, whole milliseconds.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>Percent of the votes, 0 to 100.</summary>
    public double? VotesUp { get; init; }

    /// <summary>Percent of the votes, 0 to 100.</summary>
    public double? VotesDown { get; init; }

    /// <summary>How many people there watch the coin.</summary>
    public long? Watchers { get; init; }

    public override Table Table => Table.Sentiment;

    public override object?[] ToRow(SourceId source, DateTimeOffset recordedAt) => [source.Name, CoinId, ObservedAt, recordedAt, VotesUp, VotesDown, Watchers];
}
