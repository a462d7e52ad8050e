using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.Binance;

/// <summary>
/// The last price of each pair that was asked for by name, of which we know that it is against dollars. Its numbers are texts. What nobody
/// has traded for a day has no price of today and is left out.
/// </summary>
internal static class Tickers
{
    public const string Dollar = "USD";

    public const string Path = "api/v3/ticker/24hr";

    public static readonly KnownAnswer Answer = new(
        new Endpoint(Path, ["$[].symbol", "$[].lastPrice", "$[].closeTime"], []), isList: true, Read);

    /// <summary>As <c>?symbols=["BTCUSD","ETHUSD"]</c>.</summary>
    public static string QueryFor(IEnumerable<string> coins) =>
        "?symbols=" + Uri.EscapeDataString($"[{string.Join(',', coins.Select(coin => $"\"{coin}{Dollar}\""))}]");

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body)
    {
        // Without the names the answer holds all pairs, and nobody could tell which of them are against dollars.
        if (!payload.Url.Contains("symbols=", StringComparison.Ordinal))
            return ParsedPage.Failed("Binance was asked for all pairs and not for those against USD, so nobody knows what their prices are in.");

        var (quotes, rejections) = JsonRecords.Read(body, BinanceWireContext.Default.WireTicker, ToQuote);
        return new ParsedPage { Quotes = [.. quotes.Where(quote => quote.Figures.Volume24h is not 0)], Rejections = rejections };
    }

    private static ProviderQuote? ToQuote(WireTicker wire, RecordLocation location)
    {
        if (wire.Symbol is not { Length: > 3 } symbol || !symbol.EndsWith(Dollar, StringComparison.Ordinal))
            return null;

        var coin = symbol[..^Dollar.Length];
        return new ProviderQuote
        {
            CoinId = coin,
            Symbol = coin,
            ObservedAt = UnixTime.OfMilliseconds(wire.CloseTime),
            Location = location,
            Figures = new MarketFigures
            {
                Price = wire.LastPrice,
                Volume24h = wire.QuoteVolume,
                PriceChange24h = wire.PriceChangePercent,
                High24h = wire.HighPrice,
                Low24h = wire.LowPrice,
            },
        };
    }
}

/// <summary>One row of <c>/ticker/24hr</c>, the fields that we keep.</summary>
internal sealed record WireTicker
{
    public string? Symbol { get; init; }

    [JsonConverter(typeof(PriceConverter))]
    public double? LastPrice { get; init; }

    public double? PriceChangePercent { get; init; }

    public double? HighPrice { get; init; }

    public double? LowPrice { get; init; }

    /// <summary>In dollars.</summary>
    public double? QuoteVolume { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public double? CloseTime { get; init; }
}
