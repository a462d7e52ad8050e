using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko.Answers;

/// <summary>The past prices of one coin. Its points stand on no grid, and the last of them may be older than the one before.</summary>
internal static class MarketChart
{
    /// <summary>The last days.</summary>
    public static readonly KnownAnswer Latest = new(new Endpoint("coins/{id}/market_chart", [], []), isList: false, ReadLatest);

    /// <summary>From one time to another.</summary>
    public static readonly KnownAnswer Past = new(new Endpoint("coins/{id}/market_chart/range", [], []), isList: false, ReadPast);

    private static ParsedPage ReadLatest(RawPayload payload, ReadOnlySpan<byte> body) => Read(Latest, payload, body);

    private static ParsedPage ReadPast(RawPayload payload, ReadOnlySpan<byte> body) => Read(Past, payload, body);

    private static ParsedPage Read(KnownAnswer answer, RawPayload payload, ReadOnlySpan<byte> body)
    {
        if (Currency.Foreign(payload.Url) is { } foreign)
            return foreign;
        var prices = JsonMember.Find(body, "prices"u8);
        if (!JsonArrayReader.IsArray(prices))
            return new ParsedPage { Rejections = [JsonRecords.Reject("It has no list 'prices'.", JsonRecord.Location, body)] };

        var coin = answer.CoinIn(payload.Url);
        var (caps, volumes) = (ByTime(JsonMember.Find(body, "market_caps"u8)), ByTime(JsonMember.Find(body, "total_volumes"u8)));
        var (quotes, rejections) = JsonRecords.Read(
            prices, CoinGeckoWireContext.Default.NullableDoubleArray, (point, location) => ToQuote(coin, point, location, caps, volumes), "$.prices");
        return new ParsedPage { Quotes = [.. InOrder(quotes)], Rejections = rejections, Covered = AskedSpan.Of(coin, payload, "from", "to") };
    }

    private static ProviderQuote? ToQuote(
        string coin, double?[] point, RecordLocation location, Dictionary<double, double?> caps, Dictionary<double, double?> volumes) =>
        point is not [{ } time, var price, ..] ? null : new ProviderQuote
        {
            CoinId = coin,
            ObservedAt = UnixTime.OfMilliseconds(time),
            Location = location,
            Figures = new MarketFigures { Price = price, MarketCap = caps.GetValueOrDefault(time), Volume24h = volumes.GetValueOrDefault(time) },
        };

    private static Dictionary<double, double?> ByTime(ReadOnlySpan<byte> points)
    {
        var byTime = new Dictionary<double, double?>();
        if (!JsonArrayReader.IsArray(points))
            return byTime;

        // What is wrong with them costs no price.
        foreach (var point in JsonRecords.Read(points, CoinGeckoWireContext.Default.NullableDoubleArray, (point, _) => point).Records)
        {
            if (point is [{ } time, var value, ..])
                byTime[time] = value;
        }

        return byTime;
    }

    /// <summary>Of two points of one time the later one wins.</summary>
    private static IEnumerable<ProviderQuote> InOrder(IEnumerable<ProviderQuote> quotes) =>
        quotes.GroupBy(quote => quote.ObservedAt).Select(same => same.Last()).OrderBy(quote => quote.ObservedAt);
}
