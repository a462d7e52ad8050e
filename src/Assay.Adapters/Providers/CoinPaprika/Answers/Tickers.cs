using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinPaprika.Answers;

/// <summary>Prices, of all coins or of one. There is no high and low of the day.</summary>
internal static class Tickers
{
    public static readonly KnownAnswer All = new(
        new Endpoint("tickers", ["$[].id", "$[].last_updated", "$[].quotes.USD.price"], []), isList: true, ReadAll);

    public static readonly KnownAnswer One = new(
        new Endpoint("tickers/{id}", ["$.id", "$.last_updated", "$.quotes.USD.price"], []), isList: false, ReadOne);

    private static ParsedPage ReadAll(RawPayload payload, ReadOnlySpan<byte> body)
    {
        var (quotes, rejections) = JsonRecords.Read(body, CoinPaprikaWireContext.Default.WireTicker, ToQuote);
        return new ParsedPage { Quotes = quotes, Rejections = rejections };
    }

    private static ParsedPage ReadOne(RawPayload payload, ReadOnlySpan<byte> body) => JsonRecord.Read(
        body, CoinPaprikaWireContext.Default.WireTicker, wire => ToQuote(wire, JsonRecord.Location) is { } quote ? new ParsedPage { Quotes = [quote] } : null);

    private static ProviderQuote? ToQuote(WireTicker wire, RecordLocation location) => string.IsNullOrWhiteSpace(wire.Id) ? null : new ProviderQuote
    {
        CoinId = wire.Id,
        Symbol = wire.Symbol,
        Name = wire.Name,
        ObservedAt = wire.LastUpdated,
        Location = location,
        Figures = new MarketFigures
        {
            Price = wire.Quotes?.Usd?.Price,
            MarketCap = wire.Quotes?.Usd?.MarketCap,
            Volume24h = wire.Quotes?.Usd?.Volume24h,
            PriceChange24h = wire.Quotes?.Usd?.PercentChange24h,
            PriceChange7d = wire.Quotes?.Usd?.PercentChange7d,
            CirculatingSupply = wire.CirculatingSupply,
            TotalSupply = wire.TotalSupply,
            MaxSupply = wire.MaxSupply is 0 ? null : wire.MaxSupply, // its way of saying that there is no limit
            Rank = wire.Rank,
        },
    };
}

/// <summary>One ticker, the fields that we keep. The free plan leaves some supplies out. Never leaves this folder.</summary>
internal sealed record WireTicker
{
    public string? Id { get; init; }

    public string? Symbol { get; init; }

    public string? Name { get; init; }

    public int? Rank { get; init; }

    public double? CirculatingSupply { get; init; }

    public double? TotalSupply { get; init; }

    public double? MaxSupply { get; init; }

    public DateTimeOffset? LastUpdated { get; init; }

    public WireQuotes? Quotes { get; init; }
}

/// <summary>Quotes by currency.</summary>
internal sealed record WireQuotes
{
    [JsonPropertyName("USD")]
    public WireQuote? Usd { get; init; }
}

internal sealed record WireQuote
{
    [JsonConverter(typeof(PriceConverter))]
    public double? Price { get; init; }

    [JsonPropertyName("volume_24h")]
    public double? Volume24h { get; init; }

    public double? MarketCap { get; init; }

    [JsonPropertyName("percent_change_24h")]
    public double? PercentChange24h { get; init; }

    [JsonPropertyName("percent_change_7d")]
    public double? PercentChange7d { get; init; }
}
