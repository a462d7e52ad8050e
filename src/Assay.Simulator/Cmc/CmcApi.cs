using System.Text.Json.Nodes;
using Assay.Simulator.Market;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Assay.Simulator.Cmc;

/// <summary>CoinMarketCap's API over the living market. It quotes in dollars only.</summary>
internal sealed class CmcApi(Listing listing, LivingMarket market, PlanUsage usage, CmcAnswer answer)
{
    public const string Root = "/cmc";

    /// <summary>Where some endpoints answer without a key.</summary>
    public const string Keyless = "/public-api";

    private const int RowsPerCredit = 200;
    private const int CoinsPerCredit = 100;
    private const int CandlesPerCredit = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        (string Path, RequestDelegate Handler)[] open =
        [
            ("/v1/cryptocurrency/map", CoinMap), ("/v2/cryptocurrency/info", Info),
            ("/v3/cryptocurrency/listings/latest", Listings), ("/v3/cryptocurrency/quotes/latest", Quotes),
            ("/v1/exchange/map", ExchangeMap), ("/v1/global-metrics/quotes/latest", Global),
        ];
        foreach (var (path, handler) in open)
        {
            routes.MapGet(Root + path, answer.WithKey(handler));
            routes.MapGet(Root + Keyless + path, handler);
        }

        routes.MapGet($"{Root}/v1/key/info", answer.WithKey(Key));
        routes.MapGet($"{CmcDex.CmcDexApi.Root}/v1/key/info", answer.WithKey(Key)); // in reality one host has both APIs
        routes.MapGet($"{Root}/v2/cryptocurrency/ohlcv/latest", answer.WithKey(answer.OnPlan(CmcPlans.Startup, Today)));
        routes.MapGet($"{Root}/v2/cryptocurrency/ohlcv/historical", answer.WithKey(answer.OnPlan(CmcPlans.Startup, History)));
        routes.MapGet($"{Root}/v1/exchange/listings/latest", answer.WithKey(answer.OnPlan(CmcPlans.Growth, ExchangeListings)));
    }

    private Task CoinMap(HttpContext context)
    {
        var query = context.Request.Query;
        var symbols = CmcAnswer.Names(query["symbol"]);
        var ranking = listing.Ranked();
        var coins = listing.Coins.Where(coin => symbols.Length == 0 || symbols.Contains(coin.Symbol, StringComparer.OrdinalIgnoreCase));
        var sorted = query["sort"] == "cmc_rank" ? coins.OrderBy(coin => ranking.RankOf(coin) ?? int.MaxValue) : coins.OrderBy(CoinRow.Id);
        return answer.RowsAsync(context, CmcAnswer.Page(query, sorted, limit: 5000).Select(coin => MapRow.Of(coin, ranking, answer.Now)), credits: 0);
    }

    private Task Listings(HttpContext context)
    {
        if (AsksForOtherThanDollars(context))
            return RefuseCurrency(context);

        var ranking = listing.Ranked();
        List<Coin> coins = [.. CmcAnswer.Page(context.Request.Query, ranking.Coins, limit: 100)];
        return answer.RowsAsync(context, Rows(coins, ranking, isListing: true), Credits(coins.Count, RowsPerCredit));
    }

    private Task Quotes(HttpContext context)
    {
        if (AsksForOtherThanDollars(context))
            return RefuseCurrency(context);

        var coins = Asked(context.Request.Query, out var asked);
        return asked.Length == 0
            ? answer.RefuseAsync(context, "\"value\" must contain at least one of [id, symbol, slug]")
            : answer.RowsAsync(context, Rows(coins, listing.Ranked(), isListing: false), Credits(coins.Count, CoinsPerCredit));
    }

    private IEnumerable<JsonObject> Rows(IEnumerable<Coin> coins, Ranking ranking, bool isListing)
    {
        var now = answer.Now;
        var row = new CoinRow(ranking, isListing);
        return coins.Select(coin => row.Of(coin, QuotedAt(coin, now)));
    }

    private Task Info(HttpContext context) => AnswerById(context, CoinInfo.Of);

    private Task Today(HttpContext context) => AnswerById(context, Candles.Today);

    /// <summary>One coin comes bare, several come by their ids.</summary>
    private Task History(HttpContext context)
    {
        if (Candles.IsBeyond(usage.Plan.Name, context.Request.Query, answer.Now))
            return answer.RefuseAsync(context, Trouble.TooFarBack);

        var coins = Asked(context.Request.Query, out var asked);
        return asked is [_] && coins is [var only] && Candles.Past(only, context.Request.Query, answer.Now) is var past
            ? answer.DataAsync(context, past, Credits(past["quotes"]!.AsArray().Count, CandlesPerCredit))
            : AnswerById(context, (coin, _) => Candles.Past(coin, context.Request.Query, answer.Now));
    }

    /// <summary>The coins that were asked for by their ids. An id that nobody has spoils the call, unless <c>skip_invalid</c> says otherwise.</summary>
    private Task AnswerById(HttpContext context, Func<Coin, DateTimeOffset, JsonObject> body)
    {
        var coins = Asked(context.Request.Query, out var asked);
        if (asked.Length == 0)
            return answer.RefuseAsync(context, "\"value\" must contain at least one of [id, symbol, slug]");
        if (coins.Count < asked.Length && context.Request.Query["skip_invalid"] != "true")
            return answer.RefuseAsync(context, $"Invalid value for \"id\": \"{string.Join(',', asked.Except(coins.Select(coin => coin.CmcId!)))}\"");

        var now = answer.Now;
        var data = coins.Select(coin => KeyValuePair.Create(coin.CmcId!, (JsonNode?)body(coin, QuotedAt(coin, now))));
        return answer.DataAsync(context, new JsonObject(data), Credits(coins.Count, CoinsPerCredit));
    }

    /// <summary>By id, slug or symbol; several coins may share a symbol.</summary>
    private List<Coin> Asked(IQueryCollection query, out string[] asked)
    {
        asked = CmcAnswer.Names(query["id"]);
        if (asked.Length > 0)
            return [.. asked.Distinct().Select(listing.Find).OfType<Coin>()];

        var byWhat = query.ContainsKey("slug") ? "slug" : "symbol";
        var names = asked = CmcAnswer.Names(query[byWhat]);
        return [.. listing.Coins.Where(coin => names.Contains(byWhat == "slug" ? coin.Slug : coin.Symbol, StringComparer.OrdinalIgnoreCase))];
    }

    private Task ExchangeMap(HttpContext context)
    {
        var slugs = CmcAnswer.Names(context.Request.Query["slug"]);
        var exchanges = market.Exchanges.Where(exchange => slugs.Length == 0 || slugs.Contains(exchange.CoinPaprikaId)).OrderBy(exchange => exchange.CmcId);
        var page = CmcAnswer.Page(context.Request.Query, exchanges, limit: 5000);
        return answer.RowsAsync(context, page.Select(exchange => CmcExchanges.MapRow(exchange, answer.Now)), credits: 0);
    }

    private Task ExchangeListings(HttpContext context)
    {
        var ranked = market.Exchanges.Select((exchange, index) => (exchange, Rank: index + 1));
        var page = CmcAnswer.Page(context.Request.Query, ranked, limit: 100).ToList();
        return answer.RowsAsync(
            context, page.Select(row => CmcExchanges.ListingRow(row.exchange, row.Rank, answer.Now)), Credits(page.Count, CoinsPerCredit));
    }

    private Task Global(HttpContext context) => answer.DataAsync(context, new GlobalMetrics(listing.Coins, market).At(answer.Now), credits: 1);

    private Task Key(HttpContext context) => answer.DataAsync(context, KeyInfo.Of(usage, answer.Now), credits: 0);

    private DateTimeOffset QuotedAt(Coin coin, DateTimeOffset now) => listing.QuotedAt(coin, now, wholeSeconds: true);

    private static int Credits(int rows, int perCredit) => Math.Max(1, (rows + perCredit - 1) / perCredit);

    private static bool AsksForOtherThanDollars(HttpContext context) => context.Request.Query["convert"].ToString() is not ("" or "USD" or "usd");

    private Task RefuseCurrency(HttpContext context) => answer.RefuseAsync(context, "Invalid value for \"convert\": the simulator quotes USD only");
}
