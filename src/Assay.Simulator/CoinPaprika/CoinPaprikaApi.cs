using System.Text.Json.Nodes;
using Assay.Simulator.Market;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Assay.Simulator.CoinPaprika;

/// <summary>CoinPaprika's API v1 over the living market. It quotes in dollars only.</summary>
internal sealed class CoinPaprikaApi(Listing listing, LivingMarket market, PlanUsage usage)
{
    public const string Root = "/coinpaprika/v1";

    /// <summary>What CoinPaprika says to an id that it does not know.</summary>
    public const string UnknownId = "id not found";

    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root);
        group.MapGet("/tickers", usage.Counting(Tickers));
        group.MapGet("/tickers/{id}", usage.Counting(Ticker));
        group.MapGet("/tickers/{id}/historical", usage.Counting(History));
        group.MapGet("/coins", usage.Counting(Coins));
        group.MapGet("/coins/{id}", usage.Counting(CoinById));
        group.MapGet("/exchanges", usage.Counting(Exchanges));
        group.MapGet("/global", usage.Counting(Global));
        group.MapGet("/changelog/ids", usage.Counting(IdChanges));
        group.MapGet("/key/info", Key);
    }

    private Task Tickers(HttpContext context)
    {
        if (AsksForOtherThanDollars(context))
            return RefuseCurrency(context);

        var now = listing.Now;
        var ranking = listing.Ranked();
        var row = new TickerRow(ranking);
        return context.Response.WriteRowsAsync(
            ranking.Coins, (json, coin) => row.Write(json, coin, QuotedAt(coin, now)), context.RequestAborted);
    }

    private Task Ticker(HttpContext context)
    {
        if (AsksForOtherThanDollars(context))
            return RefuseCurrency(context);
        if (FindById(context) is not { } coin)
            return RefuseId(context);

        var row = new TickerRow(listing.Ranked());
        return context.Response.WriteObjectAsync(json => row.Write(json, coin, QuotedAt(coin, listing.Now)), context.RequestAborted);
    }

    /// <summary>Oldest first; what is beyond the limit is left out without a word.</summary>
    private Task History(HttpContext context)
    {
        if (FindById(context) is not { } coin)
            return RefuseId(context);

        var now = listing.Now;
        if (PastQuery.Read(context.Request.Query, now, out var error) is not { } query)
            return context.Response.WriteErrorAsync(StatusCodes.Status400BadRequest, error!, context.RequestAborted);
        if (query.IsBeyond(HasKey(context) ? usage.Plan.Name : "free", now))
            return ProviderWords.AnswerAsync(context, Trouble.TooFarBack, now);

        var times = Past.Times(coin, query.From, query.To < now ? query.To : now, query.Step, jitter: 0).Take(query.Limit);
        return context.Response.WriteRowsAsync(times, (json, time) =>
        {
            json.WriteStartObject();
            json.WriteSeconds("timestamp", time);
            json.WriteFloat("price", LivingMarket.Price(coin, time));
            json.WriteWhole("volume_24h", LivingMarket.Volume(coin, time));
            json.WriteWhole("market_cap", LivingMarket.MarketCap(coin, time) ?? 0);
            json.WriteEndObject();
        }, context.RequestAborted);
    }

    private Task Coins(HttpContext context)
    {
        var ranking = listing.Ranked();
        return context.Response.WriteRowsAsync(ranking.Coins, (json, coin) =>
        {
            json.WriteStartObject();
            json.WriteString("id", coin.CoinPaprikaId);
            json.WriteString("name", coin.Name);
            json.WriteString("symbol", coin.Symbol);
            json.WriteNumber("rank", ranking.RankOf(coin) ?? 0);
            json.WriteBoolean("is_new", false);
            json.WriteBoolean("is_active", true);
            json.WriteString("type", coin.IsToken ? "token" : "coin");
            json.WriteEndObject();
        }, context.RequestAborted);
    }

    private Task CoinById(HttpContext context) => FindById(context) is { } coin
        ? context.Response.WriteNodeAsync(new CoinProfile(listing.Ranked()).Of(coin, QuotedAt(coin, listing.Now)), context.RequestAborted)
        : RefuseId(context);

    private Task Exchanges(HttpContext context)
    {
        if (AsksForOtherThanDollars(context))
            return RefuseCurrency(context);

        var now = listing.Now;
        var rows = market.Exchanges.Select((exchange, index) => ExchangeRow.Of(exchange, index + 1, now));
        return context.Response.WriteRowsAsync(rows, context.RequestAborted);
    }

    /// <summary>Two coins that once had another id.</summary>
    private Task IdChanges(HttpContext context)
    {
        var changes = listing.Coins.TakeLast(2).Select(coin => new JsonObject
        {
            ["currency_id"] = coin.CoinPaprikaId,
            ["old_id"] = $"{coin.CoinPaprikaId}-duplicate-1",
            ["new_id"] = coin.CoinPaprikaId,
            ["changed_at"] = coin.FirstQuoted.ToSecondsText(),
        });
        return context.Response.WriteRowsAsync(changes, context.RequestAborted);
    }

    private static bool HasKey(HttpContext context) => context.Request.Headers.ContainsKey("Authorization");

    private Task Key(HttpContext context) => HasKey(context)
        ? context.Response.WriteNodeAsync(DescribePlan(), context.RequestAborted)
        : ProviderWords.AnswerAsync(context, Trouble.KeyMissing, listing.Now);

    private JsonObject DescribePlan() => new()
    {
        ["plan"] = usage.Plan.Name,
        ["plan_started_at"] = "2025-08-21T05:39:57Z",
        ["plan_status"] = "active",
        ["portal_url"] = "https://coinpaprika.com/api/panel",
        ["usage"] = new JsonObject
        {
            ["message"] = "limited plan",
            ["current_month"] = new JsonObject { ["requests_made"] = usage.CreditsThisMonth, ["requests_left"] = usage.CreditsLeft },
        },
    };

    private Coin? FindById(HttpContext context) => listing.Find((string)context.Request.RouteValues["id"]!);

    private static Task RefuseId(HttpContext context) =>
        context.Response.WriteErrorAsync(StatusCodes.Status404NotFound, UnknownId, context.RequestAborted);

    private Task Global(HttpContext context)
    {
        var global = new GlobalFigures(listing.Ranked().Coins, listing.Now);
        return context.Response.WriteObjectAsync(global.Write, context.RequestAborted);
    }

    private DateTimeOffset QuotedAt(Coin coin, DateTimeOffset now) => listing.QuotedAt(coin, now, wholeSeconds: true);

    private static bool AsksForOtherThanDollars(HttpContext context) => context.Request.Query["quotes"].ToString() is not ("" or "USD" or "usd");

    private static Task RefuseCurrency(HttpContext context) =>
        context.Response.WriteErrorAsync(StatusCodes.Status400BadRequest, "the simulator quotes USD only", context.RequestAborted);
}
