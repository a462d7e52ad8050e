using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;

namespace Assay.Adapters.Providers.CoinGecko;

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

/// <summary>One row of <c>/coins/list?include_platform=true</c>.</summary>
internal sealed record WireCoin
{
    public string? Id { get; init; }

    public string? Symbol { get; init; }

    public string? Name { get; init; }

    /// <summary>Contract address by platform; <c>{"":""}</c> has been seen for coins that are on none.</summary>
    public IReadOnlyDictionary<string, string>? Platforms { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [
        typeof(LenientDoubleConverter), typeof(LenientRankConverter), typeof(LenientTimeConverter),
        typeof(LenientTextConverter), typeof(LenientTextMapConverter)])]
[JsonSerializable(typeof(WireMarket))]
[JsonSerializable(typeof(WireCoin))]
internal sealed partial class CoinGeckoWireContext : JsonSerializerContext;
