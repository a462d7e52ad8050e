using Assay.Simulator.Recorded;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Assay.Simulator;

/// <summary><c>/</c> says what the simulator is and what it serves.</summary>
internal static class Home
{
    private static readonly string[] Living =
    [
        "/coingecko/api/v3/ping", "/coingecko/api/v3/coins/markets", "/coingecko/api/v3/coins/list", "/coingecko/api/v3/coins/{id}",
        "/coingecko/api/v3/coins/{id}/market_chart", "/coingecko/api/v3/coins/{id}/market_chart/range",
        "/coingecko/api/v3/simple/price", "/coingecko/api/v3/search/trending", "/coingecko/api/v3/global", "/coingecko/api/v3/exchanges",
        "/coingecko/api/v3/key",
        "/coinpaprika/v1/tickers", "/coinpaprika/v1/tickers/{id}", "/coinpaprika/v1/tickers/{id}/historical", "/coinpaprika/v1/coins", "/coinpaprika/v1/coins/{id}",
        "/coinpaprika/v1/exchanges", "/coinpaprika/v1/global", "/coinpaprika/v1/changelog/ids", "/coinpaprika/v1/key/info",
        "/cmc/v1/cryptocurrency/map", "/cmc/v2/cryptocurrency/info", "/cmc/v3/cryptocurrency/listings/latest",
        "/cmc/v3/cryptocurrency/quotes/latest", "/cmc/v2/cryptocurrency/ohlcv/latest", "/cmc/v2/cryptocurrency/ohlcv/historical",
        "/cmc/v1/exchange/map", "/cmc/v1/exchange/listings/latest", "/cmc/v1/global-metrics/quotes/latest", "/cmc/v1/key/info",
        "/cmc-dex/v4/dex/networks/list", "/cmc-dex/v4/dex/spot-pairs/latest", "/cmc-dex/v4/dex/pairs/quotes/latest",
        "/cmc-dex/v4/dex/pairs/ohlcv/latest", "/cmc-dex/v4/dex/pairs/ohlcv/historical",
    ];

    public static void MapHome(this IEndpointRouteBuilder routes, SimulatorOptions options) =>
        routes.MapGet("/", (HttpContext context) => Describe(context, options));

    private static Task Describe(HttpContext context, SimulatorOptions options) => context.Response.WriteObjectAsync(json =>
    {
        var isLiving = options.RecordedFolder is null;
        json.WriteStartObject();
        json.WriteString("name", "assay simulator");
        json.WriteString("mode", isLiving ? "living market" : "recorded");
        if (isLiving)
        {
            json.WriteNumber("seed", options.Seed);
            json.WriteNumber("coins", options.Coins);
        }
        else
        {
            json.WriteString("folder", options.RecordedFolder);
        }

        json.WriteStartArray("endpoints");
        foreach (var path in isLiving ? Living : Recording.All.Select(recording => recording.Path).Distinct())
            json.WriteStringValue(path);
        json.WriteEndArray();
        json.WriteString("faults", "GET, POST or DELETE /faults; GET /scenarios lists what can go wrong");
        json.WriteEndObject();
    }, context.RequestAborted);
}
