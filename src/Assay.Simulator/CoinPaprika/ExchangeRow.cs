using System.Text.Json.Nodes;
using Assay.Simulator.Market;

namespace Assay.Simulator.CoinPaprika;

/// <summary>One exchange of <c>/exchanges</c>. What it says it trades is more than what CoinPaprika believes.</summary>
internal static class ExchangeRow
{
    private const double Believed = 0.8;

    public static JsonObject Of(Exchange exchange, int rank, DateTimeOffset now)
    {
        var volume = exchange.Volume(now);
        var (week, month) = (exchange.Volume(now, 7), exchange.Volume(now, 30));
        return new()
        {
            ["id"] = exchange.CoinPaprikaId,
            ["name"] = exchange.Name,
            ["active"] = true,
            ["website_status"] = true,
            ["api_status"] = true,
            ["description"] = exchange.Country is null ? null : $"{exchange.Name} is an exchange in {exchange.Country}.",
            ["message"] = "",
            ["links"] = new JsonObject { ["website"] = new JsonArray(exchange.Url), ["twitter"] = new JsonArray() },
            ["markets_data_fetched"] = true,
            ["adjusted_rank"] = rank,
            ["reported_rank"] = rank,
            ["currencies"] = exchange.Coins,
            ["markets"] = exchange.Pairs,
            ["fiats"] = new JsonArray(new JsonObject { ["name"] = "US Dollars", ["symbol"] = "USD" }),
            ["quotes"] = new JsonObject
            {
                ["USD"] = new JsonObject
                {
                    ["reported_volume_24h"] = volume,
                    ["adjusted_volume_24h"] = volume * Believed,
                    ["reported_volume_7d"] = week,
                    ["adjusted_volume_7d"] = week * Believed,
                    ["reported_volume_30d"] = month,
                    ["adjusted_volume_30d"] = month * Believed,
                },
            },
            ["last_updated"] = now.ToSecondsText(),
        };
    }
}
