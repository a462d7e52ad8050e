using System.Text.Json.Nodes;
using Assay.Simulator.Market;

namespace Assay.Simulator.Cmc;

/// <summary><c>/v1/global-metrics/quotes/latest</c>: some figures stand in it twice.</summary>
internal sealed class GlobalMetrics(IReadOnlyList<Coin> coins, LivingMarket market)
{
    /// <summary>The parts of the market of which only the share is known here.</summary>
    private static readonly (string Name, double OfCap, double OfVolume)[] Parts = [("defi", 0.03, 0.06), ("stablecoin", 0.07, 0.9)];

    public JsonObject At(DateTimeOffset now)
    {
        var time = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero).AddMilliseconds(-1);
        var before = time.AddDays(-1);
        var (cap, volume) = (LivingMarket.TotalCap(coins, time), LivingMarket.TotalVolume(coins, time));
        var (capBefore, volumeBefore) = (LivingMarket.TotalCap(coins, before), LivingMarket.TotalVolume(coins, before));
        var data = new JsonObject
        {
            ["active_cryptocurrencies"] = coins.Count,
            ["total_cryptocurrencies"] = 3 * coins.Count,
            ["active_market_pairs"] = market.Exchanges.Sum(exchange => exchange.Pairs),
            ["active_exchanges"] = market.Exchanges.Count,
            ["total_exchanges"] = 10 * market.Exchanges.Count,
        };
        AddDominance(data, time, cap, capBefore);
        AddParts(data, cap, volume, LivingMarket.Percent(volume, volumeBefore));
        var dollars = Totals(cap, volume, capBefore, volumeBefore, LivingMarket.MarketCap(market.Bitcoin, time)!.Value, LivingMarket.Volume(market.Bitcoin, time));
        dollars["last_updated"] = time.ToMillisecondsText();
        data["quote"] = new JsonObject { ["USD"] = dollars };
        data["last_updated"] = time.ToMillisecondsText();
        return data;
    }

    private void AddDominance(JsonObject data, DateTimeOffset time, double cap, double capBefore)
    {
        foreach (var (name, id) in new[] { ("eth", "ethereum"), ("btc", "bitcoin") })
        {
            var coin = coins.FirstOrDefault(coin => coin.CoinGeckoId == id);
            var (now, before) = coin is null ? (0, 0) : (Share(coin, time, cap), Share(coin, time.AddDays(-1), capBefore));
            data[$"{name}_dominance"] = now;
            data[$"{name}_dominance_yesterday"] = before;
            data[$"{name}_dominance_24h_percentage_change"] = now - before;
        }
    }

    private static double Share(Coin coin, DateTimeOffset time, double total) => 100 * LivingMarket.MarketCap(coin, time)!.Value / total;

    private static void AddParts(JsonObject data, double cap, double volume, double change)
    {
        foreach (var (name, ofCap, ofVolume) in Parts)
        {
            data[$"{name}_volume_24h"] = ofVolume * volume;
            data[$"{name}_volume_24h_reported"] = 5 * ofVolume * volume;
            data[$"{name}_market_cap"] = ofCap * cap;
            data[$"{name}_24h_percentage_change"] = change;
        }

        data["derivatives_volume_24h"] = 9 * volume;
        data["derivatives_volume_24h_reported"] = 9.2 * volume;
        data["derivatives_24h_percentage_change"] = change;
    }

    private static JsonObject Totals(double cap, double volume, double capBefore, double volumeBefore, double bitcoinCap, double bitcoinVolume)
    {
        var totals = new JsonObject
        {
            ["total_market_cap"] = cap,
            ["total_volume_24h"] = volume,
            ["total_volume_24h_reported"] = 5 * volume,
            ["altcoin_volume_24h"] = volume - bitcoinVolume,
            ["altcoin_volume_24h_reported"] = 5 * (volume - bitcoinVolume),
            ["altcoin_market_cap"] = cap - bitcoinCap,
        };
        AddParts(totals, cap, volume, LivingMarket.Percent(volume, volumeBefore));
        totals["total_market_cap_yesterday"] = capBefore;
        totals["total_volume_24h_yesterday"] = volumeBefore;
        totals["total_market_cap_yesterday_percentage_change"] = LivingMarket.Percent(cap, capBefore);
        totals["total_volume_24h_yesterday_percentage_change"] = LivingMarket.Percent(volume, volumeBefore);
        return totals;
    }
}
