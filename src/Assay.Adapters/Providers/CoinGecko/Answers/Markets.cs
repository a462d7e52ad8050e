using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko.Answers;

/// <summary>Prices of many coins.</summary>
internal static class Markets
{
    public static readonly KnownAnswer Answer = new(
        new Endpoint("coins/markets", ["$[].id", "$[].current_price", "$[].last_updated"], []), isList: true, Read);

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body)
    {
        if (Currency.Foreign(payload.Url) is { } foreign)
            return foreign;

        var (quotes, rejections) = JsonRecords.Read(body, CoinGeckoWireContext.Default.WireMarket, ToQuote);
        return new ParsedPage { Quotes = quotes, Rejections = rejections };
    }

    private static ProviderQuote? ToQuote(WireMarket wire, RecordLocation location) => string.IsNullOrWhiteSpace(wire.Id) ? null : new ProviderQuote
    {
        CoinId = wire.Id,
        Symbol = wire.Symbol,
        Name = wire.Name,
        ObservedAt = wire.LastUpdated,
        Location = location,
        Figures = new MarketFigures
        {
            Price = wire.CurrentPrice,
            MarketCap = wire.MarketCap,
            Volume24h = wire.TotalVolume,
            PriceChange24h = wire.PriceChangePercentage24h,
            PriceChange7d = wire.PriceChangePercentage7d,
            High24h = wire.High24h,
            Low24h = wire.Low24h,
            CirculatingSupply = wire.CirculatingSupply,
            TotalSupply = wire.TotalSupply,
            MaxSupply = wire.MaxSupply,
            Rank = wire.MarketCapRank,
        },
    };
}

/// <summary>One row of <c>/coins/markets</c>, the fields that we keep. Never leaves this folder.</summary>
internal sealed record WireMarket
{
    public string? Id { get; init; }

    public string? Symbol { get; init; }

    public string? Name { get; init; }

    [JsonConverter(typeof(PriceConverter))]
    public double? CurrentPrice { get; init; }

    public double? MarketCap { get; init; }

    public int? MarketCapRank { get; init; }

    public double? TotalVolume { get; init; }

    [JsonPropertyName("high_24h")]
    public double? High24h { get; init; }

    [JsonPropertyName("low_24h")]
    public double? Low24h { get; init; }

    [JsonPropertyName("price_change_percentage_24h")]
    public double? PriceChangePercentage24h { get; init; }

    [JsonPropertyName("price_change_percentage_7d_in_currency")]
    public double? PriceChangePercentage7d { get; init; }

    public double? CirculatingSupply { get; init; }

    public double? TotalSupply { get; init; }

    public double? MaxSupply { get; init; }

    public DateTimeOffset? LastUpdated { get; init; }
}
