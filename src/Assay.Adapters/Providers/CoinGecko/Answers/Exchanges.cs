using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;
using Assay.Facts;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko.Answers;

/// <summary>Exchanges with their volumes, which CoinGecko counts in bitcoin.</summary>
internal static class Exchanges
{
    public static readonly KnownAnswer Answer = new(new Endpoint("exchanges", ["$[].id", "$[].trade_volume_24h_btc"], []), isList: true, Read);

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body)
    {
        var (exchanges, rejections) = JsonRecords.Read(body, CoinGeckoWireContext.Default.WireExchange, ToFact);
        return new ParsedPage { Facts = exchanges, Rejections = rejections };
    }

    private static Exchange? ToFact(WireExchange wire, RecordLocation location) => !RecordId.IsUsable(wire.Id) ? null : new Exchange
    {
        Location = location,
        ExchangeId = wire.Id!,
        Name = wire.Name,
        Rank = wire.TrustScoreRank,
        Volume24hBtc = wire.TradeVolume24hBtc,
        TrustScore = wire.TrustScore,
        YearEstablished = wire.YearEstablished,
        Country = string.IsNullOrWhiteSpace(wire.Country) ? null : wire.Country,
        Website = string.IsNullOrWhiteSpace(wire.Url) ? null : wire.Url,
    };
}

/// <summary>One row of <c>/exchanges</c>, the fields that we keep.</summary>
internal sealed record WireExchange
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public int? YearEstablished { get; init; }

    public string? Country { get; init; }

    public string? Url { get; init; }

    public double? TrustScore { get; init; }

    public int? TrustScoreRank { get; init; }

    [JsonPropertyName("trade_volume_24h_btc")]
    public double? TradeVolume24hBtc { get; init; }
}
