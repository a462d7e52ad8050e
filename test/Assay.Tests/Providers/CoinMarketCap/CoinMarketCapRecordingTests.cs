using Assay.Candles;
using Assay.Facts;
using Assay.Providers;

namespace Assay.Tests.Providers.CoinMarketCap;

/// <summary>What CoinMarketCap once answered, and what its documentation says that it answers.</summary>
public sealed class CoinMarketCapRecordingTests
{
    [Fact]
    public void Reads_the_recorded_listings()
    {
        var page = CmcTestData.ParseRecorded(CmcTestData.Listings, "coinmarketcap/v3_cryptocurrency_listings_latest_top5_2026-09-24.json");

        AssertClean(page);
        Assert.Equal(["1", "1027", "825", "1839", "52"], page.Quotes.Select(quote => quote.CoinId));
        Assert.Equal(["$.data[0]", "$.data[1]", "$.data[2]", "$.data[3]", "$.data[4]"], page.Quotes.Select(quote => quote.Location.ToString()));
        var ether = page.Quotes[1];
        Assert.Equal(("ETH", "Ethereum"), (ether.Symbol, ether.Name));
        Assert.Equal(CmcTestData.Time("2026-09-24T16:04:00Z"), ether.ObservedAt);
        Assert.Equal(new MarketFigures
        {
            Price = 2674.813963168203,
            MarketCap = 326531202617.1815,
            Volume24h = 13129269753.113049,
            PriceChange24h = 1.11078089,
            PriceChange7d = 8.35180467,
            CirculatingSupply = 122076229.26807936,
            TotalSupply = 122076229.26807936,
            MaxSupply = null,
            Rank = 2,
        }, ether.Figures);
    }

    [Fact]
    public void Reads_the_recorded_quotes_at_the_time_of_the_price_and_not_of_the_coin()
    {
        var page = CmcTestData.ParseRecorded(CmcTestData.Quotes, "coinmarketcap/v3_cryptocurrency_quotes_latest_btc_paxg_2026-09-24.json");

        AssertClean(page);
        Assert.Equal(["1", "4705"], page.Quotes.Select(quote => quote.CoinId));
        Assert.All(page.Quotes, quote => Assert.Equal(CmcTestData.Time("2026-09-24T16:02:03Z"), quote.ObservedAt));
        Assert.Equal([84278.77808276, 4253.226063661451], page.Quotes.Select(quote => quote.Figures.Price));
        Assert.Equal(21000000, page.Quotes[0].Figures.MaxSupply);
    }

    [Fact]
    public void Reads_the_recorded_quotes_by_symbol_without_the_coin_that_is_followed_no_more()
    {
        var page = CmcTestData.ParseRecorded("v2/cryptocurrency/quotes/latest", "coinmarketcap/v2_cryptocurrency_quotes_latest_by_symbol_ATOM_ARGON_2021-04-23.json");

        Assert.Equal(["8421", "3794"], page.Quotes.Select(quote => quote.CoinId));
        Assert.Equal(["$.data.ARGON[0]", "$.data.ATOM[0]"], page.Quotes.Select(quote => quote.Location.ToString()));
        Assert.Equal([0.16737793444542, 18.6821115313511], page.Quotes.Select(quote => quote.Figures.Price));
        var rejection = Assert.Single(page.Rejections);
        Assert.Equal(("1420", RejectionReason.CoinInactive, "$.data.ATOM[1]"), (rejection.CoinId, rejection.Reason, rejection.Location));
        Assert.Contains("on 0 markets", rejection.Detail, StringComparison.Ordinal);
        Assert.Contains("0.00014288", rejection.Excerpt, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_the_recorded_map()
    {
        var page = CmcTestData.ParseRecorded("v1/cryptocurrency/map", "coinmarketcap/v1_cryptocurrency_map_symbol_BTC_PAXG_2026-09-24.json");

        AssertClean(page);
        Assert.Equal(14, page.Assets.Count);
        Assert.Equal(13, page.Assets.Count(asset => asset.Symbol == "BTC"));
        Assert.Empty(page.Assets[0].Contracts);
        Assert.Equal(KeyValuePair.Create("base", "0xfaf1c31f6855e91b1a905761c81a79e4966e4709"), Assert.Single(page.Assets[1].Contracts));
        Assert.Equal(KeyValuePair.Create("near-protocol", "btc.omft.near"), Assert.Single(page.Assets[8].Contracts));
        Assert.Equal(KeyValuePair.Create("solana", "6AGNtEgBE2jph1bWFdyaqsXJ762emaP9RE17kKxEsfiV"), Assert.Single(page.Assets[9].Contracts));
    }

    [Fact]
    public void Reads_the_recorded_metadata()
    {
        var page = CmcTestData.ParseRecorded("v2/cryptocurrency/info", "coinmarketcap/v2_cryptocurrency_info_btc_paxg_2026-09-24.json");

        AssertClean(page);
        Assert.Equal(2, page.Facts.Count);
        var bitcoin = Assert.IsType<CoinMetadata>(page.Facts[0]);
        Assert.Equal(("1", "BTC", "Bitcoin", "$.data.1"), (bitcoin.CoinId, bitcoin.Symbol, bitcoin.Name, bitcoin.Location.ToString()));
        Assert.StartsWith("Bitcoin (BTC) is a cryptocurrency launched in 2010.", bitcoin.Description, StringComparison.Ordinal);
        Assert.Equal("https://s2.coinmarketcap.com/static/img/coins/64x64/1.png", bitcoin.ImageUrl);
        Assert.Null(bitcoin.GenesisDate);
        Assert.Equal(37, bitcoin.Categories.Count);
        Assert.Equal("FTX Bankruptcy Estate", bitcoin.Categories[30]);
        Assert.Empty(bitcoin.Contracts);
        Assert.Equal(new Dictionary<string, string>
        {
            ["homepage"] = "https://bitcoin.org/",
            ["whitepaper"] = "https://bitcoin.org/bitcoin.pdf",
            ["source_code"] = "https://github.com/bitcoin/bitcoin",
            ["explorer"] = "https://blockchain.info/",
            ["reddit"] = "https://reddit.com/r/bitcoin",
            ["forum"] = "https://bitcointalk.org",
        }, bitcoin.Links);
        var gold = Assert.IsType<CoinMetadata>(page.Facts[1]);
        Assert.Equal(KeyValuePair.Create("Ethereum", "0x45804880de22913dafe09f4980848ece6ecbaf78"), Assert.Single(gold.Contracts));
        Assert.Equal("https://www.linkedin.com/company/paxos", gold.Links["chat"]);
    }

    [Fact]
    public void Reads_the_recorded_global_figures()
    {
        var page = CmcTestData.ParseRecorded("v1/global-metrics/quotes/latest", "coinmarketcap/v1_global_metrics_quotes_latest_2024-10-16.json");

        AssertClean(page);
        Assert.Equal(new GlobalMarket
        {
            ObservedAt = CmcTestData.Time("2024-10-16T00:19:59.999Z"),
            MarketCap = 2304896836510.4614,
            Volume24h = 107437681371.3,
            MarketCapChange24h = 0.2986063271927861,
            BitcoinDominance = 57.396428129187,
            EtherDominance = 13.585559193657,
            ActiveCoins = 9915,
            Markets = 751,
            Location = new RecordLocation("$.data"),
        }, Assert.Single(page.Facts));
    }

    [Theory]
    [InlineData("coinmarketcap/error_403_1006_plan_not_supported_v1_exchange_market_pairs_2026-09-24.json", 403,
        "CoinMarketCap answered 403 (Forbidden): Your API Key subscription plan doesn't support this endpoint. (error_code 1006)")]
    [InlineData("coinmarketcap/error_429_1008_minute_rate_limit_docexample.json", 429,
        "CoinMarketCap answered 429 (TooManyRequests): You've exceeded your API Key's HTTP request rate limit. Rate limits reset every minute. (error_code 1008)")]
    [InlineData("coinmarketcap/error_429_1008_minute_rate_limit_docexample.json", 200,
        "CoinMarketCap answered 200 (OK): You've exceeded your API Key's HTTP request rate limit. Rate limits reset every minute. (error_code 1008)")]
    public void Tells_the_recorded_errors_in_the_provider_s_words(string recording, int status, string sentence)
    {
        var page = CmcTestData.Parse(CmcTestData.Listings, Recordings.Read(recording), status);

        Assert.Equal(sentence, page.Error);
        Assert.Empty(page.Quotes);
    }

    [Theory]
    [InlineData("v1/cryptocurrency/listings/latest", "v1_cryptocurrency_listings_latest.json", new[] { "1", "1027" }, new[] { 9283.92, 1283.92 })]
    [InlineData("v1/cryptocurrency/quotes/latest", "v1_cryptocurrency_quotes_latest.json", new[] { "1" }, new[] { 6602.60701122 })]
    [InlineData("v2/cryptocurrency/quotes/latest", "v2_cryptocurrency_quotes_latest.json", new[] { "1" }, new[] { 6602.60701122 })]
    public void Reads_the_documented_prices(string endpoint, string example, string[] coins, double[] prices)
    {
        var page = CmcTestData.ParseRecorded(endpoint, $"coinmarketcap/doc_examples/{example}");

        AssertClean(page);
        Assert.Equal(coins, page.Quotes.Select(quote => quote.CoinId));
        Assert.Equal(prices, page.Quotes.Select(quote => quote.Figures.Price!.Value));
        Assert.All(page.Quotes, quote => Assert.Equal(2018, quote.ObservedAt!.Value.Year));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public void Reads_the_documented_history_as_candles_stamped_at_their_opening(string version)
    {
        var page = CmcTestData.ParseRecorded($"{version}/cryptocurrency/ohlcv/historical", $"coinmarketcap/doc_examples/{version}_cryptocurrency_ohlcv_historical.json");

        AssertClean(page);
        Assert.Equal(["$.data.quotes[0]", "$.data.quotes[1]"], page.Quotes.Select(quote => quote.Location.ToString()));
        Assert.All(page.Quotes, quote => Assert.Equal(("1", "BTC", "Bitcoin"), (quote.CoinId, quote.Symbol, quote.Name)));
        Assert.Equal(new ProviderCandle(CandleInterval.OneDay, CmcTestData.Time("2019-01-02T00:00:00Z"),
            new Ohlc(3849.21640853, 3947.9812729, 3817.40949569, 3943.40933686, 5244856835.70851)), page.Quotes[0].Candle);
        Assert.Equal(CmcTestData.Time("2019-01-02T23:59:59.999Z"), page.Quotes[0].ObservedAt);
        Assert.Equal(new MarketFigures { Price = 3943.40933686, MarketCap = 68849856731.6738, Volume24h = 5244856835.70851 }, page.Quotes[0].Figures);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public void Reads_the_documented_candle_of_today_whose_volume_is_not_its_own(string version)
    {
        var page = CmcTestData.ParseRecorded($"{version}/cryptocurrency/ohlcv/latest", $"coinmarketcap/doc_examples/{version}_cryptocurrency_ohlcv_latest.json");

        AssertClean(page);
        var quote = Assert.Single(page.Quotes);
        Assert.Equal(CmcTestData.Time("2018-09-10T18:54:00Z"), quote.ObservedAt);
        Assert.Equal(new MarketFigures { Price = 6308.76, Volume24h = 3786450000 }, quote.Figures);
        Assert.Equal(new ProviderCandle(CandleInterval.OneDay, CmcTestData.Time("2018-09-10T00:00:00Z"), new Ohlc(6301.57, 6374.98, 6292.76, 6308.76)), quote.Candle);
    }

    [Theory]
    [InlineData("v1/cryptocurrency/info", "v1_cryptocurrency_info.json", 2)]
    [InlineData("v2/cryptocurrency/info", "v2_cryptocurrency_info.json", 2)]
    [InlineData("v1/exchange/quotes/latest", "v1_exchange_quotes_latest.json", 1)]
    [InlineData("v1/global-metrics/quotes/latest", "v1_global-metrics_quotes_latest.json", 1)]
    public void Reads_the_documented_facts(string endpoint, string example, int count)
    {
        var page = CmcTestData.ParseRecorded(endpoint, $"coinmarketcap/doc_examples/{example}");

        AssertClean(page);
        Assert.Equal(count, page.Facts.Count);
    }

    [Fact]
    public void Reads_the_documented_exchange_and_global_figures()
    {
        var exchange = Assert.IsType<Exchange>(Assert.Single(
            CmcTestData.ParseRecorded("v1/exchange/quotes/latest", "coinmarketcap/doc_examples/v1_exchange_quotes_latest.json").Facts));
        var market = Assert.IsType<GlobalMarket>(Assert.Single(
            CmcTestData.ParseRecorded("v1/global-metrics/quotes/latest", "coinmarketcap/doc_examples/v1_global-metrics_quotes_latest.json").Facts));

        Assert.Equal(("270", "Binance", 1, 768478308.529847, 9.8028), (exchange.ExchangeId, exchange.Name, exchange.Rank, exchange.Volume24h, exchange.TrustScore));
        Assert.Equal((2374432083905.6846, 67.0057, 2941L, 445L), (market.MarketCap, market.BitcoinDominance, market.ActiveCoins, market.Markets));
    }

    [Fact]
    public void Reads_the_documented_map()
    {
        var page = CmcTestData.ParseRecorded("v1/cryptocurrency/map", "coinmarketcap/doc_examples/v1_cryptocurrency_map.json");

        AssertClean(page);
        Assert.Equal(["1", "1839", "825"], page.Assets.Select(asset => asset.CoinId));
        Assert.Equal("0xb8c77482e45f1f44de1745f52c74426c631bdd52", page.Assets[1].Contracts["ethereum"]);
    }

    private static void AssertClean(ParsedPage page)
    {
        Assert.Null(page.Error);
        Assert.Empty(page.Rejections);
    }
}
