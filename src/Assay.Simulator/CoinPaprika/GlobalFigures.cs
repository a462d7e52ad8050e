using System.Text.Json;
using Assay.Simulator.Market;

namespace Assay.Simulator.CoinPaprika;

/// <summary>The whole market in one object, <c>/global</c>.</summary>
internal sealed class GlobalFigures(IReadOnlyList<Coin> coins, DateTimeOffset now)
{
    // This market has no memory, so its record is one that never falls.
    private const double RecordCap = 5e12;
    private const double RecordVolume = 1e12;
    private static readonly DateTimeOffset RecordDate = new(2025, 10, 6, 20, 0, 0, TimeSpan.Zero);

    public void Write(Utf8JsonWriter json)
    {
        var (cap, capBefore) = (LivingMarket.TotalCap(coins, now), LivingMarket.TotalCap(coins, now.AddDays(-1)));
        var (volume, volumeBefore) = (LivingMarket.TotalVolume(coins, now), LivingMarket.TotalVolume(coins, now.AddDays(-1)));
        var bitcoin = coins.FirstOrDefault(coin => coin.CoinGeckoId == "bitcoin");
        json.WriteStartObject();
        json.WriteWhole("market_cap_usd", cap);
        json.WriteWhole("volume_24h_usd", volume);
        json.WriteFloat("bitcoin_dominance_percentage", bitcoin is null ? 0 : Math.Round(100 * LivingMarket.MarketCap(bitcoin, now)!.Value / cap, 2));
        json.WriteNumber("cryptocurrencies_number", coins.Count);
        json.WriteWhole("market_cap_ath_value", RecordCap);
        json.WriteSeconds("market_cap_ath_date", RecordDate);
        json.WriteWhole("volume_24h_ath_value", RecordVolume);
        json.WriteSeconds("volume_24h_ath_date", RecordDate);
        json.WriteFloat("volume_24h_percent_from_ath", Math.Round(LivingMarket.Percent(volume, RecordVolume), 2));
        json.WriteFloat("volume_24h_percent_to_ath", Math.Round(LivingMarket.Percent(RecordVolume, volume), 2));
        json.WriteFloat("market_cap_change_24h", Math.Round(LivingMarket.Percent(cap, capBefore), 2));
        json.WriteFloat("volume_24h_change_24h", Math.Round(LivingMarket.Percent(volume, volumeBefore), 2));
        json.WriteNumber("last_updated", now.ToUnixTimeSeconds());
        json.WriteEndObject();
    }
}
