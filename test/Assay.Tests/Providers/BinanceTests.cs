using Assay.Providers;
using Microsoft.AspNetCore.Http;

namespace Assay.Tests.Providers;

public sealed class BinanceTests
{
    private const string TwoPairs = "/api/v3/ticker/24hr?symbols=%5B%22BTCUSD%22%2C%22USDTUSD%22%5D";

    private const string ExchangeInfo = """
        {"timezone":"UTC","serverTime":1758000000000,"rateLimits":[],"symbols":[
         {"symbol":"BTCUSD","status":"TRADING","baseAsset":"BTC","quoteAsset":"USD","permissions":["SPOT"]},
         {"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT"},
         {"symbol":"BTCBUSD","status":"TRADING","baseAsset":"BTC","quoteAsset":"BUSD"},
         {"symbol":"OLDUSD","status":"BREAK","baseAsset":"OLD","quoteAsset":"USD"},
         {"symbol":"USDTUSD","status":"TRADING","baseAsset":"USDT","quoteAsset":"USD"},{"symbol":"XUSD"}]}
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Only_coins_that_are_traded_for_dollars_now_are_listed()
    {
        var page = ProviderTestData.Binance().Parse(ProviderTestData.BinancePayload("api/v3/exchangeInfo", ExchangeInfo));

        Assert.Equal([("BTC", "BTC", null), ("USDT", "USDT", (string?)null)], page.Assets.Select(asset => (asset.CoinId, asset.Symbol, asset.Name)));
        Assert.Equal("$.symbols[5]", Assert.Single(page.Rejections).Location);
    }

    [Fact]
    public void Numbers_are_texts()
    {
        var page = Parse("""
            [{"symbol":"BTCUSD","priceChange":"-94.99999800","priceChangePercent":"-1.798","weightedAvgPrice":"64000.1","lastPrice":"63999.87000000","openPrice":"65171.0",
              "highPrice":"65400.00000000","lowPrice":"63100.50000000","volume":"26.44","quoteVolume":"1692252.11","openTime":1758000000000,"closeTime":1758086400123,"count":76}]
            """);

        var quote = Assert.Single(page.Quotes);
        Assert.Equal(("BTC", "BTC", null), (quote.CoinId, quote.Symbol, quote.Name));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1758086400123), quote.ObservedAt);
        Assert.Equal(new MarketFigures { Price = 63999.87, Volume24h = 1692252.11, PriceChange24h = -1.798, High24h = 65400, Low24h = 63100.5 }, quote.Figures);
        Assert.Empty(page.Rejections);
    }

    [Fact]
    public void What_nobody_traded_for_a_day_has_no_price_and_a_broken_row_costs_only_itself()
    {
        var page = Parse("""
            [{"symbol":"IDLEUSD","lastPrice":"5.0","quoteVolume":"0.00000000","closeTime":1758086400123},{"symbol":"BTCEUR","lastPrice":"1"},7,
             {"symbol":"ODDUSD","lastPrice":"n/a","quoteVolume":null,"closeTime":"soon"}]
            """);

        var quote = Assert.Single(page.Quotes);
        Assert.Equal(("ODD", double.NaN, null), (quote.CoinId, quote.Figures.Price, quote.ObservedAt));
        Assert.Equal(["$[1]", "$[2]"], page.Rejections.Select(rejection => rejection.Location));
    }

    [Fact]
    public void Prices_of_all_pairs_are_not_taken_for_dollars()
    {
        var page = ProviderTestData.Binance().Parse(ProviderTestData.BinancePayload("api/v3/ticker/24hr", """[{"symbol":"BTCBUSD","lastPrice":"1"}]"""));

        Assert.Empty(page.Quotes);
        Assert.Contains("nobody knows what their prices are in", page.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}", "Binance answered 400 (BadRequest): Invalid symbol.")]
    [InlineData(451, "{\"code\":0,\"msg\":\"Service unavailable from a restricted location\"}",
        "Binance answered 451 (UnavailableForLegalReasons): Service unavailable from a restricted location")]
    [InlineData(403, "<html><head><title>403 Forbidden</title></head></html>", "Binance answered 403 (Forbidden): a web page, \"403 Forbidden\".")]
    public void Errors_are_told_in_its_words(int status, string body, string sentence) => Assert.Equal(
        sentence, ProviderTestData.Binance().Parse(ProviderTestData.BinancePayload("api/v3/ticker/24hr?symbols=%5B%5D", body, status)).Error);

    [Fact]
    public async Task Pairs_are_asked_for_once_and_then_only_prices()
    {
        await using var api = await AnswerAsync(200);
        var provider = ProviderTestData.Binance(api.Address);

        await ProviderTestData.FetchAsync(provider, new FetchRequest(FetchTask.Prices, 1000, []));
        await ProviderTestData.FetchAsync(provider, new FetchRequest(FetchTask.Prices, 1000, ["DOGE"]));
        await ProviderTestData.FetchAsync(provider, new FetchRequest(FetchTask.Prices, 0, ["BTC", "DOGE"]));

        Assert.Equal(["/api/v3/exchangeInfo", TwoPairs, TwoPairs, "/api/v3/ticker/24hr?symbols=%5B%22BTCUSD%22%5D"], api.Requests);
    }

    [Fact]
    public async Task After_an_error_the_pairs_are_asked_for_again()
    {
        await using var api = await AnswerAsync(400);
        var provider = ProviderTestData.Binance(api.Address);

        await ProviderTestData.FetchAsync(provider, new FetchRequest(FetchTask.Prices, 1000, []));
        await ProviderTestData.FetchAsync(provider, new FetchRequest(FetchTask.Prices, 1000, []));

        Assert.Equal(["/api/v3/exchangeInfo", TwoPairs, "/api/v3/exchangeInfo", TwoPairs], api.Requests);
    }

    [Fact]
    public async Task The_list_of_coins_is_the_list_of_pairs()
    {
        await using var api = await AnswerAsync(200);

        await ProviderTestData.FetchAsync(ProviderTestData.Binance(api.Address), new FetchRequest(FetchTask.Assets, 0, []));

        Assert.Equal(["/api/v3/exchangeInfo"], api.Requests);
    }

    [Fact]
    public async Task An_address_without_dollars_is_told_and_no_price_is_asked_for()
    {
        await using var api = await FakeApi.StartAsync(200, """{"symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT"}]}""", Cancelled);

        var error = await Assert.ThrowsAsync<ProviderException>(
            () => ProviderTestData.FetchAsync(ProviderTestData.Binance(api.Address), new FetchRequest(FetchTask.Prices, 1000, [])));

        Assert.Contains("BINANCE_BASE_URL", error.Message, StringComparison.Ordinal);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task A_ban_closes_the_gate_until_it_ends()
    {
        await using var api = await FakeApi.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 418;
            context.Response.Headers.RetryAfter = "7200";
            return context.Response.WriteAsync("""{"code":-1003,"msg":"Way too many requests."}""");
        }, Cancelled);
        await using var services = ProviderTestData.Services(SourceId.Binance, new ProviderSettings { BaseUrl = api.Address, CallsPerMinute = 20 });
        var provider = services.Polled();

        await ProviderTestData.FetchAsync(provider, new FetchRequest(FetchTask.Assets, 0, []));
        await Assert.ThrowsAsync<ProviderException>(() => ProviderTestData.FetchAsync(provider, new FetchRequest(FetchTask.Assets, 0, [])));

        Assert.Single(api.Requests);
        Assert.Equal(10, provider.Status.CallsPerMinute);
    }

    private static ParsedPage Parse(string body) =>
        ProviderTestData.Binance().Parse(ProviderTestData.BinancePayload("api/v3/ticker/24hr?symbols=%5B%22BTCUSD%22%5D", body));

    private static Task<FakeApi> AnswerAsync(int status) => FakeApi.StartAsync((context, _) =>
    {
        var isList = context.Request.Path == "/api/v3/exchangeInfo";
        context.Response.StatusCode = isList ? 200 : status;
        return context.Response.WriteAsync(isList ? ExchangeInfo : "[]");
    }, Cancelled);
}
