using System.Text.Json.Nodes;
using Assay.Simulator.Market;
using Microsoft.AspNetCore.Http;

namespace Assay.Simulator.CoinGecko;

/// <summary><c>/coins/{id}</c>: what a coin is, and besides what it costs. Whole sections can be left out.</summary>
internal sealed class CoinDetail(Ranking ranking, IReadOnlyList<Currency> currencies, IQueryCollection query, LivingMarket market)
{
    private static readonly string[] Languages = ["en", "de", "es", "fr", "ja", "zh"];
    private static readonly string[] Categories = ["Layer 1 (L1)", "Smart Contract Platform", "Decentralized Finance (DeFi)", "Meme", "Gaming (GameFi)"];

    public JsonObject Of(Coin coin, DateTimeOffset time)
    {
        var detail = new JsonObject
        {
            ["id"] = coin.CoinGeckoId,
            ["symbol"] = CoinGeckoApi.Symbol(coin),
            ["name"] = coin.Name,
            ["web_slug"] = coin.CoinGeckoId,
            ["asset_platform_id"] = coin.Contracts.Keys.FirstOrDefault(),
        };
        AddPlatforms(detail, coin);
        AddTraits(detail, coin);
        if (Wants("localization"))
            detail["localization"] = ByLanguage(_ => coin.Name);
        detail["description"] = Wants("localization") ? ByLanguage(language => Description(coin, language)) : new() { ["en"] = Description(coin, "en") };
        AddLinks(detail, coin);
        AddStanding(detail, coin, time);
        if (Wants("market_data"))
            detail["market_data"] = new CoinMarketData(ranking, currencies).Of(coin, time);
        if (Wants("community_data"))
            detail["community_data"] = Community(coin);
        if (Wants("developer_data"))
            detail["developer_data"] = Development(coin);
        detail["status_updates"] = new JsonArray();
        detail["last_updated"] = time.ToMillisecondsText();
        if (Wants("tickers"))
            detail["tickers"] = new JsonArray([.. market.Exchanges.Take(3).Select(exchange => Ticker(coin, exchange, time))]);
        return detail;
    }

    private bool Wants(string section) => query[section] != "false";

    /// <summary>A coin with a chain of its own has one platform without a name.</summary>
    private static void AddPlatforms(JsonObject detail, Coin coin)
    {
        var platforms = coin.IsToken ? coin.Contracts : new Dictionary<string, string> { [""] = "" };
        detail["platforms"] = new JsonObject(platforms.Select(platform => KeyValuePair.Create(platform.Key, (JsonNode?)platform.Value)));
        detail["detail_platforms"] = new JsonObject(platforms.Select(platform => KeyValuePair.Create(platform.Key, (JsonNode?)new JsonObject
        {
            ["decimal_place"] = coin.IsToken ? 18 : null,
            ["contract_address"] = platform.Value,
        })));
    }

    private static void AddTraits(JsonObject detail, Coin coin)
    {
        detail["block_time_in_minutes"] = coin.IsToken ? 0 : 10;
        detail["hashing_algorithm"] = coin.IsToken ? null : "SHA-256";
        detail["categories"] = new JsonArray(
            Categories[Chance.Below(coin.Key ^ 301, Categories.Length)], coin.IsToken ? "Ethereum Ecosystem" : "Cryptocurrency");
        detail["preview_listing"] = false;
        detail["public_notice"] = null;
        detail["additional_notices"] = new JsonArray();
        detail["has_supply_breakdown"] = false;
    }

    private static JsonObject ByLanguage(Func<string, string> text) =>
        new(Languages.Select(language => KeyValuePair.Create(language, (JsonNode?)text(language))));

    /// <summary>With markup and line ends of Windows, as the real ones have; untranslated languages are empty.</summary>
    private static string Description(Coin coin, string language) => language != "en" ? "" :
        $"{coin.Name} ({coin.Symbol}) is a {(coin.IsToken ? "token" : "coin")} of a market that does not exist.\r\n\r\n"
        + $"Read more at <a href=\"https://{coin.CoinGeckoId}.example/\">its site</a>.";

    private static void AddLinks(JsonObject detail, Coin coin)
    {
        var site = $"https://{coin.CoinGeckoId}.example";
        detail["links"] = new JsonObject
        {
            ["homepage"] = new JsonArray(site, "", ""),
            ["whitepaper"] = $"{site}/whitepaper.pdf",
            ["blockchain_site"] = new JsonArray($"{site}/explorer", "", null),
            ["official_forum_url"] = new JsonArray($"{site}/forum"),
            ["chat_url"] = new JsonArray(""),
            ["announcement_url"] = new JsonArray("", ""),
            ["snapshot_url"] = null,
            ["twitter_screen_name"] = CoinGeckoApi.Symbol(coin),
            ["facebook_username"] = "",
            ["bitcointalk_thread_identifier"] = null,
            ["telegram_channel_identifier"] = "",
            ["subreddit_url"] = $"https://www.reddit.com/r/{coin.Symbol}/",
            ["repos_url"] = new JsonObject { ["github"] = new JsonArray($"https://github.com/{coin.CoinGeckoId}"), ["bitbucket"] = new JsonArray() },
        };
        var image = $"https://assets.coingecko.com/coins/images/{coin.Key % 100_000}";
        detail["image"] = new JsonObject
        {
            ["thumb"] = $"{image}/thumb/{coin.CoinGeckoId}.png",
            ["small"] = $"{image}/small/{coin.CoinGeckoId}.png",
            ["large"] = $"{image}/large/{coin.CoinGeckoId}.png",
        };
        detail["country_origin"] = "";
        detail["genesis_date"] = coin.IsToken ? null : coin.FirstQuoted.ToSecondsText()[..10];
    }

    /// <summary>What people think of it. Of few voters CoinGecko says nothing.</summary>
    private void AddStanding(JsonObject detail, Coin coin, DateTimeOffset time)
    {
        var votes = coin.Circulating is null ? (double?)null : Math.Round(50 + 45 * Math.Tanh(0.5 + Walk.At(coin.Key ^ 302, time)), 2);
        detail["sentiment_votes_up_percentage"] = votes;
        detail["sentiment_votes_down_percentage"] = votes is { } up ? Math.Round(100 - up, 2) : null;
        detail["watchlist_portfolio_users"] = 1_500_000 / (1 + (ranking.RankOf(coin) ?? 10_000));
        detail["market_cap_rank"] = ranking.RankOf(coin);
        detail["market_cap_rank_with_rehypothecated"] = ranking.RankOf(coin);
    }

    private static JsonObject Community(Coin coin) => new()
    {
        ["facebook_likes"] = null,
        ["reddit_average_posts_48h"] = Math.Round(10 * Chance.Fraction(coin.Key ^ 303), 3),
        ["reddit_average_comments_48h"] = Math.Round(400 * Chance.Fraction(coin.Key ^ 304), 3),
        ["reddit_subscribers"] = Chance.Below(coin.Key ^ 305, 6_000_000),
        ["reddit_accounts_active_48h"] = Chance.Below(coin.Key ^ 306, 4_000),
        ["telegram_channel_user_count"] = null,
    };

    private static JsonObject Development(Coin coin)
    {
        int Below(ulong aspect, int limit) => Chance.Below(coin.Key ^ aspect, limit);
        return new()
        {
            ["forks"] = Below(307, 40_000),
            ["stars"] = Below(308, 80_000),
            ["subscribers"] = Below(309, 4_000),
            ["total_issues"] = Below(310, 8_000),
            ["closed_issues"] = Below(311, 7_000),
            ["pull_requests_merged"] = Below(312, 11_000),
            ["pull_request_contributors"] = Below(313, 900),
            ["code_additions_deletions_4_weeks"] = new JsonObject { ["additions"] = Below(314, 2_000), ["deletions"] = -Below(315, 2_000) },
            ["commit_count_4_weeks"] = Below(316, 200),
            ["last_4_weeks_commit_activity_series"] = new JsonArray(0, 3, 2, 0, 1, 0, 0),
        };
    }

    private JsonObject Ticker(Coin coin, Exchange exchange, DateTimeOffset time)
    {
        var price = LivingMarket.Price(coin, time);
        var volume = LivingMarket.Volume(coin, time) / 10;
        var seconds = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", System.Globalization.CultureInfo.InvariantCulture);
        return new()
        {
            ["base"] = coin.Symbol,
            ["target"] = "USDT",
            ["market"] = new JsonObject { ["name"] = exchange.Name, ["identifier"] = exchange.CoinGeckoId, ["has_trading_incentive"] = false },
            ["last"] = price,
            ["volume"] = volume / price,
            ["converted_last"] = CoinMarketData.ByCurrency(currencies, currency => price / currency.Rate(time)),
            ["converted_volume"] = CoinMarketData.ByCurrency(currencies, currency => volume / currency.Rate(time)),
            ["trust_score"] = null,
            ["bid_ask_spread_percentage"] = 0.010014,
            ["timestamp"] = seconds,
            ["last_traded_at"] = seconds,
            ["last_fetch_at"] = seconds,
            ["is_anomaly"] = false,
            ["is_stale"] = false,
            ["trade_url"] = exchange.Url,
            ["token_info_url"] = null,
            ["coin_id"] = coin.CoinGeckoId,
            ["target_coin_id"] = "tether",
            ["coin_mcap_usd"] = LivingMarket.MarketCap(coin, time),
        };
    }
}
