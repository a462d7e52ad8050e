using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;
using Assay.Facts;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko.Answers;

/// <summary>The market as a whole.</summary>
internal static class Global
{
    public static readonly KnownAnswer Answer = new(
        new Endpoint("global", ["$.data.updated_at", "$.data.total_market_cap.*"], ["$.data.total_market_cap", "$.data.total_volume", "$.data.market_cap_percentage"]),
        isList: false, Read);

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body) =>
        JsonRecord.Read(body, CoinGeckoWireContext.Default.WireGlobalAnswer, wire => wire.Data is { } market ? ToPage(market) : null);

    private static ParsedPage ToPage(WireGlobal wire) => wire.UpdatedAt is not { } observedAt
        ? new ParsedPage { Rejections = [new Rejection(null, RejectionReason.TimeMissing, "It does not say when it held.", "$.data", "")] }
        : new ParsedPage
        {
            Facts =
            [
                new GlobalMarket
                {
                    Location = new RecordLocation("$.data"),
                    ObservedAt = observedAt,
                    MarketCap = wire.TotalMarketCap?.Usd,
                    Volume24h = wire.TotalVolume?.Usd,
                    MarketCapChange24h = wire.MarketCapChange24h,
                    BitcoinDominance = wire.MarketCapPercentage?.Btc,
                    EtherDominance = wire.MarketCapPercentage?.Eth,
                    ActiveCoins = wire.ActiveCryptocurrencies,
                    Markets = wire.Markets,
                },
            ],
        };
}

internal sealed record WireGlobalAnswer
{
    public WireGlobal? Data { get; init; }
}

/// <summary><c>/global</c>, the fields that we keep. Alone among CoinGecko's times its own is in seconds.</summary>
internal sealed record WireGlobal
{
    public long? ActiveCryptocurrencies { get; init; }

    public long? Markets { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<WireByCurrency>))]
    public WireByCurrency? TotalMarketCap { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<WireByCurrency>))]
    public WireByCurrency? TotalVolume { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<WireByCurrency>))]
    public WireByCurrency? MarketCapPercentage { get; init; }

    [JsonPropertyName("market_cap_change_percentage_24h_usd")]
    public double? MarketCapChange24h { get; init; }

    [JsonConverter(typeof(UnixSecondsConverter))]
    public DateTimeOffset? UpdatedAt { get; init; }
}
