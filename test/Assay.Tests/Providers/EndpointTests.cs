using System.Text;
using System.Text.Json;

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
        Assert.Contains("$.market_data", ProviderTestData.CoinGecko().EndpointOf(ProviderTestData.GeckoPayload("coins/x", "{}"u8.ToArray()))!.Maps);
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

    /// <summary>A needed path leads to values, not to objects or lists of them: an answer where it does not is set aside.</summary>
    [Theory]
    [InlineData("coins/markets", "coingecko/doc_examples/coins_markets.json")]
    [InlineData("coins/list", "coingecko/coins_list_2021-05-15.json")]
    [InlineData("coins/bitcoin", "coingecko/coins_bitcoin_2021-05-15.json")]
    [InlineData("coins/bitcoin", "coingecko/doc_examples/coins_id.json")]
    [InlineData("coins/bitcoin/ohlc", "coingecko/ohlc_bitcoin_usd_7d_2021-05-15.json")]
    [InlineData("search/trending", "coingecko/search_trending_2021-05-18.json")]
    [InlineData("search/trending", "coingecko/doc_examples/search_trending.json")]
    [InlineData("exchanges", "coingecko/exchanges_2021-05-16.json")]
    [InlineData("global", "coingecko/global_2021-05-18.json")]
    [InlineData("global", "coinpaprika/global_2021-10-22.json")]
    [InlineData("coins/eth-ethereum", "coinpaprika/coins_eth-ethereum_2019.json")]
    [InlineData("tickers", "coinpaprika/tickers_1row_btc-bitcoin_2022-09-21.json")]
    [InlineData("tickers/ada-cardano", "coinpaprika/tickers_ada-cardano_2021-05-17.json")]
    public void What_is_needed_is_there_in_recorded_answers(string path, string recording)
    {
        var body = Recordings.Read(recording);
        using var json = JsonDocument.Parse(body);
        var endpoint = recording.StartsWith("coingecko", StringComparison.Ordinal)
            ? ProviderTestData.CoinGecko().EndpointOf(ProviderTestData.GeckoPayload(path, body))
            : ProviderTestData.CoinPaprika().EndpointOf(ProviderTestData.PaprikaPayload(path, body));

        Assert.NotEmpty(endpoint!.Needed);
        Assert.All(endpoint.Needed, needed =>
        {
            var values = Find(json.RootElement, needed[1..]).ToList();
            Assert.NotEmpty(values);
            Assert.All(values, value => Assert.True(value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null, needed));
        });
        Assert.All(endpoint.Maps, map => Assert.All(Find(json.RootElement, map[1..]), value => Assert.NotEqual(JsonValueKind.Array, value.ValueKind)));
    }

    private static IEnumerable<JsonElement> Find(JsonElement from, string path)
    {
        if (path.Length == 0)
            return [from];
        if (path.StartsWith("[]", StringComparison.Ordinal))
            return from.ValueKind == JsonValueKind.Array ? from.EnumerateArray().SelectMany(element => Find(element, path[2..])) : [];

        var end = path.IndexOfAny(['.', '['], 1) is var found and > 0 ? found : path.Length;
        var name = path[1..end];
        return from.ValueKind == JsonValueKind.Object
            ? from.EnumerateObject().Where(field => name == "*" || field.Name == name).SelectMany(field => Find(field.Value, path[end..]))
            : [];
    }
}
