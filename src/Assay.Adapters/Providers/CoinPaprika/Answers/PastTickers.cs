using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinPaprika.Answers;

/// <summary>The past prices of one coin, from one time to another.</summary>
internal static class PastTickers
{
    public static readonly KnownAnswer Answer = new(
        new Endpoint("tickers/{id}/historical", ["$[].timestamp", "$[].price"], []), isList: true, Read);

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body)
    {
        if (UrlQuery.Find(payload.Url, "quote") is { } currency && !currency.Equals("usd", StringComparison.OrdinalIgnoreCase))
            return ParsedPage.Failed($"CoinPaprika was asked for prices in '{currency.CutTo(20)}', but we keep prices in usd only.");

        var coin = Answer.CoinIn(payload.Url);
        var (quotes, rejections) = JsonRecords.Read(body, CoinPaprikaWireContext.Default.WireTick, (wire, location) => ToQuote(coin, wire, location));
        return new ParsedPage { Quotes = quotes, Rejections = rejections, Covered = AskedSpan.Of(coin, payload, "start", "end") };
    }

    private static ProviderQuote ToQuote(string coin, WireTick wire, RecordLocation location) => new()
    {
        CoinId = coin,
        ObservedAt = wire.Timestamp,
        Location = location,
        Figures = new MarketFigures { Price = wire.Price, MarketCap = wire.MarketCap, Volume24h = wire.Volume24h },
    };
}

/// <summary>One row of <c>/tickers/{id}/historical</c>.</summary>
internal sealed record WireTick
{
    public DateTimeOffset? Timestamp { get; init; }

    [JsonConverter(typeof(PriceConverter))]
    public double? Price { get; init; }

    [JsonPropertyName("volume_24h")]
    public double? Volume24h { get; init; }

    public double? MarketCap { get; init; }
}
