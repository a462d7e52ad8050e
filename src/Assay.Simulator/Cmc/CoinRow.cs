using System.Globalization;
using System.Text.Json.Nodes;
using Assay.Simulator.Market;

namespace Assay.Simulator.Cmc;

/// <summary>One coin of v3's <c>listings/latest</c> and <c>quotes/latest</c>, which differ in two fields and in their tags.</summary>
internal sealed class CoinRow(Ranking ranking, bool isListing)
{
    private const int DollarId = 2781;

    private static readonly (string Name, TimeSpan Span)[] Periods =
    [
        ("1h", TimeSpan.FromHours(1)), ("24h", TimeSpan.FromDays(1)), ("7d", TimeSpan.FromDays(7)),
        ("30d", TimeSpan.FromDays(30)), ("60d", TimeSpan.FromDays(60)), ("90d", TimeSpan.FromDays(90)),
    ];

    /// <summary>CoinMarketCap knows every supply: one that nobody knows is 0 there.</summary>
    public JsonObject Of(Coin coin, DateTimeOffset time)
    {
        var row = new JsonObject
        {
            ["tags"] = Tags(coin),
            ["id"] = Id(coin),
            ["name"] = coin.Name,
            ["symbol"] = coin.Symbol,
            ["slug"] = coin.Slug,
        };
        if (!isListing)
            row["is_active"] = 1;
        row["infinite_supply"] = coin.MaxSupply is null;
        if (!isListing)
            row["is_fiat"] = 0;
        AddFigures(row, coin, time);
        return row;
    }

    public static int Id(Coin coin) => int.Parse(coin.CmcId!, CultureInfo.InvariantCulture);

    public static int Pairs(Coin coin) => 1 + Chance.Below(coin.Key ^ 501, 12_000);

    private void AddFigures(JsonObject row, Coin coin, DateTimeOffset time)
    {
        var minted = LivingMarket.Price(coin, time) * (coin.TotalSupply ?? coin.Circulating ?? 0);
        row["circulating_supply"] = coin.Circulating ?? 0;
        row["total_supply"] = coin.TotalSupply ?? coin.Circulating ?? 0;
        row["max_supply"] = coin.MaxSupply;
        row["date_added"] = coin.FirstQuoted.ToMillisecondsText();
        row["num_market_pairs"] = Pairs(coin);
        row["cmc_rank"] = ranking.RankOf(coin);
        row["last_updated"] = new DateTimeOffset(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero).ToMillisecondsText();
        row["tvl_ratio"] = null;
        row["platform"] = Platform.OfCoin(coin, idIsText: false);
        row["self_reported_circulating_supply"] = null;
        row["self_reported_market_cap"] = null;
        row["minted_market_cap"] = Math.Round(minted, 2);
        row["quote"] = new JsonArray(Quote(coin, time, minted));
    }

    private JsonObject Quote(Coin coin, DateTimeOffset time, double minted)
    {
        var price = LivingMarket.Price(coin, time);
        var cap = price * (coin.Circulating ?? 0);
        var volume = LivingMarket.Volume(coin, time);
        var inPools = volume * (coin.IsToken ? 0.02 : 0.001);
        var quote = new JsonObject
        {
            ["id"] = DollarId,
            ["symbol"] = "USD",
            ["price"] = price,
            ["volume_24h"] = volume,
            ["volume_change_24h"] = Math.Round(LivingMarket.Percent(volume, LivingMarket.Volume(coin, time.AddDays(-1))), 4),
            ["cex_volume_24h"] = volume - inPools,
            ["dex_volume_24h"] = inPools,
        };
        foreach (var (name, span) in Periods)
            quote[$"percent_change_{name}"] = Math.Round(LivingMarket.Change(coin, time, span), 8);
        quote["market_cap"] = cap;
        quote["market_cap_dominance"] = Math.Round(100 * cap / ranking.TotalCap, 4);
        quote["fully_diluted_market_cap"] = Math.Round(price * (coin.MaxSupply ?? coin.TotalSupply ?? coin.Circulating ?? 0), 2);
        quote["minted_market_cap"] = Math.Round(minted, 2);
        quote["tvl"] = null;
        quote["last_updated"] = time.ToMillisecondsText();
        return quote;
    }

    private JsonArray Tags(Coin coin) => new([.. CoinTags.Of(coin).Select(tag => isListing ? (JsonNode?)tag.Slug : tag.ToJson())]);
}
