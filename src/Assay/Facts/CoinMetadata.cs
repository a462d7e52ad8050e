using Assay.Storage;

namespace Assay.Facts;

/// <summary>What a coin is, in the words of a source.</summary>
public sealed record CoinMetadata : Fact
{
    /// <summary>The source's own id.</summary>
    public required string CoinId { get; init; }

    public string? Symbol { get; init; }

    public string? Name { get; init; }

    /// <summary>As the source has it, which may be HTML.</summary>
    public string? Description { get; init; }

    public string? ImageUrl { get; init; }

    /// <summary>The day of the first block as <c>2009-01-03</c>.</summary>
    public string? GenesisDate { get; init; }

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Address by what is found there: homepage, whitepaper, source_code, explorer, twitter, reddit, telegram, discord, facebook, forum, chat, announcement.</summary>
    public IReadOnlyDictionary<string, string> Links { get; init; } = new Dictionary<string, string>();

    /// <summary>Contract address by the source's name of the platform.</summary>
    public IReadOnlyDictionary<string, string> Contracts { get; init; } = new Dictionary<string, string>();

    public override Table Table => Table.CoinMetadata;

    public override object?[] ToRow(SourceId source, DateTimeOffset recordedAt) =>
        [source.Name, CoinId, recordedAt, Symbol, Name, Description, ImageUrl, GenesisDate, JsonText.Of(Categories), JsonText.Of(Links), JsonText.Of(Contracts)];
}
