using System.Text.Json.Nodes;
using Assay.Simulator.Market;

namespace Assay.Simulator.CoinGecko;

/// <summary>The <c>market_data</c> of <c>/coins/{id}</c>: most figures come once for each currency.</summary>
internal sealed class CoinMarketData(Ranking ranking, IReadOnlyList<Currency> currencies)
{
    private const int PercentDecimals = 5;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly (string Name, TimeSpan Span)[] Periods =
    [
        ("24h", TimeSpan.FromDays(1)), ("7d", TimeSpan.FromDays(7)), ("14d", TimeSpan.FromDays(14)), ("30d", TimeSpan.FromDays(30)),
        ("60d", TimeSpan.FromDays(60)), ("200d", TimeSpan.FromDays(200)), ("1y", TimeSpan.FromDays(365)),
    ];

    public static JsonObject ByCurrency(IEnumerable<Currency> currencies, Func<Currency, JsonNode?> figure) =>
        new(currencies.Select(currency => KeyValuePair.Create(currency.Name, figure(currency))));

    public JsonObject Of(Coin coin, DateTimeOffset time)
    {
        var data = new JsonObject
        {
            ["current_price"] = Each(currency => Rounded(Price(coin, currency, time))),
            ["total_value_locked"] = null,
            ["mcap_to_tvl_ratio"] = null,
            ["fdv_to_tvl_ratio"] = null,
            ["roi"] = null,
        };
        AddExtreme(data, "ath", LivingMarket.AllTimeHigh(coin), coin, time);
        AddExtreme(data, "atl", LivingMarket.AllTimeLow(coin), coin, time);
        AddSize(data, coin, time);
        AddChanges(data, coin, time);
        data["total_supply"] = coin.TotalSupply;
        data["max_supply"] = coin.MaxSupply;
        data["max_supply_infinite"] = coin.MaxSupply is null;
        data["circulating_supply"] = coin.Circulating;
        data["outstanding_supply"] = null;
        data["last_updated"] = time.ToMillisecondsText();
        return data;
    }

    private void AddExtreme(JsonObject data, string name, Extreme extreme, Coin coin, DateTimeOffset time)
    {
        var distance = Math.Round(LivingMarket.Percent(LivingMarket.Price(coin, time), extreme.Price), PercentDecimals);
        data[name] = Each(currency => Rounded(extreme.Price / currency.Rate(time)));
        data[$"{name}_change_percentage"] = Each(_ => distance);
        data[$"{name}_date"] = Each(_ => extreme.Date.ToMillisecondsText());
    }

    private void AddSize(JsonObject data, Coin coin, DateTimeOffset time)
    {
        var supply = coin.MaxSupply ?? coin.TotalSupply;
        data["market_cap"] = Each(currency => Whole(Price(coin, currency, time) * coin.Circulating));
        data["fully_diluted_valuation"] = coin.Circulating is null ? new() : Each(currency => Whole(Price(coin, currency, time) * supply));
        data["market_cap_fdv_ratio"] = supply is null ? null : coin.Circulating / supply;
        data["market_cap_rank"] = ranking.RankOf(coin);
        data["outstanding_token_value_usd"] = null;
        data["market_cap_rank_with_rehypothecated"] = ranking.RankOf(coin);
        data["total_volume"] = Each(currency => Whole(LivingMarket.Volume(coin, time) / currency.Rate(time)));
        data["high_24h"] = Each(currency => Rounded(LastDay(coin, currency, time).Max()));
        data["low_24h"] = Each(currency => Rounded(LastDay(coin, currency, time).Min()));
    }

    private void AddChanges(JsonObject data, Coin coin, DateTimeOffset time)
    {
        var before = LivingMarket.Price(coin, time - Day);
        var change = LivingMarket.Price(coin, time) - before;
        data["price_change_24h"] = change;
        foreach (var (name, span) in Periods)
            data[$"price_change_percentage_{name}"] = Math.Round(LivingMarket.Change(coin, time, span), PercentDecimals);
        data["market_cap_change_24h"] = change * coin.Circulating;
        data["market_cap_change_percentage_24h"] = coin.Circulating is null ? null : Math.Round(LivingMarket.Change(coin, time, Day), PercentDecimals);
        data["price_change_24h_in_currency"] = Each(currency => Price(coin, currency, time) - Price(coin, currency, time - Day));
        data["price_change_percentage_1h_in_currency"] = Each(currency => Change(coin, currency, time, TimeSpan.FromHours(1)));
        foreach (var (name, span) in Periods)
            data[$"price_change_percentage_{name}_in_currency"] = Each(currency => Change(coin, currency, time, span));
        data["market_cap_change_24h_in_currency"] =
            Each(currency => (Price(coin, currency, time) - Price(coin, currency, time - Day)) * coin.Circulating);
        data["market_cap_change_percentage_24h_in_currency"] = Each(currency => coin.Circulating is null ? null : Change(coin, currency, time, Day));
    }

    private JsonObject Each(Func<Currency, JsonNode?> figure) => ByCurrency(currencies, figure);

    private static double Price(Coin coin, Currency currency, DateTimeOffset time) => LivingMarket.Price(coin, time) / currency.Rate(time);

    private static double Change(Coin coin, Currency currency, DateTimeOffset time, TimeSpan span) =>
        Math.Round(LivingMarket.Percent(Price(coin, currency, time), Price(coin, currency, time - span)), PercentDecimals);

    private static IEnumerable<double> LastDay(Coin coin, Currency currency, DateTimeOffset time) =>
        Enumerable.Range(0, 25).Select(hour => Price(coin, currency, time.AddHours(-hour)));

    private static double Rounded(double price) => Precision.Usual.Round(price);

    private static long? Whole(double? value) => value is { } number ? (long)Math.Round(number) : null;
}
