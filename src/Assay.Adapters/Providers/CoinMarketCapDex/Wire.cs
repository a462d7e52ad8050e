using System.Text.Json.Serialization;
using Assay.Adapters.Providers.CoinMarketCap;
using Assay.Adapters.Providers.Json;

namespace Assay.Adapters.Providers.CoinMarketCapDex;

/// <summary>One pool of <c>spot-pairs/latest</c> or <c>pairs/quotes/latest</c>, the fields that we keep. Every id in it is a text.</summary>
internal sealed record WirePool
{
    public string? Name { get; init; }

    public string? ContractAddress { get; init; }

    [JsonConverter(typeof(IdConverter))]
    public string? NetworkId { get; init; }

    /// <summary>Spelt <c>Ethereum</c> where it was asked for as <c>ethereum</c>.</summary>
    public string? NetworkSlug { get; init; }

    public string? DexSlug { get; init; }

    /// <summary>CoinMarketCap's id of the base token; null for one that it does not list.</summary>
    [JsonConverter(typeof(IdConverter))]
    public string? BaseAssetUcid { get; init; }

    public string? BaseAssetName { get; init; }

    public string? BaseAssetSymbol { get; init; }

    public string? BaseAssetContractAddress { get; init; }

    public string? QuoteAssetSymbol { get; init; }

    public string? QuoteAssetContractAddress { get; init; }

    public DateTimeOffset? LastUpdated { get; init; }

    [JsonConverter(typeof(UsdConverter<WirePoolQuote>))]
    public WirePoolQuote? Quote { get; init; }
}

internal sealed record WirePoolQuote
{
    [JsonConverter(typeof(PriceConverter))]
    public double? Price { get; init; }

    [JsonPropertyName("volume_24h")]
    public double? Volume24h { get; init; }

    public double? Liquidity { get; init; }

    public double? FullyDilutedValue { get; init; }

    [JsonPropertyName("percent_change_price_1h"), JsonConverter(typeof(FractionConverter))]
    public double? PercentChange1h { get; init; }

    [JsonPropertyName("percent_change_price_24h"), JsonConverter(typeof(FractionConverter))]
    public double? PercentChange24h { get; init; }

    public DateTimeOffset? LastUpdated { get; init; }
}

/// <summary>One network of <c>networks/list</c>.</summary>
internal sealed record WireNetwork
{
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? NetworkSlug { get; init; }

    /// <summary>As CoinMarketCap's own command-line tool expects it.</summary>
    public string? Slug { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(LenientDoubleConverter), typeof(LenientTimeConverter), typeof(LenientTextConverter)])]
[JsonSerializable(typeof(WirePool))]
[JsonSerializable(typeof(WirePoolQuote))]
[JsonSerializable(typeof(WireNetwork))]
internal sealed partial class CoinMarketCapDexWireContext : JsonSerializerContext;
