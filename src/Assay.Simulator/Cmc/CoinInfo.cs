using System.Globalization;
using System.Text.Json.Nodes;
using Assay.Simulator.Market;

namespace Assay.Simulator.Cmc;

/// <summary>One coin of <c>/v2/cryptocurrency/info</c>. Its description holds living figures, so that it is never the same twice.</summary>
internal static class CoinInfo
{
    public static JsonObject Of(Coin coin, DateTimeOffset time)
    {
        var tags = CoinTags.Of(coin).ToList();
        var info = new JsonObject
        {
            ["id"] = CoinRow.Id(coin),
            ["name"] = coin.Name,
            ["symbol"] = coin.Symbol,
            ["category"] = coin.IsToken ? "token" : "coin",
            ["description"] = Description(coin, time),
            ["slug"] = coin.Slug,
            ["logo"] = $"https://s2.coinmarketcap.com/static/img/coins/64x64/{coin.CmcId}.png",
            ["subreddit"] = "",
            ["notice"] = "",
            ["tags"] = Texts(tags.Select(tag => tag.Slug)),
            ["tag-names"] = Texts(tags.Select(tag => tag.Name)),
            ["tag-groups"] = Texts(tags.Select(tag => tag.Group)),
            ["urls"] = Urls(coin),
            ["platform"] = Platform.OfCoin(coin, idIsText: true),
            ["date_added"] = coin.FirstQuoted.ToMillisecondsText(),
            ["twitter_username"] = "",
            ["is_hidden"] = 0,
            ["date_launched"] = coin.FirstQuoted.ToMillisecondsText(),
        };
        if (coin.IsToken)
            AddContracts(info, coin);
        info["infinite_supply"] = coin.MaxSupply is null;
        return info;
    }

    private static string Description(Coin coin, DateTimeOffset time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{coin.Name} ({coin.Symbol}) is a cryptocurrency launched in {coin.FirstQuoted.Year}. {coin.Name} has a current supply of {coin.Circulating ?? 0:N0}. "
        + $"The last known price of {coin.Name} is {LivingMarket.Price(coin, time):G12} USD and is "
        + $"{LivingMarket.Change(coin, time, TimeSpan.FromDays(1)):F2} over the last 24 hours.");

    private static JsonObject Urls(Coin coin)
    {
        var site = $"https://{coin.Slug}.example/";
        return new()
        {
            ["website"] = new JsonArray(site),
            ["twitter"] = new JsonArray(),
            ["message_board"] = new JsonArray(site + "forum"),
            ["chat"] = new JsonArray(),
            ["facebook"] = new JsonArray(),
            ["explorer"] = new JsonArray(site + "explorer"),
            ["reddit"] = new JsonArray($"https://reddit.com/r/{coin.Symbol}"),
            ["technical_doc"] = new JsonArray(site + "whitepaper.pdf"),
            ["source_code"] = new JsonArray($"https://github.com/{coin.Slug}"),
            ["announcement"] = new JsonArray(),
        };
    }

    /// <summary>Coins with a chain of their own do not have these fields at all.</summary>
    private static void AddContracts(JsonObject info, Coin coin)
    {
        info["contract_address"] = new JsonArray([.. Platform.Of(coin).Select(place => new JsonObject
        {
            ["contract_address"] = place.Address,
            ["platform"] = new JsonObject
            {
                ["name"] = place.Platform.Name,
                ["coin"] = new JsonObject
                {
                    ["id"] = $"{place.Platform.CoinId}",
                    ["name"] = place.Platform.Name,
                    ["symbol"] = place.Platform.Symbol,
                    ["slug"] = place.Platform.Slug,
                },
            },
        })]);
        info["self_reported_tags"] = null;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);
}
