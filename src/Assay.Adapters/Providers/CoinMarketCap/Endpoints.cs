using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinMarketCap;

/// <summary>Every endpoint of CoinMarketCap that we can read; also those that we no longer ask, so that old answers can be replayed.</summary>
internal static class Endpoints
{
    public const string Listings = "v3/cryptocurrency/listings/latest";
    public const string Quotes = "v3/cryptocurrency/quotes/latest";
    public const string Map = "v1/cryptocurrency/map";
    public const string Info = "v2/cryptocurrency/info";
    public const string ExchangeListings = "v1/exchange/listings/latest";
    public const string ExchangeMap = "v1/exchange/map";
    public const string Global = "v1/global-metrics/quotes/latest";

    private const string Data = "$.data";

    public static readonly IReadOnlyList<EndpointReader> All =
    [
        new(new Endpoint(Listings, ["$.data[].id", "$.data[].quote[].price", "$.data[].quote[].last_updated"], []), ReadPrices),
        new(new Endpoint(Quotes, ["$.data[].id", "$.data[].quote[].price", "$.data[].quote[].last_updated"], []), ReadPrices),
        new(new Endpoint("v1/cryptocurrency/listings/latest", ["$.data[].id", "$.data[].quote.USD.price"], []), ReadPrices),
        new(new Endpoint("v2/cryptocurrency/quotes/latest", [], [Data]), ReadPrices),
        new(new Endpoint("v1/cryptocurrency/quotes/latest", [], [Data]), ReadPrices),
        new(new Endpoint("v2/cryptocurrency/ohlcv/latest", [], [Data]), ReadCandles),
        new(new Endpoint("v1/cryptocurrency/ohlcv/latest", [], [Data]), ReadCandles),
        new(new Endpoint(PastCandles.Endpoint, [], [Data]), ReadCandles),
        new(new Endpoint("v1/cryptocurrency/ohlcv/historical", [], [Data]), ReadCandles),
        new(new Endpoint(Map, ["$.data[].id"], []), ReadAssets),
        new(new Endpoint(Info, ["$.data.*.id"], [Data]), ReadMetadata),
        new(new Endpoint("v1/cryptocurrency/info", ["$.data.*.id"], [Data]), ReadMetadata),
        new(new Endpoint(ExchangeListings, ["$.data[].id", "$.data[].quote.USD.volume_24h"], []), ReadExchanges),
        new(new Endpoint("v1/exchange/quotes/latest", ["$.data.*.id", "$.data.*.quote.USD.volume_24h"], [Data]), ReadExchanges),
        new(new Endpoint(ExchangeMap, ["$.data[].id", "$.data[].name"], []), ReadExchanges),
        new(new Endpoint(Global, ["$.data.quote.USD.total_market_cap", "$.data.quote.USD.last_updated"], []), ReadGlobal),
        KeyInfo.Reader,
    ];

    private static CoinMarketCapWireContext Wire => CoinMarketCapWireContext.Default;

    private static ParsedPage ReadPrices(ReadOnlyMemory<byte> data, RawPayload payload)
    {
        var (rows, rejections) = Rows.Read(data, Wire.WireCoin, coin => coin.Id is not null);
        rejections.AddRange(rows.Where(row => row.IsInactive).Select(row => row.RejectInactive()));
        return new ParsedPage { Quotes = [.. rows.Where(row => !row.IsInactive).Select(row => row.ToQuote())], Rejections = rejections };
    }

    private static ParsedPage ReadAssets(ReadOnlyMemory<byte> data, RawPayload payload)
    {
        var (rows, rejections) = Rows.Read(data, Wire.WireListed, coin => coin.Id is not null);
        return new ParsedPage { Assets = [.. rows.Select(row => row.ToAsset())], Rejections = rejections };
    }

    private static ParsedPage ReadMetadata(ReadOnlyMemory<byte> data, RawPayload payload)
    {
        var (rows, rejections) = Rows.Read(data, Wire.WireInfo, coin => coin.Id is not null);
        return new ParsedPage { Facts = [.. rows.Select(row => row.ToMetadata())], Rejections = rejections };
    }

    private static ParsedPage ReadExchanges(ReadOnlyMemory<byte> data, RawPayload payload)
    {
        var (rows, rejections) = Rows.Read(data, Wire.WireExchange, exchange => exchange.Id is not null);
        return new ParsedPage { Facts = [.. rows.Select(row => row.ToExchange())], Rejections = rejections };
    }

    private static ParsedPage ReadGlobal(ReadOnlyMemory<byte> data, RawPayload payload)
    {
        if (Rows.ReadOne(data, Wire.WireGlobal, out var fault) is not { } row)
            return new ParsedPage { Rejections = [fault!] };

        return row.ToGlobalMarket() is { } market
            ? new ParsedPage { Facts = [market] }
            : new ParsedPage { Rejections = [JsonRecords.Reject("It does not say when its figures held.", row.Location, data.Span) with { Reason = RejectionReason.TimeMissing }] };
    }

    private static ParsedPage ReadCandles(ReadOnlyMemory<byte> data, RawPayload payload)
    {
        // One coin is an object, several are a map of them, and a single coin's history has a list of its own.
        var (rows, rejections) = Rows.ReadOne(data, Wire.WireCandles, out _) is { Wire: { Id: not null, Quotes: not null } } single
            ? ([single], [])
            : Rows.Read(data, Wire.WireCandles, coin => coin.Id is not null);

        var quotes = new List<ProviderQuote>();
        foreach (var row in rows)
        {
            if (row.Wire.Quotes is null)
            {
                quotes.Add(row.ToQuote());
                continue;
            }

            foreach (var (quote, location) in row.ToQuotes())
            {
                if (quote is not null)
                    quotes.Add(quote);
                else
                    rejections.Add(JsonRecords.Reject("It is null.", location, "null"u8) with { CoinId = row.Wire.Id });
            }
        }

        return new ParsedPage { Quotes = quotes, Rejections = rejections, Covered = PastCandles.CoveredBy(payload) };
    }
}
