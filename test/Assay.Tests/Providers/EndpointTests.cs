using System.Text;

namespace Assay.Tests.Providers;

/// <summary>By which endpoint's shape an answer is watched.</summary>
public sealed class EndpointTests
{
    [Theory]
    [InlineData("coins/markets?vs_currency=usd", "[]", "coins/markets")]
    [InlineData("coins/list?include_platform=true", "[]", "coins/list")]
    [InlineData("coins/bitcoin?tickers=false", "{}", "coins/{id}")]
    [InlineData("coins/global", "{}", "coins/{id}")]
    [InlineData("coins/bitcoin/market_chart?days=1", "{}", "coins/{id}/market_chart")]
    [InlineData("coins/bitcoin/ohlc", "[]", "coins/{id}/ohlc")]
    [InlineData("search/trending", "{}", "search/trending")]
    [InlineData("exchanges?page=1", "[]", "exchanges")]
    [InlineData("global", "{}", "global")]
    [InlineData("key", "{}", "key")]
    [InlineData("global", "[]", null)]
    [InlineData("exchanges", "{}", null)]
    [InlineData("global", "{\"error\":\"no\"}", null)]
    [InlineData("exchanges", "<html></html>", null)]
    [InlineData("exchanges/binance", "{}", null)]
    [InlineData("", "{}", null)]
    public void CoinGecko_s(string path, string body, string? endpoint) =>
        Assert.Equal(endpoint, ProviderTestData.CoinGecko().EndpointOf(ProviderTestData.GeckoPayload(path, Encoding.UTF8.GetBytes(body)))?.Name);

    [Theory]
    [InlineData("tickers?quotes=USD", "[]", "tickers")]
    [InlineData("tickers/btc-bitcoin", "{}", "tickers/{id}")]
    [InlineData("coins", "[]", "coins")]
    [InlineData("coins/btc-bitcoin", "{}", "coins/{id}")]
    [InlineData("exchanges?quotes=USD", "[]", "exchanges")]
    [InlineData("global", "{}", "global")]
    [InlineData("key/info", "{}", "key/info")]
    [InlineData("tickers", "{\"error\":\"id not found\"}", null)]
    [InlineData("coins/btc-bitcoin", "", null)]
    public void CoinPaprika_s(string path, string body, string? endpoint) =>
        Assert.Equal(endpoint, ProviderTestData.CoinPaprika().EndpointOf(ProviderTestData.PaprikaPayload(path, Encoding.UTF8.GetBytes(body)))?.Name);

    [Fact]
    public void An_answer_that_is_no_success_is_watched_by_none() =>
        Assert.Null(ProviderTestData.CoinGecko().EndpointOf(ProviderTestData.GeckoPayload("global", "{}"u8.ToArray(), 500)));

    [Fact]
    public void Objects_whose_keys_are_data_are_known()
    {
        Assert.Equal(["$[].platforms"], ProviderTestData.CoinGecko().EndpointOf(ProviderTestData.GeckoPayload("coins/list", "[]"u8.ToArray()))!.Maps);
        Assert.Contains("$.market_data.*", ProviderTestData.CoinGecko().EndpointOf(ProviderTestData.GeckoPayload("coins/x", "{}"u8.ToArray()))!.Maps);
    }

    /// <summary>A base address may have parts of its own, and a host may be called as an endpoint is.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:9090/coingecko/api/v3/coins/markets", "[]", "coins/markets")]
    [InlineData("http://coins/global", "{}", "global")]
    [InlineData("not an address", "{}", null)]
    public void What_stands_before_the_path_does_not_matter(string url, string body, string? endpoint)
    {
        var payload = ProviderTestData.GeckoPayload("", Encoding.UTF8.GetBytes(body)) with { Url = url };

        Assert.Equal(endpoint, ProviderTestData.CoinGecko().EndpointOf(payload)?.Name);
    }
}
