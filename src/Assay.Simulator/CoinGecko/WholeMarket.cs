using System.Text.Json.Nodes;
using Assay.Simulator.Market;

namespace Assay.Simulator.CoinGecko;

/// <summary><c>/global</c>: the whole market in one object.</summary>
internal sealed class WholeMarket(IReadOnlyList<Coin> coins, LivingMarket market, IReadOnlyList<Currency> currencies)
{
    private const int LargestShown = 10;

    public JsonObject At(DateTimeOffset now)
    {
        var (cap, capBefore) = (LivingMarket.TotalCap(coins, now), LivingMarket.TotalCap(coins, now.AddDays(-1)));
        var (volume, volumeBefore) = (LivingMarket.TotalVolume(coins, now), LivingMarket.TotalVolume(coins, now.AddDays(-1)));
        return new()
        {
            ["data"] = new JsonObject
            {
                ["active_cryptocurrencies"] = coins.Count,
                ["upcoming_icos"] = 0,
                ["ongoing_icos"] = 49,
                ["ended_icos"] = 3376,
                ["markets"] = market.Exchanges.Count,
                ["total_market_cap"] = InEachCurrency(cap, now),
                ["total_volume"] = InEachCurrency(volume, now),
                ["market_cap_percentage"] = Shares(cap, now),
                ["market_cap_change_percentage_24h_usd"] = LivingMarket.Percent(cap, capBefore),
                ["volume_change_percentage_24h_usd"] = LivingMarket.Percent(volume, volumeBefore),
                ["updated_at"] = now.ToUnixTimeSeconds(),
            },
        };
    }

    private JsonObject InEachCurrency(double dollars, DateTimeOffset now) =>
        new(currencies.Select(currency => KeyValuePair.Create(currency.Name, (JsonNode?)(dollars / currency.Rate(now)))));

    private JsonObject Shares(double total, DateTimeOffset now) => new(coins
        .Select(coin => (coin, Cap: LivingMarket.MarketCap(coin, now) ?? 0))
        .OrderByDescending(share => share.Cap)
        .DistinctBy(share => share.coin.Symbol)
        .Take(LargestShown)
        .Select(share => KeyValuePair.Create(CoinGeckoApi.Symbol(share.coin), (JsonNode?)(100 * share.Cap / total))));
}
