using Assay.Storage;

namespace Assay.Facts;

/// <summary>A chain that decentralised exchanges run on.</summary>
public sealed record DexNetwork : Fact
{
    /// <summary>The source's own id.</summary>
    public required string NetworkId { get; init; }

    /// <summary>Lower case, as <see cref="DexPair.Network"/>.</summary>
    public required string Slug { get; init; }

    public string? Name { get; init; }

    public override Table Table => Table.DexNetworks;

    public override object?[] ToRow(SourceId source, DateTimeOffset recordedAt) => [source.Name, NetworkId, recordedAt, Slug, Name];
}
