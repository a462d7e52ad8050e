using System.Globalization;
using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;
using Assay.Facts;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinPaprika.Answers;

/// <summary>What one coin is.</summary>
internal static class CoinPage
{
    /// <summary>Our word for each of its types of link.</summary>
    private static readonly IReadOnlyList<(string Type, string What)> LinkTypes =
    [
        ("website", "homepage"), ("source_code", "source_code"), ("explorer", "explorer"), ("twitter", "twitter"), ("reddit", "reddit"), ("telegram", "telegram"),
        ("discord", "discord"), ("facebook", "facebook"), ("message_board", "forum"), ("chat", "chat"), ("announcement", "announcement"),
    ];

    public static readonly KnownAnswer Answer = new(new Endpoint("coins/{id}", ["$.id"], ["$.links", "$.links_extended[].stats"]), isList: false, Read);

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body) => JsonRecord.Read(
        body, CoinPaprikaWireContext.Default.WireCoinPage, wire => RecordId.IsUsable(wire.Id) ? new ParsedPage { Facts = [ToFact(wire)] } : null);

    private static CoinMetadata ToFact(WireCoinPage wire) => new()
    {
        Location = JsonRecord.Location,
        CoinId = wire.Id!,
        Symbol = wire.Symbol,
        Name = wire.Name,
        Description = string.IsNullOrWhiteSpace(wire.Description) ? null : wire.Description,
        ImageUrl = string.IsNullOrWhiteSpace(wire.Logo) ? null : wire.Logo,
        GenesisDate = wire.StartedAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Categories = [.. (wire.Tags ?? []).Select(tag => tag.Name).OfType<string>().Where(name => name.Length > 0)],
        Links = LinksOf(wire),
        Contracts = ContractsOf(wire),
    };

    /// <summary>Of several of one type the first.</summary>
    private static Dictionary<string, string> LinksOf(WireCoinPage wire)
    {
        var byType = (wire.LinksExtended ?? []).Where(link => !string.IsNullOrWhiteSpace(link.Url)).ToLookup(link => link.Type, link => link.Url!);
        var links = LinkTypes.Where(type => byType.Contains(type.Type)).ToDictionary(type => type.What, type => byType[type.Type].First());
        if (!string.IsNullOrWhiteSpace(wire.Whitepaper?.Link))
            links["whitepaper"] = wire.Whitepaper.Link;
        return links;
    }

    private static Dictionary<string, string> ContractsOf(WireCoinPage wire) => (wire.Contracts ?? [])
        .Where(contract => !string.IsNullOrWhiteSpace(contract.Platform) && !string.IsNullOrWhiteSpace(contract.Contract))
        .DistinctBy(contract => contract.Platform)
        .ToDictionary(contract => contract.Platform!, contract => contract.Contract!);
}

/// <summary><c>/coins/{id}</c>, the fields that we keep.</summary>
internal sealed record WireCoinPage
{
    public string? Id { get; init; }

    public string? Symbol { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? Logo { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    [JsonConverter(typeof(LenientListConverter<WireTag>))]
    public IReadOnlyList<WireTag>? Tags { get; init; }

    [JsonConverter(typeof(LenientListConverter<WireLink>))]
    public IReadOnlyList<WireLink>? LinksExtended { get; init; }

    [JsonConverter(typeof(LenientListConverter<WireContract>))]
    public IReadOnlyList<WireContract>? Contracts { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<WireWhitepaper>))]
    public WireWhitepaper? Whitepaper { get; init; }
}

internal sealed record WireTag
{
    public string? Name { get; init; }
}

internal sealed record WireLink
{
    public string? Url { get; init; }

    public string? Type { get; init; }
}

internal sealed record WireContract
{
    public string? Contract { get; init; }

    public string? Platform { get; init; }
}

internal sealed record WireWhitepaper
{
    public string? Link { get; init; }
}
