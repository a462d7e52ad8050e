using System.Collections.ObjectModel;

namespace Assay;

/// <summary>One thing that is traded, whatever each source calls it.</summary>
public sealed record Asset
{
    public required AssetId Id { get; init; }

    /// <summary>Ticker in upper case, null where no source gave one. Not an identity: many assets share one.</summary>
    public string? Symbol { get; init; }

    public required string Name { get; init; }

    /// <summary>Contract address by platform, in the spelling of <c>Contract</c>.</summary>
    public IReadOnlyDictionary<string, string> Contracts { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
