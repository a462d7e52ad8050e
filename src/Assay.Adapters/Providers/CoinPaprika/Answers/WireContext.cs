using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;

namespace Assay.Adapters.Providers.CoinPaprika.Answers;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [
        typeof(LenientDoubleConverter), typeof(LenientRankConverter), typeof(LenientCountConverter), typeof(LenientFlagConverter),
        typeof(LenientTimeConverter), typeof(LenientTextConverter), typeof(LenientTextListConverter)])]
[JsonSerializable(typeof(WireTicker))]
[JsonSerializable(typeof(WireListedCoin))]
[JsonSerializable(typeof(WireCoinPage))]
[JsonSerializable(typeof(WireTag))]
[JsonSerializable(typeof(WireLink))]
[JsonSerializable(typeof(WireContract))]
[JsonSerializable(typeof(WireWhitepaper))]
[JsonSerializable(typeof(WireExchange))]
[JsonSerializable(typeof(WireExchangeLinks))]
[JsonSerializable(typeof(WireGlobal))]
[JsonSerializable(typeof(WireTick))]
[JsonSerializable(typeof(WireIdChange))]
[JsonSerializable(typeof(WireKeyInfo))]
[JsonSerializable(typeof(WireUsage))]
[JsonSerializable(typeof(WireMonth))]
internal sealed partial class CoinPaprikaWireContext : JsonSerializerContext;
