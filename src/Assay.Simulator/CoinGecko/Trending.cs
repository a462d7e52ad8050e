using System.Globalization;
using System.Text.Json.Nodes;
using Assay.Simulator.Market;

namespace Assay.Simulator.CoinGecko;

/// <summary><c>/search/trending</c>: what people look for this hour. Several of its figures are texts made for people.</summary>
internal sealed class Trending(Listing listing, LivingMarket market)
{
    private const int Coins = 15;
    private const int Among = 500;
    private static readonly string[] CategoryNames = ["Base Native", "Layer 1 (L1)", "Meme", "Artificial Intelligence (AI)", "Real World Assets (RWA)", "DePIN"];
    private static readonly string[] Collections = ["Quiet Apes", "Paper Punks", "Glass Frogs"];

    public JsonObject At(DateTimeOffset now)
    {
        var hour = (ulong)(now.ToUnixTimeSeconds() / 3600);
        var ranking = listing.Ranked();
        var coins = ranking.Coins.Take(Among)
            .Where(coin => coin.Circulating is not null)
            .OrderBy(coin => Chance.Mix(coin.Key, hour))
            .Take(Coins);
        return new()
        {
            ["coins"] = new JsonArray([.. coins.Select((coin, score) => new JsonObject { ["item"] = Item(coin, score, ranking, now) })]),
            ["nfts"] = new JsonArray([.. Collections.Select((name, index) => Collection(name, index, hour))]),
            ["categories"] = new JsonArray([.. CategoryNames.Select((name, index) => Category(name, index, now))]),
        };
    }

    private JsonObject Item(Coin coin, int score, Ranking ranking, DateTimeOffset now)
    {
        var number = (int)(coin.Key % 100_000);
        var image = $"https://coin-images.coingecko.com/coins/images/{number}";
        return new()
        {
            ["id"] = coin.CoinGeckoId,
            ["coin_id"] = number,
            ["name"] = coin.Name,
            ["symbol"] = coin.Symbol,
            ["market_cap_rank"] = ranking.RankOf(coin),
            ["thumb"] = $"{image}/standard/{coin.CoinGeckoId}.png",
            ["small"] = $"{image}/small/{coin.CoinGeckoId}.png",
            ["large"] = $"{image}/large/{coin.CoinGeckoId}.png",
            ["slug"] = coin.Slug,
            ["price_btc"] = LivingMarket.Price(coin, now) / LivingMarket.Price(market.Bitcoin, now),
            ["score"] = score,
            ["data"] = Figures(coin, number, now),
        };
    }

    private JsonObject Figures(Coin coin, int number, DateTimeOffset now)
    {
        var bitcoin = LivingMarket.Price(market.Bitcoin, now);
        var price = LivingMarket.Price(coin, now);
        var cap = LivingMarket.MarketCap(coin, now)!.Value;
        var volume = LivingMarket.Volume(coin, now);
        var day = LivingMarket.Change(coin, now, TimeSpan.FromDays(1));
        return new()
        {
            ["price"] = price,
            ["price_btc"] = (price / bitcoin).ToString("F26", CultureInfo.InvariantCulture),
            ["price_change_percentage_24h"] = ByCurrency(day, now),
            ["market_cap"] = Dollars(cap),
            ["market_cap_btc"] = Text(cap / bitcoin),
            ["total_volume"] = Dollars(volume),
            ["total_volume_btc"] = Text(volume / bitcoin),
            ["sparkline"] = $"https://www.coingecko.com/coins/{number}/sparkline.svg",
            ["content"] = null,
        };
    }

    private JsonObject Collection(string name, int index, ulong hour)
    {
        var id = name.ToLowerInvariant().Replace(' ', '-');
        var change = 20 * Chance.Swing(Chance.Mix(market.Seed, hour) + (ulong)index);
        return new()
        {
            ["id"] = id,
            ["name"] = name,
            ["symbol"] = name[..3].ToUpperInvariant(),
            ["thumb"] = $"https://coin-images.coingecko.com/nft_contracts/images/{index}/standard/{id}.png",
            ["nft_contract_id"] = 1000 + index,
            ["native_currency_symbol"] = "eth",
            ["floor_price_in_native_currency"] = 1.5 + index,
            ["floor_price_24h_percentage_change"] = change,
            ["data"] = new JsonObject
            {
                ["floor_price"] = $"{1.5 + index:F2} ETH",
                ["floor_price_in_usd_24h_percentage_change"] = Text(change),
                ["h24_volume"] = "6.10 ETH",
                ["h24_average_sale_price"] = "6.10 ETH",
                ["sparkline"] = $"https://www.coingecko.com/nft/{1000 + index}/sparkline.svg",
                ["content"] = null,
            },
        };
    }

    private JsonObject Category(string name, int index, DateTimeOffset now)
    {
        var bitcoin = LivingMarket.Price(market.Bitcoin, now);
        var cap = 1e11 / (1 + index) * Math.Exp(0.03 * Walk.At(market.Seed + (ulong)index, now));
        var change = 3 * Walk.At(market.Seed ^ (ulong)(900 + index), now);
        return new()
        {
            ["id"] = 1000 + index,
            ["name"] = name,
            ["top_3_coins_images"] = new JsonArray("https://assets.coingecko.com/coins/images/1/small/bitcoin.png"),
            ["market_cap_1h_change"] = change / 5,
            ["slug"] = name.ToLowerInvariant().Replace(' ', '-'),
            ["coins_count"] = (40 + 90 * index).ToString(CultureInfo.InvariantCulture),
            ["data"] = new JsonObject
            {
                ["market_cap"] = cap,
                ["market_cap_btc"] = cap / bitcoin,
                ["total_volume"] = cap / 9,
                ["total_volume_btc"] = cap / 9 / bitcoin,
                ["market_cap_change_percentage_24h"] = ByCurrency(change, now),
                ["sparkline"] = $"https://www.coingecko.com/categories/{1000 + index}/sparkline.svg",
            },
        };
    }

    private JsonObject ByCurrency(double dollarPercent, DateTimeOffset now)
    {
        var bitcoin = 1 + LivingMarket.Change(market.Bitcoin, now, TimeSpan.FromDays(1)) / 100;
        return new() { ["usd"] = dollarPercent, ["btc"] = ((1 + dollarPercent / 100) / bitcoin - 1) * 100 };
    }

    private static string Dollars(double value) => value.ToString("'$'#,0", CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
