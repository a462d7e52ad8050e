using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.Binance;

/// <summary>What is traded for what. Only coins that are traded for dollars just now are listed.</summary>
internal static class Pairs
{
    public const string Path = "api/v3/exchangeInfo";

    public static readonly KnownAnswer Answer = new(
        new Endpoint(Path, ["$.symbols[].symbol", "$.symbols[].baseAsset", "$.symbols[].quoteAsset"], []), isList: false, Read);

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body)
    {
        var symbols = JsonMember.Find(body, "symbols"u8);
        if (!JsonArrayReader.IsArray(symbols))
            return new ParsedPage { Rejections = [JsonRecords.Reject("It has no list 'symbols'.", JsonRecord.Location, body)] };

        var (pairs, rejections) = JsonRecords.Read(
            symbols, BinanceWireContext.Default.WirePair, (wire, _) => RecordId.IsUsable(wire.BaseAsset) ? wire : null, "$.symbols");
        return new ParsedPage
        {
            Assets = [.. pairs.Where(IsInDollars).Select(pair => new ProviderAsset(pair.BaseAsset!, pair.BaseAsset, null, ReadOnlyDictionary<string, string>.Empty))],
            Rejections = rejections,
        };
    }

    // The names of the others, as BTCBUSD, end with USD too.
    private static bool IsInDollars(WirePair pair) => pair is { QuoteAsset: Tickers.Dollar, Status: "TRADING" } && pair.Symbol == pair.BaseAsset + Tickers.Dollar;
}

/// <summary>One of the symbols of <c>/exchangeInfo</c>, the fields that we need.</summary>
internal sealed record WirePair
{
    public string? Symbol { get; init; }

    public string? Status { get; init; }

    public string? BaseAsset { get; init; }

    public string? QuoteAsset { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(LenientDoubleConverter), typeof(LenientTextConverter)])]
[JsonSerializable(typeof(WirePair))]
[JsonSerializable(typeof(WireTicker))]
internal sealed partial class BinanceWireContext : JsonSerializerContext;
