using Assay.Candles;
using Assay.Facts;
using Assay.Providers;

namespace Assay.Tests.Providers.CoinMarketCap;

/// <summary>The ways of CoinMarketCap, one by one.</summary>
public sealed class CoinMarketCapTests
{
    private const string Info = "v2/cryptocurrency/info";
    private const string History = "v2/cryptocurrency/ohlcv/historical";

    [Theory]
    [InlineData("""{"data":[{"id":1}],"status":{"error_code":0}}""")]
    [InlineData("""{"data":[{"id":1}],"status":{"error_code":"0","error_message":""}}""")]
    [InlineData("""{"status":{"error_code":null},"data":[{"id":1}]}""")]
    [InlineData("""{"data":[{"id":1}]}""")]
    [InlineData("""{"data":[{"id":1}],"status":null}""")]
    [InlineData("\uFEFF {\"data\":[{\"id\":1}],\"status\":{}}")]
    public void Success_is_a_zero_in_any_dress(string body) => Assert.Single(CmcTestData.Parse(CmcTestData.Listings, body).Quotes);

    [Theory]
    [InlineData("""{"status":{"error_code":"400","error_message":"no"}}""", "CoinMarketCap answered 200 (OK): no (error_code 400)")]
    [InlineData("""{"data":[{"id":1}],"status":{"error_code":500,"error_message":"down"}}""", "CoinMarketCap answered 200 (OK): down (error_code 500)")]
    [InlineData("""{"status":{"error_code":0}}""", null)]
    [InlineData("""{"data":null,"status":{"error_code":"0"}}""", null)]
    [InlineData("""{"data":"soon","status":{"error_code":"1"}}""", "CoinMarketCap answered 200 (OK) with something that is not the promised data. (error_code 1)")]
    [InlineData("{}", "CoinMarketCap answered 200 (OK) with something that is not the promised data.")]
    [InlineData("[]", "CoinMarketCap answered 200 (OK) with something that is not the promised data.")]
    [InlineData("", "CoinMarketCap answered 200 (OK) with an empty body.")]
    [InlineData("<html><title>Maintenance</title>", "CoinMarketCap answered 200 (OK): a web page, \"Maintenance\".")]
    public void An_error_is_told_and_nothing_is_no_error(string body, string? sentence)
    {
        var page = CmcTestData.Parse(CmcTestData.Listings, body);

        Assert.Equal(sentence, page.Error);
        Assert.Empty(page.Quotes);
        Assert.Empty(page.Rejections);
    }

    [Fact]
    public void The_key_is_not_repeated_though_the_source_does() =>
        Assert.DoesNotContain(CmcTestData.ApiKey, CmcTestData.Parse(CmcTestData.Listings, $$$"""{"status":{"error_code":1001,"error_message":"{{{CmcTestData.ApiKey}}} is invalid"}}""", 401).Error!, StringComparison.Ordinal);

    [Fact]
    public void An_address_that_we_do_not_know_is_not_guessed_at() =>
        Assert.Contains("nobody knows how to read", CmcTestData.Parse("v9/cryptocurrency/listings/latest", CmcTestData.Answer("[]")).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"USD":{"price":2.5}}""", 2.5)]
    [InlineData("""[{"id":1,"symbol":"BTC","price":1},{"id":2781,"symbol":"USD","price":2.5}]""", 2.5)]
    [InlineData("""[{"price":2.5,"id":2781}]""", 2.5)]
    [InlineData("""[{"price":2.5,"convert_id":"2781"}]""", 2.5)]
    [InlineData("""[{"id":2790,"symbol":"EUR","price":2.5}]""", null)]
    [InlineData("""[{"price":2.5}]""", null)]
    [InlineData("""[null,5,[]]""", null)]
    [InlineData("""{"EUR":{"price":2.5},"USD":null}""", null)]
    [InlineData("null", null)]
    [InlineData("7", null)]
    public void Only_dollars_are_dollars(string quote, double? price) =>
        Assert.Equal(price, Assert.Single(CmcTestData.Parse(CmcTestData.Listings, CmcTestData.Answer($$"""[{"id":1,"quote":{{quote}}}]""")).Quotes).Figures.Price);

    [Fact]
    public void Young_coins_have_a_change_of_zero_and_missing_figures_stay_missing()
    {
        var quote = Assert.Single(CmcTestData.Parse(CmcTestData.Listings, CmcTestData.Answer("""
            [{"id":"7","cmc_rank":null,"max_supply":null,"infinite_supply":true,"self_reported_market_cap":null,"tags":[{"slug":"x"}],"last_updated":"2026-09-24T16:03:00.000Z",
              "quote":[{"id":2781,"symbol":"USD","price":0.5,"percent_change_24h":0,"percent_change_7d":0,"volume_24h":null}]}]
            """)).Quotes);

        Assert.Equal("7", quote.CoinId);
        Assert.Equal(new MarketFigures { Price = 0.5, PriceChange24h = 0, PriceChange7d = 0 }, quote.Figures);
        Assert.Equal(CmcTestData.Time("2026-09-24T16:03:00Z"), quote.ObservedAt);
    }

    [Fact]
    public void A_broken_row_costs_only_itself()
    {
        var page = CmcTestData.Parse(CmcTestData.Listings, CmcTestData.Answer("""[{"id":1},null,{"name":"no id"},{"id":{}},{"id":1.5},{"id":""},5,{"id":2941.0}]"""));

        Assert.Equal(["1", "2941"], page.Quotes.Select(quote => quote.CoinId));
        Assert.Equal(["$.data[1]", "$.data[2]", "$.data[3]", "$.data[4]", "$.data[5]", "$.data[6]"], page.Rejections.Select(rejection => rejection.Location));
        Assert.All(page.Rejections, rejection => Assert.Equal(RejectionReason.Malformed, rejection.Reason));
    }

    [Theory]
    [InlineData("""{"data":[{"id":1},{"id":2,"na""", 1)]
    [InlineData("""{"data":[{"id":1},{"id":2},""", 1)]
    [InlineData("""{"data":[{"id":1,"quote":[{"id":2781,"price":1}]},{"id":2,"quote":[{"id":2781,"price":1}]}""", 1)]
    [InlineData("""{"data":[{"id":1},{"id":oops},{"id":2}],"status":{"error_code":"0"}}""", 1)]
    [InlineData("""{"status":{"error_code":0},"data":[{"id":1},{"id":oops},{"id":2}]}""", 1)]
    [InlineData("""{"data":[{"id":1},{"id":2}],"status":{"error_co""", 0)]
    public void A_torn_answer_gives_what_it_holds(string body, int rejected)
    {
        var page = CmcTestData.Parse(CmcTestData.Listings, body);

        Assert.Null(page.Error);
        Assert.Equal("1", page.Quotes[0].CoinId);
        Assert.Equal(body.Contains("na", StringComparison.Ordinal) ? 1 : 2, page.Quotes.Count);
        Assert.Equal(rejected, page.Rejections.Count);
    }

    [Fact]
    public void A_torn_map_gives_what_it_holds()
    {
        var page = CmcTestData.Parse("v2/cryptocurrency/quotes/latest", """{"status":{"error_code":0},"data":{"1":{"id":1},"2":{"id":2},"3":{"id":3,"na""");

        Assert.Equal(["1", "2"], page.Quotes.Select(quote => quote.CoinId));
        Assert.Equal("\"3\":{\"id\":3,\"na", Assert.Single(page.Rejections).Excerpt);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Only_a_coin_that_is_still_followed_has_a_price(int isActive, bool isKept)
    {
        var page = CmcTestData.Parse(CmcTestData.Quotes, CmcTestData.Answer($$"""[{"id":1,"is_active":{{isActive}},"num_market_pairs":0,"quote":[{"id":2781,"price":1}]}]"""));

        Assert.Equal(isKept, page.Quotes.Count == 1);
        Assert.Equal(!isKept, page.Rejections.Count == 1);
    }

    [Fact]
    public void Nobody_knows_a_coin_whose_map_is_empty() => Assert.Empty(CmcTestData.Parse("v2/cryptocurrency/quotes/latest", CmcTestData.Answer("{}")).Rejections);

    [Fact]
    public void A_coin_on_several_platforms_has_a_contract_on_each()
    {
        var coin = Assert.IsType<CoinMetadata>(Assert.Single(CmcTestData.Parse(Info, CmcTestData.Answer("""
            {"825":{"id":825,"name":"Tether","description":null,"tags":["stablecoin"],"urls":{"website":["",null,"https://tether.to"],"chat":["https://t.me/x","https://discord.gg/x","https://chat.example","https://chat.two"]},
              "platform":{"id":"1027","name":"Ethereum","token_address":"0xDAC17F958D2ee523a2206206994597C13D831ec7"},
              "contract_address":[{"contract_address":"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t","platform":{"name":"Tron20","coin":{"id":"1958"}}},null,{"contract_address":"","platform":{"name":"x"}}]}}
            """)).Facts));

        Assert.Equal(new Dictionary<string, string> { ["Ethereum"] = "0xdac17f958d2ee523a2206206994597c13d831ec7", ["Tron20"] = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t" }, coin.Contracts);
        Assert.Equal(new Dictionary<string, string>
        {
            ["homepage"] = "https://tether.to",
            ["telegram"] = "https://t.me/x",
            ["discord"] = "https://discord.gg/x",
            ["chat"] = "https://chat.example",
        }, coin.Links);
        Assert.Equal(["stablecoin"], coin.Categories);
        Assert.Null(coin.Description);
    }

    [Fact]
    public void Exchanges_have_volumes_from_the_listings_and_only_names_from_the_map()
    {
        var listed = Assert.IsType<Exchange>(Assert.Single(CmcTestData.Parse("v1/exchange/listings/latest", CmcTestData.Answer("""
            [{"id":270,"name":"Binance","slug":"binance","num_market_pairs":"500","date_launched":"2017-07-14T00:00:00.000Z","exchange_score":9.8,"rank":5,
              "quote":{"USD":{"volume_24h":7.68478308529847E8,"last_updated":"2018-06-02T23:59:59.999Z"}}}]
            """)).Facts));
        var named = Assert.IsType<Exchange>(Assert.Single(CmcTestData.Parse("v1/exchange/map", CmcTestData.Answer("""[{"id":270,"name":"Binance","slug":"binance","is_active":1}]""")).Facts));

        Assert.Equal(("270", "Binance", 5, 768478308.529847, 9.8, 2017), (listed.ExchangeId, listed.Name, listed.Rank, listed.Volume24h, listed.TrustScore, listed.YearEstablished));
        Assert.Equal(("270", "Binance", null, null), (named.ExchangeId, named.Name, named.Rank, named.Volume24h));
    }

    [Theory]
    [InlineData("""{"btc_dominance":50,"quote":{"USD":{"total_market_cap":1.4438367955931663E12}}}""", RejectionReason.TimeMissing)]
    [InlineData("""{"btc_dominance":""", RejectionReason.Malformed)]
    public void Global_figures_without_a_time_are_none(string data, string reason)
    {
        var page = CmcTestData.Parse("v1/global-metrics/quotes/latest", CmcTestData.Answer(data));

        Assert.Empty(page.Facts);
        Assert.Equal(reason, Assert.Single(page.Rejections).Reason);
    }

    [Fact]
    public void Global_figures_may_come_with_exponents()
    {
        var market = Assert.IsType<GlobalMarket>(Assert.Single(CmcTestData.Parse("v1/global-metrics/quotes/latest", CmcTestData.Answer("""
            {"active_cryptocurrencies":2941.0,"last_updated":"2025-01-01T00:00:00Z","quote":{"USD":{"total_market_cap":1.4438367955931663E12}}}
            """)).Facts));

        Assert.Equal((1443836795593.1663, 2941L), (market.MarketCap, market.ActiveCoins));
    }

    [Fact]
    public void The_history_of_several_coins_is_a_map()
    {
        const string Quotes = """
            [{"time_open":"2024-01-01T05:00:00.000Z","time_close":"2024-01-01T05:59:59.999Z","quote":{"USD":{"open":1,"high":3,"low":0.5,"close":2,"volume":7,"market_cap":9}}},null]
            """;
        var page = CmcTestData.Parse(History, CmcTestData.Answer($$$"""{"1":{"id":1,"quotes":{{{Quotes}}}},"1027":{"id":1027,"quotes":{{{Quotes}}}}}"""));

        Assert.Equal(["1", "1027"], page.Quotes.Select(quote => quote.CoinId));
        Assert.Equal(["$.data.1.quotes[1]", "$.data.1027.quotes[1]"], page.Rejections.Select(rejection => rejection.Location));
        Assert.Equal(new ProviderCandle(CandleInterval.OneHour, CmcTestData.Time("2024-01-01T05:00:00Z"), new Ohlc(1, 3, 0.5, 2, 7)), page.Quotes[1].Candle);
        Assert.Null(page.Quotes[1].Figures.Volume24h); // of an hour
    }

    [Theory]
    [InlineData("2024-01-01T00:00:00.000Z", "2024-01-07T23:59:59.999Z", "1")] // a week is no interval of ours
    [InlineData("2024-01-01T00:30:00.000Z", "2024-01-01T01:29:59.999Z", "1")] // not where an hour begins
    [InlineData("2024-01-01T00:00:00.000Z", "2024-01-01T00:59:59.999Z", "null")]
    public void What_is_no_candle_of_ours_is_still_a_price(string open, string close, string low)
    {
        var quote = Assert.Single(CmcTestData.Parse(History, CmcTestData.Answer(
            $$$"""{"id":1,"quotes":[{"time_open":"{{{open}}}","time_close":"{{{close}}}","quote":{"USD":{"open":1,"high":1,"low":{{{low}}},"close":1} } }]}""")).Quotes);

        Assert.Null(quote.Candle);
        Assert.Equal((1, CmcTestData.Time(close)), (quote.Figures.Price!.Value, quote.ObservedAt));
    }

    [Theory]
    [InlineData(CmcTestData.Listings, 200, """{"data":[{"id":1}],"status":{"error_code":"0"}}""", CmcTestData.Listings)]
    [InlineData("v1/cryptocurrency/map", 200, """{"data":[],"status":{"error_code":0}}""", "v1/cryptocurrency/map")]
    [InlineData(CmcTestData.Listings, 403, """{"status":{"error_code":1006}}""", null)]
    [InlineData(CmcTestData.Listings, 200, """{"data":[{"id":1}],"status":{"error_code":500}}""", null)]
    [InlineData("v9/unknown", 200, """{"data":[{"id":1}]}""", null)]
    public void The_shape_of_data_is_watched_and_that_of_an_error_is_not(string endpoint, int status, string body, string? name) =>
        Assert.Equal(name, CmcTestData.Provider(SourceId.CoinMarketCap).EndpointOf(CmcTestData.Payload(endpoint, body, status))?.Name);

    [Fact]
    public void Where_keys_are_data_the_endpoint_says_so()
    {
        var endpoint = CmcTestData.Provider(SourceId.CoinMarketCap).EndpointOf(CmcTestData.Payload(Info, CmcTestData.Answer("""{"1":{"id":1}}""")));

        Assert.Equal(["$.data"], endpoint!.Maps);
    }
}
