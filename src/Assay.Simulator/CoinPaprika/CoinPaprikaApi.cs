using Assay.Simulator.Market;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Assay.Simulator.CoinPaprika;

/// <summary>CoinPaprika's API v1 over the living market. It quotes in dollars only.</summary>
internal sealed class CoinPaprikaApi(Listing listing)
{
    public const string Root = "/coinpaprika/v1";

    /// <summary>What CoinPaprika says to an id that it does not know.</summary>
    public const string UnknownId = "id not found";

    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root);
        group.MapGet("/tickers", Tickers);
        group.MapGet("/tickers/{id}", Ticker);
        group.MapGet("/coins", Coins);
        group.MapGet("/global", Global);
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

    private Task Ticker(HttpContext context, string id)
    {
        if (AsksForOtherThanDollars(context))
            return RefuseCurrency(context);
        if (listing.Find(id) is not { } coin)
            return context.Response.WriteErrorAsync(StatusCodes.Status404NotFound, UnknownId, context.RequestAborted);

        var row = new TickerRow(listing.Ranked());
        return context.Response.WriteObjectAsync(json => row.Write(json, coin, QuotedAt(coin, listing.Now)), context.RequestAborted);
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
