using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;

namespace Assay.Adapters.Providers.CoinPaprika;

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

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(LenientDoubleConverter), typeof(LenientRankConverter), typeof(LenientTimeConverter), typeof(LenientTextConverter)])]
[JsonSerializable(typeof(WireTicker))]
internal sealed partial class CoinPaprikaWireContext : JsonSerializerContext;
