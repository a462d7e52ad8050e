using System.Text.Json.Nodes;
using Assay.Simulator.Market;

namespace Assay.Simulator.Cmc;

/// <summary>The rows of <c>/v1/exchange/map</c> and <c>/v1/exchange/listings/latest</c>.</summary>
internal static class CmcExchanges
{
    private static readonly DateTimeOffset FirstData = new(2018, 4, 26, 0, 45, 0, TimeSpan.Zero);

    public static JsonObject MapRow(Exchange exchange, DateTimeOffset now) => new()
    {
        ["id"] = exchange.CmcId,
        ["name"] = exchange.Name,
        ["slug"] = exchange.CoinPaprikaId,
        ["is_active"] = 1,
        ["status"] = "active",
        ["first_historical_data"] = FirstData.ToMillisecondsText(),
        ["last_historical_data"] = now.ToMillisecondsText(),
    };

    public static JsonObject ListingRow(Exchange exchange, int rank, DateTimeOffset now)
    {
        var volume = exchange.Volume(now);
        var (week, month) = (exchange.Volume(now, 7), exchange.Volume(now, 30));
        return new()
        {
            ["id"] = exchange.CmcId,
            ["name"] = exchange.Name,
            ["slug"] = exchange.CoinPaprikaId,
            ["num_coins"] = exchange.Coins,
            ["num_market_pairs"] = exchange.Pairs,
            ["last_updated"] = now.ToMillisecondsText(),
            ["traffic_score"] = 1000 - rank,
            ["rank"] = rank,
            ["exchange_score"] = Math.Round(10.0 / Math.Sqrt(rank), 4),
            ["liquidity_score"] = 1000 - 4 * rank,
            ["quote"] = new JsonObject
            {
                ["USD"] = new JsonObject
                {
                    ["volume_24h"] = volume,
                    ["volume_24h_adjusted"] = volume,
                    ["volume_7d"] = week,
                    ["volume_30d"] = month,
                    ["percent_change_volume_24h"] = LivingMarket.Percent(volume, exchange.Volume(now.AddDays(-1))),
                    ["percent_change_volume_7d"] = LivingMarket.Percent(week, exchange.Volume(now.AddDays(-7), 7)),
                    ["percent_change_volume_30d"] = LivingMarket.Percent(month, exchange.Volume(now.AddDays(-30), 30)),
                    ["effective_liquidity_24h"] = 700.0 / rank,
                    ["last_updated"] = now.ToMillisecondsText(),
                },
            },
        };
    }
}
