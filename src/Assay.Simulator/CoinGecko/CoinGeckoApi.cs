using System.Text.Json;
using Assay.Simulator.Market;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Assay.Simulator.CoinGecko;

/// <summary>CoinGecko's API v3 over the living market.</summary>
internal sealed class CoinGeckoApi(Listing listing, LivingMarket market, PlanUsage usage)
{
    public const string Root = "/coingecko/api/v3";

    /// <summary>What CoinGecko says to a path that it does not know.</summary>
    public const string UnknownPath = "Incorrect path. Please check https://docs.coingecko.com/";

    /// <summary>What it says to a coin that it does not know.</summary>
    public const string UnknownCoin = "coin not found";

    private readonly Currencies _currencies = new(market);

    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root);
        group.MapGet("/ping", usage.Counting(Ping));
        group.MapGet("/coins/markets", usage.Counting(Markets));
        group.MapGet("/coins/list", usage.Counting(List));
        group.MapGet("/coins/{id}", usage.Counting(Coin));
        group.MapGet("/coins/{id}/market_chart", usage.Counting(Chart));
        group.MapGet("/coins/{id}/market_chart/range", usage.Counting(ChartRange));
        group.MapGet("/simple/price", usage.Counting(SimplePrice));
        group.MapGet("/search/trending", usage.Counting(Trending));
        group.MapGet("/global", usage.Counting(Global));
        group.MapGet("/exchanges", usage.Counting(Exchanges));
        group.MapGet("/key", Key);
    }

    private static Task Ping(HttpContext context) => context.Response.WriteObjectAsync(json =>
    {
        json.WriteStartObject();
        json.WriteString("gecko_says", "(V3) To the Moon!");
        json.WriteEndObject();
    }, context.RequestAborted);

    private Task Markets(HttpContext context)
    {
        var query = MarketsQuery.Read(context.Request.Query, out var error);
        var currency = _currencies.Find(query?.Currency);
        if (query is null || currency is null)
            return Refuse(context, error ?? "invalid vs_currency");

        var now = listing.Now;
        var ranking = listing.Ranked();
        var row = new MarketRow(ranking, currency, query);
        AddHeaders(context.Response);
        return context.Response.WriteRowsAsync(
            query.Select(listing, ranking), (json, coin) => row.Write(json, coin, QuotedAt(coin, now)), context.RequestAborted);
    }

    private Task List(HttpContext context)
    {
        var withPlatforms = context.Request.Query["include_platform"] == "true";
        AddHeaders(context.Response);
        return context.Response.WriteRowsAsync(listing.Coins, (json, coin) =>
        {
            json.WriteStartObject();
            json.WriteString("id", coin.CoinGeckoId);
            json.WriteString("symbol", Symbol(coin));
            json.WriteString("name", coin.Name);
            if (withPlatforms)
                WritePlatforms(json, coin);
            json.WriteEndObject();
        }, context.RequestAborted);
    }

    private Task Coin(HttpContext context)
    {
        if (listing.Find((string)context.Request.RouteValues["id"]!) is not { } coin)
            return context.Response.WriteErrorAsync(StatusCodes.Status404NotFound, UnknownCoin, context.RequestAborted);

        var detail = new CoinDetail(listing.Ranked(), _currencies.All, context.Request.Query, market);
        AddHeaders(context.Response);
        return context.Response.WriteNodeAsync(detail.Of(coin, QuotedAt(coin, listing.Now)), context.RequestAborted);
    }

    private Task Chart(HttpContext context) => ChartAsync(context, ChartQuery.ReadDays(context.Request.Query, listing.Now, out var error), error);

    private Task ChartRange(HttpContext context) => ChartAsync(context, ChartQuery.ReadRange(context.Request.Query, out var error), error);

    private Task ChartAsync(HttpContext context, ChartQuery? query, string? error)
    {
        if (listing.Find((string)context.Request.RouteValues["id"]!) is not { } coin)
            return context.Response.WriteErrorAsync(StatusCodes.Status404NotFound, UnknownCoin, context.RequestAborted);
        if (query is null || _currencies.Find(query.Currency) is not { } currency)
            return Refuse(context, error ?? "invalid vs_currency");
        if (query.IsBeyond(context.Request, listing.Now))
            return ProviderWords.AnswerAsync(context, Trouble.TooFarBack, listing.Now);

        AddHeaders(context.Response);
        return context.Response.WriteObjectAsync(new MarketChart(coin, currency, query, listing.Now).Write, context.RequestAborted);
    }

    private Task Trending(HttpContext context)
    {
        var trending = new Trending(listing, market);
        AddHeaders(context.Response);
        return context.Response.WriteNodeAsync(trending.At(listing.Now), context.RequestAborted);
    }

    private Task Global(HttpContext context)
    {
        var global = new WholeMarket(listing.Coins, market, _currencies.All);
        AddHeaders(context.Response);
        return context.Response.WriteNodeAsync(global.At(listing.Now), context.RequestAborted);
    }

    private Task Exchanges(HttpContext context)
    {
        var pages = new ExchangePages(market);
        AddHeaders(context.Response);
        pages.AddHeaders(context);
        return context.Response.WriteRowsAsync(pages.Rows(context.Request, listing.Now), context.RequestAborted);
    }

    private Task Key(HttpContext context) => KeyUsage.HasKey(context.Request)
        ? context.Response.WriteNodeAsync(KeyUsage.Describe(usage), context.RequestAborted)
        : ProviderWords.AnswerAsync(context, Trouble.KeyMissing, listing.Now);

    private static void WritePlatforms(Utf8JsonWriter json, Coin coin)
    {
        json.WriteStartObject("platforms");
        foreach (var (platform, address) in coin.Contracts)
            json.WriteString(platform, address);
        json.WriteEndObject();
    }

    private Task SimplePrice(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["ids"].ToString() is not { Length: > 0 } ids)
            return Refuse(context, "Missing parameter ids");
        if (query["vs_currencies"].ToString() is not { Length: > 0 } currencies)
            return Refuse(context, "Missing parameter vs_currencies");

        var coins = MarketsQuery.SplitIds(ids).Select(listing.Find).OfType<Coin>();
        var known = MarketsQuery.SplitIds(currencies).Select(_currencies.Find).OfType<Currency>().ToList();
        var now = listing.Now;
        AddHeaders(context.Response);
        return context.Response.WriteObjectAsync(json =>
        {
            json.WriteStartObject();
            foreach (var coin in coins)
                WritePrices(json, coin, known, QuotedAt(coin, now));
            json.WriteEndObject();
        }, context.RequestAborted);
    }

    private static void WritePrices(Utf8JsonWriter json, Coin coin, IEnumerable<Currency> currencies, DateTimeOffset time)
    {
        json.WriteStartObject(coin.CoinGeckoId!);
        foreach (var currency in currencies)
            json.WritePrice(currency.Name, LivingMarket.Price(coin, time) / currency.Rate(time), Precision.Usual);
        json.WriteEndObject();
    }

    internal static string Symbol(Coin coin) => coin.Symbol.ToLowerInvariant();

    private DateTimeOffset QuotedAt(Coin coin, DateTimeOffset now) => listing.QuotedAt(coin, now, wholeSeconds: false);

    private static Task Refuse(HttpContext context, string error) =>
        context.Response.WriteErrorAsync(StatusCodes.Status422UnprocessableEntity, error, context.RequestAborted);

    private static void AddHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = "public, max-age=30";
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.Vary = "Accept-Encoding, Origin";
    }
}
