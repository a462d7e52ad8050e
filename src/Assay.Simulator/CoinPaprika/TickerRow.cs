using System.Text.Json;
using Assay.Simulator.Market;

namespace Assay.Simulator.CoinPaprika;

/// <summary>Writes one coin of <c>/tickers</c>. What CoinPaprika does not know of a coin is 0 there, not null.</summary>
internal sealed class TickerRow(Ranking ranking)
{
    private static readonly (string Field, TimeSpan Span)[] Changes =
    [
        ("percent_change_15m", TimeSpan.FromMinutes(15)), ("percent_change_30m", TimeSpan.FromMinutes(30)),
        ("percent_change_1h", TimeSpan.FromHours(1)), ("percent_change_6h", TimeSpan.FromHours(6)),
        ("percent_change_12h", TimeSpan.FromHours(12)), ("percent_change_24h", TimeSpan.FromHours(24)),
        ("percent_change_7d", TimeSpan.FromDays(7)), ("percent_change_30d", TimeSpan.FromDays(30)),
        ("percent_change_1y", TimeSpan.FromDays(365)),
    ];

    public void Write(Utf8JsonWriter json, Coin coin, DateTimeOffset time)
    {
        json.WriteStartObject();
        json.WriteString("id", coin.CoinPaprikaId);
        json.WriteString("name", coin.Name);
        json.WriteString("symbol", coin.Symbol);
        json.WriteNumber("rank", ranking.RankOf(coin) ?? 0);
        json.WriteWhole("circulating_supply", coin.Circulating ?? 0);
        json.WriteWhole("total_supply", coin.TotalSupply ?? 0);
        json.WriteWhole("max_supply", coin.MaxSupply ?? 0);
        json.WriteFloat("beta_value", Math.Round(0.5 + Chance.Fraction(coin.Key ^ 201), 6));
        json.WriteSeconds("first_data_at", coin.FirstQuoted);
        json.WriteSeconds("last_updated", time);
        json.WriteStartObject("quotes");
        json.WriteStartObject("USD");
        WriteQuote(json, coin, time);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteQuote(Utf8JsonWriter json, Coin coin, DateTimeOffset time)
    {
        var price = LivingMarket.Price(coin, time);
        var volume = LivingMarket.Volume(coin, time);
        var day = Math.Round(LivingMarket.Change(coin, time, TimeSpan.FromHours(24)), 2);
        var high = LivingMarket.AllTimeHigh(coin);
        json.WriteFloat("price", price);
        json.WriteFloat("volume_24h", volume);
        json.WriteFloat("volume_24h_change_24h", Math.Round(LivingMarket.Percent(volume, LivingMarket.Volume(coin, time.AddDays(-1))), 2));
        json.WriteWhole("market_cap", price * (coin.Circulating ?? 0));
        json.WriteFloat("market_cap_change_24h", coin.Circulating is null ? 0 : day);
        foreach (var (field, span) in Changes)
            json.WriteFloat(field, Math.Round(LivingMarket.Change(coin, time, span), 2));
        json.WriteFloat("ath_price", high.Price);
        json.WriteSeconds("ath_date", high.Date);
        json.WriteFloat("percent_from_price_ath", Math.Round(LivingMarket.Percent(price, high.Price), 2));
    }
}
