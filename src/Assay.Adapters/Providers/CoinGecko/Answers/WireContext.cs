using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;

namespace Assay.Adapters.Providers.CoinGecko.Answers;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [
        typeof(LenientDoubleConverter), typeof(LenientRankConverter), typeof(LenientCountConverter), typeof(LenientTimeConverter),
        typeof(LenientTextConverter), typeof(LenientTextMapConverter), typeof(LenientTextListConverter)])]
[JsonSerializable(typeof(WireMarket))]
[JsonSerializable(typeof(WireListedCoin))]
[JsonSerializable(typeof(WireCoinPage))]
[JsonSerializable(typeof(WireLinks))]
[JsonSerializable(typeof(WireRepositories))]
[JsonSerializable(typeof(WireTrendingEntry))]
[JsonSerializable(typeof(WireTrendingData))]
[JsonSerializable(typeof(WireByCurrency))]
[JsonSerializable(typeof(WireExchange))]
[JsonSerializable(typeof(WireGlobalAnswer))]
[JsonSerializable(typeof(WireKeyUsage))]
[JsonSerializable(typeof(double?[]))]
internal sealed partial class CoinGeckoWireContext : JsonSerializerContext;
