using Assay.Providers;
using Assay.Storage;

namespace Assay.Facts;

/// <summary>What a source says besides prices. Each kind has a table; a fact with the key of a stored one replaces it if it was recorded later.</summary>
public abstract record Fact
{
    /// <summary>Where in its payload it stood.</summary>
    public required RecordLocation Location { get; init; }

    public abstract Table Table { get; }

    /// <summary>The row of <see cref="Table"/>: one value per column, in their order.</summary>
    /// <param name="source">Who says so.</param>
    /// <param name="recordedAt">When we learned it. UTC, whole milliseconds.</param>
    public abstract object?[] ToRow(SourceId source, DateTimeOffset recordedAt);
}
