using Assay.Candles;

namespace Assay.Tests.Providers;

/// <summary>CoinGecko's past prices and candles.</summary>
public sealed class CoinGeckoHistoryTests
{
    private const string Chart = "coins/bitcoin/market_chart?vs_currency=usd&days=1";
    private const string Ohlc = "coins/bitcoin/ohlc?vs_currency=usd&days=7";

    [Theory]
    [InlineData("market_chart_bitcoin_1d_5min_2021-05-15.json", 288)]
    [InlineData("market_chart_bitcoin_30d_hourly_2021-05-15.json", 722)]
    [InlineData("market_chart_bitcoin_90d_daily_2021-05-15.json", 91)]
    [InlineData("doc_examples/coins_id_market_chart.json", 2)]
    public void Reads_every_point_of_a_chart_in_order(string recording, int points)
    {
        var page = ProviderTestData.ParseGecko(Chart, Recordings.Read($"coingecko/{recording}"));

        Assert.Null(page.Error);
        Assert.Empty(page.Rejections);
        Assert.Equal(points, page.Quotes.Count);
        Assert.All(page.Quotes, quote => Assert.Equal("bitcoin", quote.CoinId));
        Assert.Equal(page.Quotes.Select(quote => quote.ObservedAt).Order().Distinct(), page.Quotes.Select(quote => quote.ObservedAt));
        Assert.All(page.Quotes, quote => Assert.True(quote.Figures is { Price: > 0, MarketCap: > 0, Volume24h: > 0 }));
    }

    [Fact]
    public void The_last_point_may_be_older_than_the_one_before()
    {
        var quotes = ProviderTestData.ParseGecko(Chart, Recordings.Read("coingecko/market_chart_bitcoin_1d_5min_2021-05-15.json")).Quotes;

        Assert.Equal([1621089236357, 1621089594000, 1621089594955], quotes.TakeLast(3).Select(quote => quote.ObservedAt!.Value.ToUnixTimeMilliseconds()));
        Assert.Equal(
            (1621003519770, 50675.258073370765, 948130277908.4116, 71027222216.52731),
            (quotes[0].ObservedAt!.Value.ToUnixTimeMilliseconds(), quotes[0].Figures.Price, quotes[0].Figures.MarketCap, quotes[0].Figures.Volume24h));
    }

    [Fact]
    public void Of_two_points_of_one_time_the_later_one_wins_and_a_broken_one_costs_only_itself()
    {
        var page = ProviderTestData.ParseGecko(Chart, """
            {"prices":[[2000,2],[1000,1],[2000,3],["x"],7,[3000,null],[1e300,4]],"market_caps":[[1000,10],7,[2000,20]],"total_volumes":{}}
            """);

        Assert.Equal([(null, 4d), (1000L, 1d), (2000L, 3d), (3000L, null)],
            page.Quotes.Select(quote => (quote.ObservedAt?.ToUnixTimeMilliseconds(), quote.Figures.Price)));
        Assert.Equal([null, 10d, 20d, null], page.Quotes.Select(quote => quote.Figures.MarketCap));
        Assert.All(page.Quotes, quote => Assert.Null(quote.Figures.Volume24h));
        Assert.Equal(["$.prices[3]", "$.prices[4]"], page.Rejections.Select(rejection => rejection.Location));
    }

    [Fact]
    public void What_came_before_a_break_in_a_chart_is_kept()
    {
        var page = ProviderTestData.ParseGecko(Chart, """{"prices":[[1000,1],[2000,2],[3000,""");

        Assert.Equal([1d, 2d], page.Quotes.Select(quote => quote.Figures.Price!.Value));
        Assert.Equal("$.prices[2]", Assert.Single(page.Rejections).Location);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"prices\":null}")]
    public void A_chart_without_prices_is_rejected(string body) => Assert.Single(ProviderTestData.ParseGecko(Chart, body).Rejections);

    [Fact]
    public void Candles_are_stamped_at_their_opening()
    {
        var fetched = new DateTimeOffset(2021, 5, 15, 15, 34, 27, TimeSpan.Zero);
        var payload = ProviderTestData.GeckoPayload(Ohlc, Recordings.Read("coingecko/ohlc_bitcoin_usd_7d_2021-05-15.json"), fetchedAt: fetched);

        var quotes = ProviderTestData.CoinGecko().Parse(payload).Quotes;

        Assert.Equal(42, quotes.Count);
        Assert.All(quotes, quote => Assert.Equal(CandleInterval.FourHours, quote.Candle!.Interval));
        var firstClose = DateTimeOffset.FromUnixTimeMilliseconds(1620504000000);
        Assert.Equal(firstClose.AddHours(-4), quotes[0].Candle!.OpenedAt);
        Assert.Equal(new Ohlc(57945.79, 59122.18, 57945.79, 59122.18), quotes[0].Candle!.Prices);
        Assert.Equal((firstClose.AddMilliseconds(-1), 59122.18), (quotes[0].ObservedAt, quotes[0].Figures.Price));
        // The last one closes at 16:00, which was yet to come.
        Assert.Equal((new DateTimeOffset(2021, 5, 15, 12, 0, 0, TimeSpan.Zero), fetched), (quotes[^1].Candle!.OpenedAt, quotes[^1].ObservedAt));
    }

    [Fact]
    public void Candles_as_wide_as_none_of_ours_are_prices_only()
    {
        var page = ProviderTestData.ParseGecko(Ohlc, """[[1779199200000,76769.0,76889.0,76744.0,76818.0],[1779201000000,76712.0,76712.0,76321.0,76422.0]]""");

        Assert.Equal([76818d, 76422d], page.Quotes.Select(quote => quote.Figures.Price!.Value));
        Assert.All(page.Quotes, quote => Assert.Null(quote.Candle));
    }

    [Theory]
    [InlineData("ohlc_bitcoin_usd_7d_2021-05-15.json", 42)]
    [InlineData("ohlc_bitcoin_myr_30d_2021-05-15.json", 180)] // the rows count here, not their currency
    [InlineData("doc_examples/coins_id_ohlc.json", 2)]
    public void Reads_every_row_of_recorded_candles(string recording, int rows)
    {
        var page = ProviderTestData.ParseGecko(Ohlc, Recordings.Read($"coingecko/{recording}"));

        Assert.Empty(page.Rejections);
        Assert.Equal(rows, page.Quotes.Count);
        Assert.All(page.Quotes, quote => Assert.True(quote is { CoinId: "bitcoin", Figures.Price: > 0 }));
    }

    [Fact]
    public void A_candle_off_the_grid_or_with_a_hole_is_a_price_only_and_a_missing_row_makes_no_wider_candles()
    {
        var page = ProviderTestData.ParseGecko(Ohlc, """
            [[3600000,1,1,1,1],[7200000,1,2,1,null],[14400000,1,2,1,2],[16000000,1,2,1,2],[19600000,1,2,1],[null,1,2,1,2]]
            """);

        Assert.Equal(["$[4]", "$[5]"], page.Rejections.Select(rejection => rejection.Location));
        Assert.Equal(4, page.Quotes.Count);
        Assert.All(page.Quotes, quote => Assert.Null(quote.Candle)); // 1,600,000 ms apart is no width of ours
    }

    [Fact]
    public void The_width_of_candles_is_the_least_gap()
    {
        var page = ProviderTestData.ParseGecko(Ohlc, "[[3600000,1,1,1,1],[7200000,1,2,1,null],[14400000,1,2,1,2]]");

        Assert.Equal([(CandleInterval?)CandleInterval.OneHour, null, CandleInterval.OneHour], page.Quotes.Select(quote => quote.Candle?.Interval));
        Assert.Equal(DateTimeOffset.UnixEpoch, page.Quotes[0].Candle!.OpenedAt);
    }

    [Theory]
    [InlineData("coins/bitcoin/market_chart?vs_currency=myr", "market_chart_bitcoin_1d_5min_2021-05-15.json")]
    [InlineData("coins/bitcoin/ohlc?days=30&vs_currency=myr", "ohlc_bitcoin_myr_30d_2021-05-15.json")]
    public void History_in_another_currency_is_not_taken_for_dollars(string path, string recording)
    {
        var page = ProviderTestData.ParseGecko(path, Recordings.Read($"coingecko/{recording}"));

        Assert.Empty(page.Quotes);
        Assert.Contains("'myr'", page.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error_422_market_chart_missing_params.json", 422, "Missing parameter")]
    [InlineData("error_500_ohlc_missing_params.json", 500, "Internal Server Error")]
    [InlineData("error_401_10012_time_range_clitest.json", 200, "exceeds the allowed time range")]
    public void Errors_of_history_are_told_in_the_provider_s_words(string recording, int status, string words) => Assert.All(
        [Chart, Ohlc], path => Assert.Contains(words, ProviderTestData.ParseGecko(path, Recordings.Read($"coingecko/{recording}"), status).Error, StringComparison.Ordinal));
}
