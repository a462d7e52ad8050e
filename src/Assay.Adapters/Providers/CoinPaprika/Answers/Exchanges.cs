using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;
using Assay.Facts;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinPaprika.Answers;

/// <summary>Exchanges. The rank is by the volume that CoinPaprika believes, the volume is the one that the exchange reports, as elsewhere.</summary>
internal static class Exchanges
{
    public static readonly KnownAnswer Answer = new(
        new Endpoint("exchanges", ["$[].id", "$[].quotes.USD.reported_volume_24h"], []), isList: true, Read);

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body)
    {
        var (exchanges, rejections) = JsonRecords.Read(body, CoinPaprikaWireContext.Default.WireExchange, ToFact);
        return new ParsedPage { Facts = exchanges, Rejections = rejections };
    }

    private static Exchange? ToFact(WireExchange wire, RecordLocation location) => !RecordId.IsUsable(wire.Id) ? null : new Exchange
    {
        Location = location,
        ExchangeId = wire.Id!,
        Name = wire.Name,
        Rank = wire.AdjustedRank,
        Volume24h = wire.Quotes?.Usd?.ReportedVolume24h,
        Website = wire.Links?.Website is [var website, ..] ? website : null,
    };
}

/// <summary>One row of <c>/exchanges</c>, the fields that we keep.</summary>
internal sealed record WireExchange
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public int? AdjustedRank { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<WireExchangeLinks>))]
    public WireExchangeLinks? Links { get; init; }

    public WireExchangeQuotes? Quotes { get; init; }
}

internal sealed record WireExchangeLinks
{
    public IReadOnlyList<string>? Website { get; init; }
}

internal sealed record WireExchangeQuotes
{
    [JsonPropertyName("USD")]
    public WireExchangeVolumes? Usd { get; init; }
}

internal sealed record WireExchangeVolumes
{
    [JsonPropertyName("reported_volume_24h")]
    public double? ReportedVolume24h { get; init; }
}
