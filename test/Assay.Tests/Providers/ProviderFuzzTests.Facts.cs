using System.Text;
using Assay.Facts;
using Assay.Providers;

namespace Assay.Tests.Providers;

/// <summary>What is told besides prices, and history: whatever arrives, what is read of it can be stored.</summary>
public sealed partial class ProviderFuzzTests
{
    private const int FactBodiesEach = 4_000;

    private const string Page = """
        {"id":"zksync","symbol":"zk","name":"ZKsync","asset_platform_id":"zksync","platforms":{"zksync":"0x5a7d","":""},"categories":["Layer 2",null],
         "description":{"en":"A <a href=\"x\">rollup</a>\r\n","de":""},"links":{"homepage":["https://zksync.io/","",null],"chat_url":["https://discord.gg/x",""],
         "twitter_screen_name":"zksync","telegram_channel_identifier":"","subreddit_url":null,"repos_url":{"github":["https://github.com/x"],"bitbucket":[]}},
         "image":{"large":"https://x/large.png"},"genesis_date":"2009-01-03","sentiment_votes_up_percentage":84.07,"sentiment_votes_down_percentage":"15.93",
         "watchlist_portfolio_users":1541900,"last_updated":"2024-04-07T15:24:51.021Z"}
        """;

    private const string Trend = """
        {"coins":[{"item":{"id":"bonk","symbol":"BONK","name":"Bonk","market_cap_rank":103,"data":{"price":5.9e-06,"price_change_percentage_24h":{"usd":-3.27},
          "market_cap":"$521,967,819"}}},{"item":{"id":"x","price_btc":1.179e-11,"score":1,"data":{"price":"$104,127,324"}}}],"nfts":[],"categories":[]}
        """;

    private const string GlobalFigures = """
        {"data":{"active_cryptocurrencies":17397,"markets":1476,"total_market_cap":{"btc":34570737.19,"usd":2621040321355.0405},"total_volume":{"usd":95133256404.37},
         "market_cap_percentage":{"btc":57.9,"eth":9.58},"market_cap_change_percentage_24h_usd":-1.6,"updated_at":1779878351}}
        """;

    private const string Chart = """
        {"prices":[[1621089236357,49021.6],[1621089594955,49078.8],[1621089594000,49078.8]],"market_caps":[[1621089236357,9.1e11],[1621089594955,null]],
         "total_volumes":[[1621089236357,"7.1e10"]]}
        """;

    private const string Places = """
        [{"id":"gdax","name":"Coinbase","year_established":2012,"country":"United States","url":"https://www.coinbase.com/","trust_score":10,"trust_score_rank":1,
          "trade_volume_24h_btc":13692.36},{"id":"x","country":null,"year_established":null,"trade_volume_24h_btc":"1005246.76294340319101499"}]
        """;

    private const string PaprikaPlaces = """
        [{"id":"binance","name":"Binance","links":{"website":["https://www.binance.com/"]},"adjusted_rank":1,"quotes":{"USD":{"reported_volume_24h":794020873}}},
         {"id":"x","links":[],"adjusted_rank":0,"quotes":{}}]
        """;

    private const string PaprikaCoins = """
        [{"id":"btc-bitcoin","name":"Bitcoin","symbol":"BTC","rank":1,"is_new":false,"is_active":true,"type":"coin"},{"id":"y-y","is_active":false}]
        """;

    private const string Pair = """
        {"symbols":[{"symbol":"BTCUSD","status":"TRADING","baseAsset":"BTC","quoteAsset":"USD"},{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT"}]}
        """;

    private const string Tickers24h = """
        [{"symbol":"BTCUSD","priceChangePercent":"-1.798","lastPrice":"63999.87","highPrice":"65400.0","lowPrice":"63100.5","quoteVolume":"1692252.1","closeTime":1758086400123}]
        """;

    [Theory]
    [InlineData("coins/zksync", Page, "coins_bitcoin_2021-05-15.json")]
    [InlineData("search/trending", Trend, "search_trending_2021-05-18.json")]
    [InlineData("global", GlobalFigures, "global_2021-05-18.json")]
    [InlineData("exchanges", Places, "doc_examples/exchanges.json")]
    [InlineData("coins/bitcoin/market_chart?vs_currency=usd", Chart, "doc_examples/coins_id_market_chart.json")]
    [InlineData("coins/bitcoin/ohlc?vs_currency=usd", "[[3600000,1,2,1,2],[7200000,2,2.5,1e-06,null]]", "ohlc_bitcoin_usd_7d_2021-05-15.json")]
    public void What_CoinGecko_tells_can_be_stored(string path, string body, string recording) =>
        Survive(Bodies(body, $"coingecko/{recording}"), damaged => ProviderTestData.ParseGecko(path, damaged));

    [Theory]
    [InlineData("coins/eth-ethereum", "{\"id\":\"x\"}", "coins_eth-ethereum_2019.json")]
    [InlineData("global", "{\"last_updated\":1634927806,\"market_cap_usd\":1e12}", "global_2021-10-22.json")]
    [InlineData("exchanges", PaprikaPlaces, "none")]
    [InlineData("coins", PaprikaCoins, "none")]
    [InlineData("key/info", "{\"usage\":{\"current_month\":{\"requests_made\":18,\"requests_left\":499982}}}", "key_info_enterprise_2026-05-07.json")]
    public void What_CoinPaprika_tells_can_be_stored(string path, string body, string recording) =>
        Survive(Bodies(body, $"coinpaprika/{recording}"), damaged => ProviderTestData.ParsePaprika(path, damaged));

    [Theory]
    [InlineData("api/v3/exchangeInfo", Pair)]
    [InlineData("api/v3/ticker/24hr?symbols=x", Tickers24h)]
    public void What_Binance_tells_can_be_stored(string path, string body) =>
        Survive([Encoding.UTF8.GetBytes(body)], damaged => ProviderTestData.Binance().Parse(ProviderTestData.BinancePayload(path, "") with { Body = damaged }));

    private void Survive(byte[][] bodies, Func<byte[], ParsedPage> parse)
    {
        output.WriteLine($"Seed {Seed}");
        var mutator = new Mutator(Seed);
        for (var round = 0; round < FactBodiesEach; round++)
        {
            var body = mutator.Damage(bodies[round % bodies.Length]);
            var page = Parse(parse, body, round);
            Assert.All(page.Rejections, rejection => Assert.InRange(rejection.Excerpt.Length, 0, Rejection.ExcerptLength));
            foreach (var value in page.Facts.SelectMany(ValuesOf))
            {
                if (value is double and not (> double.NegativeInfinity and < double.PositiveInfinity) || (value is string text && !IsStorable(text)))
                    Assert.Fail($"Round {round}: '{value}' in {Encoding.UTF8.GetString(body)}");
            }
        }
    }

    private static IEnumerable<object?> ValuesOf(Fact fact)
    {
        var row = fact.ToRow(SourceId.CoinGecko, ProviderTestData.FetchedAt);
        Assert.Equal(fact.Table.Columns.Count, row.Length);
        foreach (var key in row.Take(fact.Table.KeyLength))
            Assert.False(key is null or "" || key is string { Length: > ProviderQuote.LongestName });
        return row;
    }

    private static bool IsStorable(string text) => !text.Contains('\0') && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
