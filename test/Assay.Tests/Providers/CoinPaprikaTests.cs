using Assay.Providers;

namespace Assay.Tests.Providers;

public sealed class CoinPaprikaTests
{
    [Fact]
    public void Reads_the_recorded_list()
    {
        var page = ProviderTestData.ParseTickers(Recordings.Read("coinpaprika/tickers_1row_btc-bitcoin_2022-09-21.json"));

        Assert.Null(page.Error);
        Assert.Empty(page.Rejections);
        var quote = Assert.Single(page.Quotes);
        Assert.Equal(("btc-bitcoin", "BTC", "Bitcoin", "$[0]"), (quote.CoinId, quote.Symbol, quote.Name, quote.Location.ToString()));
        Assert.Equal(new DateTimeOffset(2022, 9, 21, 6, 24, 51, TimeSpan.Zero), quote.ObservedAt);
        Assert.Equal(new MarketFigures
        {
            Price = 18971.41529377382,
            MarketCap = 363426751817,
            Volume24h = 41913627724.47431,
            PriceChange24h = -2.81,
            PriceChange7d = -6.43,
            CirculatingSupply = 19156544,
            TotalSupply = 19156550,
            MaxSupply = 21000000,
            Rank = 1,
        }, quote.Figures);
    }

    [Fact]
    public void Reads_the_recorded_single_ticker()
    {
        var quote = Assert.Single(ProviderTestData.ParseTicker(Recordings.Read("coinpaprika/tickers_ada-cardano_2021-05-17.json")).Quotes);

        Assert.Equal(("ada-cardano", "$", 2.12002421, 4), (quote.CoinId, quote.Location.ToString(), quote.Figures.Price, quote.Figures.Rank));
    }

    [Fact]
    public void Supplies_may_be_absent_and_numbers_empty_and_a_rank_of_zero_is_none()
    {
        var quote = Assert.Single(ProviderTestData.ParseTickers("""
            [{"id":"x-x","rank":0,"max_supply":"","last_updated":"2026-01-02T03:04:05Z",
              "quotes":{"USD":{"price":"0.5","volume_24h":"","market_cap":null,"percent_change_7d":4064.5}}}]
            """).Quotes);

        Assert.Equal(new MarketFigures { Price = 0.5, PriceChange7d = 4064.5 }, quote.Figures);
    }

    [Fact]
    public void A_largest_supply_of_zero_is_no_limit() =>
        Assert.Null(Assert.Single(ProviderTestData.ParseTickers("""[{"id":"eth-ethereum","max_supply":0}]""").Quotes).Figures.MaxSupply);

    [Theory]
    [InlineData("""[{"id":"x-x"}]""")]
    [InlineData("""[{"id":"x-x","quotes":null}]""")]
    [InlineData("""[{"id":"x-x","quotes":{}}]""")]
    [InlineData("""[{"id":"x-x","quotes":{"BTC":{"price":1}}}]""")]
    [InlineData("""[{"id":"x-x","quotes":{"USD":null}}]""")]
    [InlineData("""[{"id":"x-x","quotes":{"USD":{}}}]""")]
    public void Without_a_price_in_dollars_there_is_no_price(string body) =>
        Assert.Null(Assert.Single(ProviderTestData.ParseTickers(body).Quotes).Figures.Price);

    [Fact]
    public void A_broken_ticker_costs_only_itself()
    {
        var page = ProviderTestData.ParseTickers("""[{"id":"a-a"},{"id":"b-b","quotes":[]},{"name":"no id"},{"id":"c-c"}]""");

        Assert.Equal(["a-a", "c-c"], page.Quotes.Select(quote => quote.CoinId));
        Assert.Equal(["$[1]", "$[2]"], page.Rejections.Select(rejection => rejection.Location));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"id\":\"ada-cardano\",\"name\":\"Card")]
    public void A_single_ticker_that_cannot_be_read_is_rejected(string body)
    {
        var page = ProviderTestData.ParseTicker(body);

        Assert.Empty(page.Quotes);
        Assert.Equal(("$", body), (Assert.Single(page.Rejections).Location, page.Rejections[0].Excerpt));
    }

    [Fact]
    public void Tells_the_recorded_error_in_the_provider_s_words()
    {
        var body = Recordings.Read("coinpaprika/error_404_id_not_found.json");

        Assert.Equal("CoinPaprika answered 404 (NotFound): id not found", ProviderTestData.ParseTickers(body, 404).Error);
        Assert.Equal("CoinPaprika answered 200 (OK): id not found", ProviderTestData.ParseTickers(body).Error);
    }

    [Fact]
    public void A_coin_that_it_does_not_have_is_a_rejected_record_and_spoils_no_round()
    {
        var page = ProviderTestData.ParseTickers("""{"error":"id not found"}"""u8.ToArray(), 404, "tickers/no%2Fsuch?quotes=USD");

        Assert.Null(page.Error);
        var rejection = Assert.Single(page.Rejections);
        Assert.Equal(("no/such", RejectionReason.CoinUnknown), (rejection.CoinId, rejection.Reason));
    }

    [Theory]
    [InlineData("", "CoinPaprika answered 200 (OK) with an empty body.")]
    [InlineData("<html><title>Maintenance</title>", "CoinPaprika answered 200 (OK): a web page, \"Maintenance\".")]
    public void What_is_no_data_at_all_is_an_error(string body, string sentence) => Assert.Equal(sentence, ProviderTestData.ParseTickers(body).Error);
}
