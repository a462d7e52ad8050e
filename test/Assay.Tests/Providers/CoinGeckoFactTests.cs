using Assay.Facts;
using Assay.Providers;

namespace Assay.Tests.Providers;

/// <summary>What CoinGecko tells besides prices.</summary>
public sealed class CoinGeckoFactTests
{
    [Fact]
    public void Reads_the_documented_page_of_a_coin()
    {
        var page = ProviderTestData.ParseGecko("coins/bitcoin?market_data=false", Recordings.Read("coingecko/doc_examples/coins_id.json"));

        Assert.Null(page.Error);
        Assert.Empty(page.Rejections);
        Assert.Equal(2, page.Facts.Count);
        var metadata = Assert.IsType<CoinMetadata>(page.Facts[0]);
        Assert.Equal(("bitcoin", "btc", "Bitcoin", "2009-01-03"), (metadata.CoinId, metadata.Symbol, metadata.Name, metadata.GenesisDate));
        Assert.StartsWith("Bitcoin is the first successful internet money", metadata.Description, StringComparison.Ordinal);
        Assert.Equal("https://assets.coingecko.com/coins/images/1/large/bitcoin.png?1696501400", metadata.ImageUrl);
        Assert.Equal(["Cryptocurrency", "Layer 1 (L1)"], metadata.Categories);
        Assert.Empty(metadata.Contracts);
        Assert.Equal(new Dictionary<string, string>
        {
            ["homepage"] = "http://www.bitcoin.org",
            ["whitepaper"] = "https://bitcoin.org/bitcoin.pdf",
            ["source_code"] = "https://github.com/bitcoin/bitcoin",
            ["explorer"] = "https://mempool.space/",
            ["forum"] = "https://bitcointalk.org/",
            ["twitter"] = "https://twitter.com/bitcoin",
            ["facebook"] = "https://www.facebook.com/bitcoins",
            ["reddit"] = "https://www.reddit.com/r/Bitcoin/",
        }, metadata.Links);
        var sentiment = Assert.IsType<Sentiment>(page.Facts[1]);
        Assert.Equal(("bitcoin", 84.07, 15.93, 1541900L), (sentiment.CoinId, sentiment.VotesUp, sentiment.VotesDown, sentiment.Watchers));
        Assert.Equal(new DateTimeOffset(2024, 4, 7, 15, 24, 51, 21, TimeSpan.Zero), sentiment.ObservedAt);
    }

    [Fact]
    public void Reads_the_recorded_page_of_2021_with_its_fields_of_then()
    {
        var page = ProviderTestData.ParseGecko("coins/bitcoin", Recordings.Read("coingecko/coins_bitcoin_2021-05-15.json"));

        var metadata = Assert.IsType<CoinMetadata>(page.Facts[0]);
        Assert.Contains("<a href=", metadata.Description, StringComparison.Ordinal);
        Assert.Equal(["explorer", "facebook", "forum", "homepage", "reddit", "source_code", "twitter"], metadata.Links.Keys.Order());
        Assert.Empty(metadata.Contracts);
        var sentiment = Assert.IsType<Sentiment>(page.Facts[1]);
        Assert.Equal((60.15, 39.85, null), (sentiment.VotesUp, sentiment.VotesDown, sentiment.Watchers));
        Assert.Equal(2, page.Facts.Count);
    }

    [Fact]
    public void Keeps_the_address_on_every_platform_in_its_own_spelling()
    {
        var page = ProviderTestData.ParseGecko("coins/tether", Recordings.Read("coingecko/coins_ethereum_contract_usdt_2021-08-13.json"));

        var metadata = Assert.IsType<CoinMetadata>(page.Facts[0]);
        Assert.Equal("tether", metadata.CoinId);
        Assert.Equal(7, metadata.Contracts.Count);
        Assert.Equal("0xdac17f958d2ee523a2206206994597c13d831ec7", metadata.Contracts["ethereum"]);
        Assert.Equal("Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB", metadata.Contracts["solana"]);
        Assert.Equal("https://tether.to/", metadata.Links["homepage"]);
        Assert.DoesNotContain("reddit", metadata.Links.Keys);
    }

    [Fact]
    public void Watchers_without_votes_are_sentiment_too()
    {
        var page = ProviderTestData.ParseGecko("coins/weth", Recordings.Read("coingecko/doc_examples/coins_id_contract_contract_address.json"));

        var sentiment = Assert.IsType<Sentiment>(page.Facts[1]);
        Assert.Equal((null, null, 34782L), (sentiment.VotesUp, sentiment.VotesDown, sentiment.Watchers));
        Assert.Equal(3, Assert.IsType<CoinMetadata>(page.Facts[0]).Contracts.Count);
    }

    [Fact]
    public void Padded_links_lose_their_padding_and_a_chat_may_be_a_discord()
    {
        var metadata = Metadata("""
            {"id":"x","links":{"homepage":["",null,"https://x.io"],"whitepaper":null,"chat_url":["https://discord.gg/abc","https://chat.x.io",""],
             "announcement_url":["","https://blog.x.io"],"telegram_channel_identifier":"x talk","subreddit_url":"https://www.reddit.com",
             "twitter_screen_name":"","repos_url":{"github":[""],"bitbucket":["https://bitbucket.org/x"]}}}
            """);

        Assert.Equal(new Dictionary<string, string>
        {
            ["homepage"] = "https://x.io",
            ["discord"] = "https://discord.gg/abc",
            ["chat"] = "https://chat.x.io",
            ["announcement"] = "https://blog.x.io",
            ["telegram"] = "https://t.me/x%20talk",
            ["source_code"] = "https://bitbucket.org/x",
        }, metadata.Links);
    }

    [Theory]
    [InlineData("\"links\":7")]
    [InlineData("\"links\":{\"homepage\":{},\"repos_url\":[1],\"chat_url\":\"\"}")]
    [InlineData("\"description\":\"plain\",\"image\":[],\"platforms\":null,\"categories\":{\"a\":1},\"genesis_date\":20090103")]
    [InlineData("\"sentiment_votes_up_percentage\":null,\"watchlist_portfolio_users\":-1,\"last_updated\":7")]
    public void What_is_beside_the_point_costs_nothing(string fields)
    {
        var metadata = Metadata($$"""{"id":"x","symbol":"X",{{fields}}}""");

        Assert.Equal(("x", "X", null, null, null), (metadata.CoinId, metadata.Symbol, metadata.Description, metadata.ImageUrl, metadata.GenesisDate));
        Assert.Empty(metadata.Links);
        Assert.Empty(metadata.Categories);
    }

    [Fact]
    public void Votes_without_a_time_hold_when_they_were_fetched()
    {
        var page = ProviderTestData.ParseGecko("coins/x", """{"id":"x","sentiment_votes_up_percentage":"70.5"}""");

        var sentiment = Assert.IsType<Sentiment>(page.Facts[1]);
        Assert.Equal((70.5, ProviderTestData.FetchedAt), (sentiment.VotesUp, sentiment.ObservedAt));
    }

    [Fact]
    public void A_coin_that_nobody_voted_on_has_no_sentiment() =>
        Assert.IsType<CoinMetadata>(Assert.Single(ProviderTestData.ParseGecko("coins/x", """{"id":"x","sentiment_votes_up_percentage":null}""").Facts));

    [Fact]
    public void A_coin_that_it_does_not_have_is_a_rejected_record_and_no_error()
    {
        var page = ProviderTestData.ParseGecko("coins/no%20such?tickers=false", """{"error":"coin not found"}""", 404);

        Assert.Null(page.Error);
        Assert.Empty(page.Facts);
        var rejection = Assert.Single(page.Rejections);
        Assert.Equal(("no such", RejectionReason.CoinUnknown), (rejection.CoinId, rejection.Reason));
    }

    [Fact]
    public void A_web_page_says_nothing_of_a_coin() =>
        Assert.StartsWith("CoinGecko answered 404 (NotFound): a web page", ProviderTestData.ParseGecko("coins/x", "<html></html>", 404).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"id\":\" \"}")]
    [InlineData("{\"id\":\"x\",\"name\":\"cut o")]
    public void A_page_without_a_coin_is_rejected(string body)
    {
        var page = ProviderTestData.ParseGecko("coins/x", body);

        Assert.Empty(page.Facts);
        Assert.Equal(("$", RejectionReason.Malformed, body), (Assert.Single(page.Rejections).Location, page.Rejections[0].Reason, page.Rejections[0].Excerpt));
    }

    [Fact]
    public void Reads_what_was_looked_for_in_2021()
    {
        var page = ProviderTestData.ParseGecko("search/trending", Recordings.Read("coingecko/search_trending_2021-05-18.json"));

        Assert.Empty(page.Rejections);
        var places = page.Facts.Cast<TrendingCoin>().ToList();
        Assert.Equal(["matic-network", "shiba-inu", "safemoon", "solana", "pancakeswap-token", "ripple", "sushi"], places.Select(place => place.CoinId));
        Assert.Equal(Enumerable.Range(1, 7), places.Select(place => place.Place));
        Assert.Equal(("MATIC", "Polygon", 16, null), (places[0].Symbol, places[0].Name, places[0].Rank, places[0].Price));
        Assert.Equal("$.coins[0]", places[0].Location.ToString());
    }

    [Fact]
    public void Reads_what_is_looked_for_now()
    {
        var page = ProviderTestData.ParseGecko("search/trending", Recordings.Read("coingecko/doc_examples/search_trending.json"));

        var place = Assert.IsType<TrendingCoin>(Assert.Single(page.Facts));
        Assert.Equal((1, "bonk", "BONK", "Bonk", 103), (place.Place, place.CoinId, place.Symbol, place.Name, place.Rank));
        Assert.Equal((5.938674704566297e-06, -3.2712597351582655), (place.Price, place.PriceChange24h));
    }

    [Theory]
    [InlineData("\"$104,127,324\"", 104127324d)]
    [InlineData("\"$0.0000123\"", 0.0000123)]
    [InlineData("\"1.5e-05\"", 1.5e-05)]
    [InlineData("12", 12d)]
    [InlineData("\"0.0<sub>4</sub>12\"", null)]
    [InlineData("\"€5\"", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    public void Prices_of_looked_for_coins_may_be_written_for_people(string json, double? price)
    {
        var page = ProviderTestData.ParseGecko("search/trending", $$"""{"coins":[{"item":{"id":"x","data":{"price":{{json}} } } }]}""");

        Assert.Equal(price, Assert.IsType<TrendingCoin>(Assert.Single(page.Facts)).Price);
    }

    [Fact]
    public void A_broken_place_costs_only_itself_and_nobody_moves_up()
    {
        var page = ProviderTestData.ParseGecko("search/trending", """
            {"nfts":[{"coins":[1]}],"coins":[{"item":{"id":"a"}},{"item":null},{"item":{"id":"c","data":[]}},7],"categories":[]}
            """);

        Assert.Equal([(1, "a"), (3, "c")], page.Facts.Cast<TrendingCoin>().Select(place => (place.Place, place.CoinId)));
        Assert.Equal(["$.coins[1]", "$.coins[3]"], page.Rejections.Select(rejection => rejection.Location));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"coins\":{}}")]
    [InlineData("{\"nfts\":[{]},\"coins\":[]}")]
    public void A_trend_without_coins_is_rejected(string body) =>
        Assert.Equal(RejectionReason.Malformed, Assert.Single(ProviderTestData.ParseGecko("search/trending", body).Rejections).Reason);

    [Fact]
    public void Reads_every_recorded_exchange()
    {
        var page = ProviderTestData.ParseGecko("exchanges?per_page=250&page=1", Recordings.Read("coingecko/exchanges_2021-05-16.json"));

        Assert.Empty(page.Rejections);
        var exchanges = page.Facts.Cast<Exchange>().ToList();
        Assert.Equal(100, exchanges.Count);
        Assert.Equal((8, 9), (exchanges.Count(exchange => exchange.YearEstablished is null), exchanges.Count(exchange => exchange.Country is null)));
        Assert.Equal(Enumerable.Range(1, 100), exchanges.Select(exchange => exchange.Rank!.Value));
        Assert.Equal(
            ("binance", "Binance", 979051.1516194041, null, 10d, 2017, "Cayman Islands", "https://www.binance.com/"),
            (exchanges[0].ExchangeId, exchanges[0].Name, exchanges[0].Volume24hBtc, exchanges[0].Volume24h, exchanges[0].TrustScore, exchanges[0].YearEstablished,
                exchanges[0].Country, exchanges[0].Website));
    }

    [Fact]
    public void Reads_the_documented_exchanges() =>
        Assert.Equal(["gdax", "binance"], ProviderTestData.ParseGecko("exchanges", Recordings.Read("coingecko/doc_examples/exchanges.json")).Facts.Cast<Exchange>().Select(e => e.ExchangeId));

    [Fact]
    public void A_volume_may_be_a_text_with_more_decimals_than_anybody_needs()
    {
        var page = ProviderTestData.ParseGecko("exchanges", """
            [{"id":"a","trade_volume_24h_btc":"1005246.7629434031910149947000000000000000000000000000000000000000000000000000000000000000001","country":"","year_established":0}]
            """);

        var exchange = Assert.IsType<Exchange>(Assert.Single(page.Facts));
        Assert.Equal((1005246.7629434031910149947, null, null), (exchange.Volume24hBtc, exchange.Country, exchange.YearEstablished));
    }

    [Fact]
    public void Reads_the_recorded_market()
    {
        var page = ProviderTestData.ParseGecko("global", Recordings.Read("coingecko/global_2021-05-18.json"));

        Assert.Empty(page.Rejections);
        var market = Assert.IsType<GlobalMarket>(Assert.Single(page.Facts));
        Assert.Equal(new GlobalMarket
        {
            Location = new RecordLocation("$.data"),
            ObservedAt = new DateTimeOffset(2021, 5, 18, 13, 55, 59, TimeSpan.Zero),
            MarketCap = 2142953338976.9612,
            Volume24h = 290548797852.028,
            MarketCapChange24h = -0.9554088490358789,
            BitcoinDominance = 38.259132842486686,
            EtherDominance = 18.555868478228195,
            ActiveCoins = 7362,
            Markets = 616,
        }, market);
    }

    [Fact]
    public void Reads_the_documented_market() => Assert.Equal(
        (2621040321355.0405, 17397L),
        (((GlobalMarket)ProviderTestData.ParseGecko("global", Recordings.Read("coingecko/doc_examples/global.json")).Facts.Single()).MarketCap,
            ((GlobalMarket)ProviderTestData.ParseGecko("global", Recordings.Read("coingecko/doc_examples/global.json")).Facts.Single()).ActiveCoins));

    [Theory]
    [InlineData("{\"data\":{\"total_market_cap\":{\"usd\":1}}}", RejectionReason.TimeMissing)]
    [InlineData("{\"data\":{\"updated_at\":1e300}}", RejectionReason.TimeMissing)]
    [InlineData("{\"data\":[]}", RejectionReason.Malformed)]
    [InlineData("{}", RejectionReason.Malformed)]
    public void A_market_without_a_time_is_rejected(string body, string reason)
    {
        var page = ProviderTestData.ParseGecko("global", body);

        Assert.Empty(page.Facts);
        Assert.Equal(reason, Assert.Single(page.Rejections).Reason);
    }

    private static CoinMetadata Metadata(string body)
    {
        var page = ProviderTestData.ParseGecko("coins/x", body);
        Assert.Empty(page.Rejections);
        return Assert.IsType<CoinMetadata>(Assert.Single(page.Facts));
    }
}
