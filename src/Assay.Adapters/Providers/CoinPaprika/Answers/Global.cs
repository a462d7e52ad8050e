using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;
using Assay.Facts;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinPaprika.Answers;

/// <summary>The market as a whole.</summary>
internal static class Global
{
    public static readonly KnownAnswer Answer = new(new Endpoint("global", ["$.last_updated", "$.market_cap_usd"], []), isList: false, Read);

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body) => JsonRecord.Read(body, CoinPaprikaWireContext.Default.WireGlobal, ToPage);

    private static ParsedPage ToPage(WireGlobal wire) => wire.LastUpdated is not { } observedAt
        ? new ParsedPage { Rejections = [new Rejection(null, RejectionReason.TimeMissing, "It does not say when it held.", "$", "")] }
        : new ParsedPage
        {
            Facts =
            [
                new GlobalMarket
                {
                    Location = JsonRecord.Location,
                    ObservedAt = observedAt,
                    MarketCap = wire.MarketCapUsd,
                    Volume24h = wire.Volume24hUsd,
                    MarketCapChange24h = wire.MarketCapChange24h,
                    BitcoinDominance = wire.BitcoinDominancePercentage,
                    ActiveCoins = wire.CryptocurrenciesNumber,
                },
            ],
        };
}

/// <summary><c>/global</c>, the fields that we keep. Alone among CoinPaprika's times its own is in seconds.</summary>
internal sealed record WireGlobal
{
    public double? MarketCapUsd { get; init; }

    [JsonPropertyName("volume_24h_usd")]
    public double? Volume24hUsd { get; init; }

    public double? BitcoinDominancePercentage { get; init; }

    public long? CryptocurrenciesNumber { get; init; }

    [JsonPropertyName("market_cap_change_24h")]
    public double? MarketCapChange24h { get; init; }

    [JsonConverter(typeof(UnixSecondsConverter))]
    public DateTimeOffset? LastUpdated { get; init; }
}
