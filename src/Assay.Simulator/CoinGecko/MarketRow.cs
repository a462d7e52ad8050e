using System.Text.Json;
using Assay.Simulator.Market;

namespace Assay.Simulator.CoinGecko;

/// <summary>Writes one coin of <c>/coins/markets</c>: 26 fields in CoinGecko's order, and those that were asked for besides.</summary>
internal sealed class MarketRow(Ranking ranking, Currency currency, MarketsQuery query)
{
    private const int PercentDecimals = 5;
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>All figures are those of <paramref name="time"/>: the same last_updated always comes with the same price.</summary>
    public void Write(Utf8JsonWriter json, Coin coin, DateTimeOffset time)
    {
        json.WriteStartObject();
        json.WriteString("id", coin.CoinGeckoId);
        json.WriteString("symbol", CoinGeckoApi.Symbol(coin));
        json.WriteString("name", coin.Name);
        json.WriteString("image", $"https://assets.coingecko.com/coins/images/{coin.Key % 100_000}/large/{coin.CoinGeckoId}.png");
        WriteMarket(json, coin, time);
        WriteChanges(json, coin, time);
        WriteSupply(json, coin);
        WriteExtreme(json, "ath", LivingMarket.AllTimeHigh(coin), coin, time);
        WriteExtreme(json, "atl", LivingMarket.AllTimeLow(coin), coin, time);
        json.WriteNull("roi");
        json.WriteMilliseconds("last_updated", time);
        WriteExtras(json, coin, time);
        json.WriteEndObject();
    }

    private void WriteMarket(Utf8JsonWriter json, Coin coin, DateTimeOffset time)
    {
        var price = Price(coin, time);
        double[] hours = [.. Hourly(coin, time, hours: 24)];
        json.WritePrice("current_price", price, query.Precision);
        json.WriteWhole("market_cap", price * coin.Circulating);
        json.WritePropertyName("market_cap_rank");
        if (ranking.RankOf(coin) is { } rank)
            json.WriteNumberValue(rank);
        else
            json.WriteNullValue();
        json.WriteWhole("fully_diluted_valuation", coin.Circulating is null ? null : price * (coin.MaxSupply ?? coin.TotalSupply));
        json.WriteWhole("total_volume", LivingMarket.Volume(coin, time) / currency.Rate(time));
        json.WritePrice("high_24h", hours.Max(), query.Precision);
        json.WritePrice("low_24h", hours.Min(), query.Precision);
    }

    private void WriteChanges(Utf8JsonWriter json, Coin coin, DateTimeOffset time)
    {
        var price = Price(coin, time);
        var before = Price(coin, time - Day);
        var percent = Math.Round(LivingMarket.Percent(price, before), PercentDecimals);
        var known = coin.Circulating is not null;
        json.WriteFloat("price_change_24h", price - before, alwaysFraction: true);
        json.WriteFloat("price_change_percentage_24h", percent, alwaysFraction: true);
        json.WriteFloat("market_cap_change_24h", (price - before) * coin.Circulating, alwaysFraction: true);
        json.WriteFloat("market_cap_change_percentage_24h", known ? percent : null, alwaysFraction: true);
    }

    private static void WriteSupply(Utf8JsonWriter json, Coin coin)
    {
        json.WriteFloat("circulating_supply", coin.Circulating, alwaysFraction: true);
        json.WriteFloat("total_supply", coin.TotalSupply, alwaysFraction: true);
        json.WriteFloat("max_supply", coin.MaxSupply, alwaysFraction: true);
    }

    private void WriteExtreme(Utf8JsonWriter json, string name, Extreme extreme, Coin coin, DateTimeOffset time)
    {
        var distance = LivingMarket.Percent(LivingMarket.Price(coin, time), extreme.Price);
        json.WritePrice(name, extreme.Price / currency.Rate(time), query.Precision);
        json.WriteFloat($"{name}_change_percentage", Math.Round(distance, PercentDecimals), alwaysFraction: true);
        json.WriteMilliseconds($"{name}_date", extreme.Date);
    }

    private void WriteExtras(Utf8JsonWriter json, Coin coin, DateTimeOffset time)
    {
        if (query.Sparkline)
            WriteSparkline(json, coin, time);
        foreach (var (name, span) in query.Periods)
        {
            var change = LivingMarket.Percent(Price(coin, time), Price(coin, time - span));
            json.WriteFloat($"price_change_percentage_{name}_in_currency", change, alwaysFraction: true);
        }
    }

    private void WriteSparkline(Utf8JsonWriter json, Coin coin, DateTimeOffset time)
    {
        json.WriteStartObject("sparkline_in_7d");
        json.WriteStartArray("price");
        foreach (var price in Hourly(coin, time, hours: 7 * 24 - 1))
            json.WriteNumberValue(price);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private double Price(Coin coin, DateTimeOffset time) => LivingMarket.Price(coin, time) / currency.Rate(time);

    /// <summary>The price at each full hour back from <paramref name="time"/>, oldest first, this moment among them.</summary>
    private IEnumerable<double> Hourly(Coin coin, DateTimeOffset time, int hours)
    {
        for (var hour = hours; hour >= 0; hour--)
            yield return Price(coin, time.AddHours(-hour));
    }
}
