using System.Globalization;
using System.Text.Json.Nodes;
using Assay.Simulator.Market;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Assay.Simulator.CoinGecko;

/// <summary><c>/exchanges</c>, whose pages say in headers how many there are and which is next.</summary>
internal sealed class ExchangePages(LivingMarket market)
{
    private const int DefaultPerPage = 100;
    private const int MostPerPage = 250;

    public IEnumerable<JsonObject> Rows(HttpRequest request, DateTimeOffset now)
    {
        var (page, perPage) = Paging(request);
        var bitcoin = LivingMarket.Price(market.Bitcoin, now);
        return market.Exchanges
            .Select((exchange, index) => (exchange, Rank: index + 1))
            .Skip((page - 1) * perPage).Take(perPage)
            .Select(row => Row(row.exchange, row.Rank, row.exchange.Volume(now) / bitcoin));
    }

    public void AddHeaders(HttpContext context)
    {
        var (page, perPage) = Paging(context.Request);
        var last = (market.Exchanges.Count + perPage - 1) / perPage;
        var headers = context.Response.Headers;
        headers["Per-Page"] = perPage.ToString(CultureInfo.InvariantCulture);
        headers["Total"] = market.Exchanges.Count.ToString(CultureInfo.InvariantCulture);
        if (page < last)
            headers.Link = $"{Link(context.Request, last, "last")}, {Link(context.Request, page + 1, "next")}";
    }

    private static string Link(HttpRequest request, int page, string relation)
    {
        var query = request.Query
            .Where(parameter => parameter.Key != "page")
            .Append(new("page", page.ToString(CultureInfo.InvariantCulture)));
        var address = UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, request.Path, new QueryBuilder(query).ToQueryString());
        return $"<{address}>; rel=\"{relation}\"";
    }

    private static (int Page, int PerPage) Paging(HttpRequest request) => (
        Math.Clamp(Number(request.Query["page"], 1), 1, 1000),
        Math.Clamp(Number(request.Query["per_page"], DefaultPerPage), 1, MostPerPage));

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static JsonObject Row(Exchange exchange, int rank, double bitcoins) => new()
    {
        ["id"] = exchange.CoinGeckoId,
        ["name"] = exchange.Name,
        ["year_established"] = exchange.Year,
        ["country"] = exchange.Country,
        ["description"] = "",
        ["url"] = exchange.Url,
        ["image"] = $"https://assets.coingecko.com/markets/images/{exchange.CmcId}/small/{exchange.CoinGeckoId}.png",
        ["has_trading_incentive"] = false,
        ["trust_score"] = Math.Max(1, 10 - rank / 15),
        ["trust_score_rank"] = rank,
        ["trade_volume_24h_btc"] = bitcoins,
    };
}
