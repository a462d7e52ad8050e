using System.Text;
using Assay.Providers;

namespace Assay.Tests.Providers;

public sealed class CoinGeckoTests
{
    [Theory]
    [InlineData("coins_markets_bitcoin_usd_2021-05-15.json", "bitcoin")]
    [InlineData("coins_markets_sparkline_2021-11-08.json", "bitcoin", "ethereum")]
    [InlineData("doc_examples/coins_markets.json", "bitcoin")]
    public void Reads_every_row_of_recorded_markets(string recording, params string[] ids)
    {
        var page = ProviderTestData.ParseMarkets(Recordings.Read($"coingecko/{recording}"));

        Assert.Null(page.Error);
        Assert.Empty(page.Rejections);
        Assert.Equal(ids, page.Quotes.Select(quote => quote.CoinId));
    }

    [Fact]
    public void Reads_every_figure_of_a_row()
    {
        var quote = ProviderTestData.ParseMarkets(Recordings.Read("coingecko/doc_examples/coins_markets.json")).Quotes.Single();

        Assert.Equal(("bitcoin", "btc", "Bitcoin", "$[0]"), (quote.CoinId, quote.Symbol, quote.Name, quote.Location.ToString()));
        Assert.Equal(new DateTimeOffset(2026, 5, 18, 12, 49, 21, 599, TimeSpan.Zero), quote.ObservedAt);
        Assert.Equal(new MarketFigures
        {
            Price = 77671,
            MarketCap = 1555886872303,
            Volume24h = 33235034316,
            PriceChange24h = -0.95302,
            PriceChange7d = -4.042267423689584,
            High24h = 78419,
            Low24h = 76696,
            CirculatingSupply = 20030493,
            TotalSupply = 20030843,
            MaxSupply = 21000000,
            Rank = 1,
        }, quote.Figures);
    }

    [Theory]
    [InlineData("coins_markets_bitcoin_myr_2021-05-15.json", "ids=bitcoin&vs_currency=myr", "'myr'")]
    [InlineData("coins_markets_btc_eth_vs_eth_2021-05-15.json", "ids=bitcoin,%20ethereum&vs_currency=eth", "'eth'")]
    public void Prices_in_another_currency_are_not_taken_for_dollars(string recording, string query, string named)
    {
        var url = $"https://api.coingecko.com/api/v3/coins/markets?{query}";

        var page = ProviderTestData.ParseMarkets(Recordings.Read($"coingecko/{recording}"), url: url);

        Assert.Empty(page.Quotes);
        Assert.Contains(named, page.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_every_coin_of_the_recorded_list()
    {
        var page = ProviderTestData.ParseList(Recordings.Read("coingecko/coins_list_2021-05-15.json"));

        Assert.Equal(7248, page.Assets.Count);
        Assert.Empty(page.Rejections);
        Assert.Equal(7248, page.Assets.Select(asset => asset.CoinId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(9, page.Assets.Count(asset => asset.Symbol == "scc"));
        Assert.Contains(page.Assets, asset => asset.Symbol == "hdp.ф");
        Assert.Contains(page.Assets, asset => asset.Name == "İstanbul Başakşehir Fan Token");
        Assert.Contains(page.Assets, asset => asset.CoinId == "bitCNY");
        Assert.All(page.Assets, asset => Assert.Empty(asset.Contracts));
    }

    [Fact]
    public void Reads_the_documented_list()
    {
        var page = ProviderTestData.ParseList(Recordings.Read("coingecko/doc_examples/coins_list.json"));

        Assert.Equal(["official-trump", "ondo-finance"], page.Assets.Select(asset => asset.CoinId));
        Assert.Equal("6p6xgHyF7AeE6TZkSmFsko444wqoP15icUSqi2jfGiPN", page.Assets[0].Contracts["solana"]);
    }

    [Fact]
    public void Keeps_contracts_by_platform_and_drops_empty_ones()
    {
        var page = ProviderTestData.ParseList("""
            [{"id":"a","symbol":"A","name":"Alpha","platforms":{"solana":"6p6xgHyF7AeE6TZk","ethereum":"0xFaba"}},
             {"id":"b","symbol":"b","name":"B","platforms":{"":""}},
             {"id":"c","symbol":"c","name":"C","platforms":{}},
             {"id":"d","symbol":"d","name":"D","platforms":null},
             {"id":"e","symbol":"e","name":"E"},
             {"id":"f","symbol":"","name":null,"platforms":{"x":null,"y":1,"z":{"a":[1]},"tron":"T9yD"}},
             {"symbol":"g","name":"no id"}]
            """u8.ToArray());

        Assert.Equal(["a", "b", "c", "d", "e", "f"], page.Assets.Select(asset => asset.CoinId));
        Assert.Equal(new Dictionary<string, string> { ["solana"] = "6p6xgHyF7AeE6TZk", ["ethereum"] = "0xFaba" }, page.Assets[0].Contracts);
        Assert.All(page.Assets.Skip(1).Take(4), asset => Assert.Empty(asset.Contracts));
        Assert.Equal(new Dictionary<string, string> { ["tron"] = "T9yD" }, page.Assets[5].Contracts);
        Assert.Equal(("$[6]", RejectionReason.Malformed), (page.Rejections.Single().Location, page.Rejections.Single().Reason));
    }

    [Theory]
    [InlineData("error_422_coins_markets_missing_vs_currency.json", 422, "CoinGecko answered 422 (UnprocessableEntity): Missing parameter vs_currency")]
    [InlineData("error_401_10012_time_range_clitest.json", 401,
        "CoinGecko answered 401 (Unauthorized): Your request exceeds the allowed time range.")]
    [InlineData("error_500_ohlc_missing_params.json", 500, "CoinGecko answered 500 (InternalServerError): Internal Server Error")]
    [InlineData("error_429_rate_limit_2022-09-29.json", 429, "CoinGecko answered 429 (TooManyRequests): You've exceeded the Rate Limit. Please visit "
        + "https://www.coingecko.com/en/api/pricing to subscribe to our API plans for higher rate limits.")]
    public void Every_form_of_error_is_told_in_the_provider_s_words(string recording, int status, string sentence)
    {
        var body = Recordings.Read($"coingecko/{recording}");

        Assert.Equal(sentence, ProviderTestData.ParseMarkets(body, status).Error);
        Assert.Contains("200 (OK): ", ProviderTestData.ParseMarkets(body).Error, StringComparison.Ordinal); // an error that came as a success
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><head><title>Access denied |\n api.coingecko.com used Cloudflare &amp; more</title></head></html>", 429,
        "CoinGecko answered 429 (TooManyRequests): a web page, \"Access denied | api.coingecko.com used Cloudflare & more\".")]
    [InlineData("<html>hello</html>", 200, "CoinGecko answered 200 (OK): a web page.")]
    [InlineData("", 200, "CoinGecko answered 200 (OK) with an empty body.")]
    [InlineData("{}", 200, "CoinGecko answered 200 (OK) with something that is not the promised data.")]
    [InlineData("error code: 1015", 429, "CoinGecko answered 429 (TooManyRequests) with something that is not the promised data.")]
    [InlineData("{\"error\":\"key CG-a-secret-key is wrong\"}", 401, "CoinGecko answered 401 (Unauthorized): key *** is wrong")]
    public void What_is_no_data_at_all_is_an_error(string body, int status, string sentence) =>
        Assert.Equal(sentence, ProviderTestData.ParseMarkets(body, status).Error);

    [Fact]
    public void Coins_that_vanish_from_the_answer_are_simply_not_there()
    {
        Assert.Equal(new ParsedPage().Quotes, ProviderTestData.ParseMarkets("[]").Quotes);
        Assert.Null(ProviderTestData.ParseMarkets("[]").Error);
        Assert.Empty(ProviderTestData.ParseMarkets(" [ ] ").Rejections);
    }

    [Theory]
    [InlineData("3.15e-06", 3.15e-06)]
    [InlineData("8.7e36", 8.7e36)]
    [InlineData("\"0.00000123\"", 0.00000123)]
    [InlineData("\"1005246.7629434031910149947000000000000000000000000000000000000000000000000000000000000000001\"", 1005246.7629434031910149947)]
    [InlineData("0", 0d)]
    [InlineData("-1.5", -1.5)]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("\"abc\"", double.NaN)]
    [InlineData("{\"usd\":1}", double.NaN)]
    [InlineData("true", double.NaN)]
    public void A_price_is_passed_on_as_it_is(string json, double? price) =>
        Assert.Equal(price, Row($"\"current_price\":{json}").Figures.Price);

    [Theory]
    [InlineData("21000000.0", 21000000d)]
    [InlineData("\"21000000\"", 21000000d)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("1e400", null)]
    [InlineData("\"NaN\"", null)]
    [InlineData("[1]", null)]
    [InlineData("false", null)]
    public void An_optional_number_that_is_none_is_missing(string json, double? supply) =>
        Assert.Equal(supply, Row($"\"max_supply\":{json}").Figures.MaxSupply);

    [Theory]
    [InlineData("7", 7)]
    [InlineData("7.0", 7)]
    [InlineData("\"7\"", 7)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("7.5", null)]
    [InlineData("1e36", null)]
    [InlineData("null", null)]
    public void A_rank_is_a_whole_number_from_one(string json, int? rank) =>
        Assert.Equal(rank, Row($"\"market_cap_rank\":{json}").Figures.Rank);

    [Theory]
    [InlineData("\"2021-05-15T15:59:43.8679Z\"", "2021-05-15T15:59:43.867Z")]
    [InlineData("\"2021-05-15T15:49:55+00:00\"", "2021-05-15T15:49:55Z")]
    [InlineData("\"2021-05-15T15:49:55-07:30\"", "2021-05-15T23:19:55Z")]
    [InlineData("\"2021-05-15T15:49:55\"", "2021-05-15T15:49:55Z")]
    [InlineData("\"\"", null)]
    [InlineData("\"12:30\"", null)]
    [InlineData("\"2021-15-05T00:00:00Z\"", null)]
    [InlineData("1621094400", null)]
    [InlineData("null", null)]
    public void A_time_is_read_in_utc_or_not_at_all(string json, string? time) => Assert.Equal(
        time is null ? null : DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), Row($"\"last_updated\":{json}").ObservedAt);

    [Fact]
    public void Missing_and_unknown_fields_do_no_harm()
    {
        var quote = Row("\"a_field_of_tomorrow\":{\"deep\":[1,{\"x\":2}]},\"roi\":{\"times\":95.5,\"currency\":\"btc\"}");

        Assert.Equal(new MarketFigures(), quote.Figures);
        Assert.Null(quote.Symbol);
        Assert.Null(quote.ObservedAt);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("{\"id\":null}")]
    [InlineData("{\"id\":\" \"}")]
    [InlineData("{\"id\":{\"a\":1}}")]
    [InlineData("{\"id\":\"a\\u0000b\"}")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    [InlineData("{\"id\":\"x\",\"current_price\":1x2}")]
    [InlineData("{\"id\":\"x\",\"current_price\":}")]
    [InlineData("{\"id\":\"x\",\"roi\":{]}")]
    [InlineData("{\"id\":\"x}")] // a lost quote
    [InlineData("{\"id\":\"x\",\"roi\":{\"a\":1}")] // a lost brace
    public void A_broken_row_costs_only_itself(string broken)
    {
        var page = ProviderTestData.ParseMarkets($$"""[{"id":"before"},{{broken}},{"id":"after"} , {"id":"last"}]""");

        Assert.Equal(["before", "after", "last"], page.Quotes.Select(quote => quote.CoinId));
        var rejection = Assert.Single(page.Rejections);
        Assert.Equal((RejectionReason.Malformed, "$[1]", broken), (rejection.Reason, rejection.Location, rejection.Excerpt));
    }

    [Fact]
    public void A_row_nested_too_deeply_costs_only_itself()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);

        var page = ProviderTestData.ParseMarkets($$"""[{"id":"before"},{"id":"x","roi":{{deep}}},{"id":"after"}]""");

        Assert.Equal(["before", "after"], page.Quotes.Select(quote => quote.CoinId));
        Assert.Equal(Rejection.ExcerptLength, Assert.Single(page.Rejections).Excerpt.Length);
    }

    [Fact]
    public void A_name_that_is_no_text_costs_only_the_name()
    {
        byte[] body = [.. "[{\"id\":\"x\",\"current_price\":5,\"symbol\":\"a\\u0000\",\"name\":\"caf"u8, 0xA0, .. "\"}]"u8];

        var quote = Assert.Single(ProviderTestData.ParseMarkets(body).Quotes);

        Assert.Equal((5, null, null), (quote.Figures.Price, quote.Symbol, quote.Name));
    }

    [Theory]
    [InlineData("""[{"id":"a"},{"id":"b"},{"id":"c","current_price":12""", "$[2]", """{"id":"c","current_price":12""")]
    [InlineData("""[{"id":"a"},{"id":"b"},{"id":"c""", "$[2]", """{"id":"c""")]
    [InlineData("""[{"id":"a"},{"id":"b"},""", "$[2]", "")]
    [InlineData("""[{"id":"a"},{"id":"b"}""", "$[2]", "")]
    [InlineData("""[{"id":"a"},{"id":"b"}]]} and so on""", "$[2]", "]} and so on")]
    public void What_came_before_a_break_is_kept(string body, string location, string excerpt)
    {
        var page = ProviderTestData.ParseMarkets(body);

        Assert.Equal(["a", "b"], page.Quotes.Select(quote => quote.CoinId));
        var rejection = Assert.Single(page.Rejections);
        Assert.Equal((location, excerpt), (rejection.Location, rejection.Excerpt));
    }

    [Fact]
    public void An_excerpt_never_ends_within_a_character()
    {
        var page = ProviderTestData.ParseMarkets($$"""[{"name":"{{new string('x', Rejection.ExcerptLength - 10)}}😀😀😀"}]""");

        var excerpt = Assert.Single(page.Rejections).Excerpt;
        Assert.InRange(excerpt.Length, Rejection.ExcerptLength - 1, Rejection.ExcerptLength);
        Assert.Equal(excerpt, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(excerpt)));
    }

    private static ProviderQuote Row(string field)
    {
        var page = ProviderTestData.ParseMarkets($$"""[{"id":"x",{{field}}}]""");
        Assert.Empty(page.Rejections);
        return Assert.Single(page.Quotes);
    }
}
