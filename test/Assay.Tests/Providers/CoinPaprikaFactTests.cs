using Assay.Facts;
using Assay.Providers;

namespace Assay.Tests.Providers;

/// <summary>What CoinPaprika tells besides prices.</summary>
public sealed class CoinPaprikaFactTests
{
    [Fact]
    public void Reads_the_recorded_page_of_a_coin()
    {
        var page = ProviderTestData.ParsePaprika("coins/eth-ethereum", Recordings.Read("coinpaprika/coins_eth-ethereum_2019.json"));

        Assert.Null(page.Error);
        Assert.Empty(page.Rejections);
        var metadata = Assert.IsType<CoinMetadata>(Assert.Single(page.Facts));
        Assert.Equal(("eth-ethereum", "ETH", "Ethereum", "2015-07-30", null), (metadata.CoinId, metadata.Symbol, metadata.Name, metadata.GenesisDate, metadata.ImageUrl));
        Assert.StartsWith("Ethereum is a decentralized platform", metadata.Description, StringComparison.Ordinal);
        Assert.Equal(["Token Issuance", "Decentralized Applications", "Proof Of Work", "Smart Contracts"], metadata.Categories);
        Assert.Empty(metadata.Contracts);
        Assert.Equal(new Dictionary<string, string>
        {
            ["homepage"] = "https://www.ethereum.org/",
            ["source_code"] = "https://github.com/ethereum/go-ethereum",
            ["explorer"] = "https://blockchair.com/ethereum",
            ["twitter"] = "https://twitter.com/ethereum",
            ["reddit"] = "https://www.reddit.com/r/ethereum",
            ["facebook"] = "https://www.facebook.com/ethereumproject/",
            ["forum"] = "https://forum.ethereum.org/",
            ["chat"] = "https://gitter.im/orgs/ethereum/rooms",
            ["announcement"] = "https://bitcointalk.org/index.php?topic=428589.0",
            ["whitepaper"] = "https://github.com/ethereum/wiki/wiki/White-Paper",
        }, metadata.Links);
    }

    [Fact]
    public void Reads_the_logo_and_the_contracts_of_a_token()
    {
        var page = ProviderTestData.ParsePaprika("coins/usdt-tether", """
            {"id":"usdt-tether","logo":"https://static.coinpaprika.com/coin/usdt-tether/logo.png","description":"","started_at":null,
             "contracts":[{"contract":"0xdac1","platform":"eth-ethereum","type":"ERC20"},{"contract":"TR7N","platform":"trx-tron"},{"contract":"","platform":"a"},7,null,
              {"contract":"0xother","platform":"eth-ethereum"}],"tags":[{"name":"Stablecoin"},{"name":null}],"links_extended":null,"whitepaper":{"link":null}}
            """);

        var metadata = Assert.IsType<CoinMetadata>(Assert.Single(page.Facts));
        Assert.Equal("https://static.coinpaprika.com/coin/usdt-tether/logo.png", metadata.ImageUrl);
        Assert.Equal(new Dictionary<string, string> { ["eth-ethereum"] = "0xdac1", ["trx-tron"] = "TR7N" }, metadata.Contracts);
        Assert.Equal(["Stablecoin"], metadata.Categories);
        Assert.Empty(metadata.Links);
        Assert.Null(metadata.Description);
        Assert.Null(metadata.GenesisDate);
    }

    [Fact]
    public void Coins_that_are_not_active_are_not_listed()
    {
        var page = ProviderTestData.ParsePaprika("coins", """
            [{"id":"btc-bitcoin","name":"Bitcoin","symbol":"BTC","rank":1,"is_new":false,"is_active":true,"type":"coin"},
             {"id":"old-old","name":"Old","symbol":"OLD","rank":0,"is_new":false,"is_active":false,"type":"coin"},
             {"id":"luna-terra","name":"Terra Classic","symbol":"LUNC","is_active":"maybe"},{"name":"no id","is_active":true}]
            """);

        Assert.Equal([("btc-bitcoin", "BTC", "Bitcoin"), ("luna-terra", "LUNC", "Terra Classic")], page.Assets.Select(asset => (asset.CoinId, asset.Symbol, asset.Name)));
        Assert.Equal("$[3]", Assert.Single(page.Rejections).Location);
    }

    [Fact]
    public void Reads_the_recorded_market()
    {
        var page = ProviderTestData.ParsePaprika("global", Recordings.Read("coinpaprika/global_2021-10-22.json"));

        Assert.Empty(page.Rejections);
        Assert.Equal(new GlobalMarket
        {
            Location = new RecordLocation("$"),
            ObservedAt = new DateTimeOffset(2021, 10, 22, 18, 36, 46, TimeSpan.Zero),
            MarketCap = 2559344984924,
            Volume24h = 217605673763,
            MarketCapChange24h = -1.86,
            BitcoinDominance = 44.68,
            ActiveCoins = 5438,
        }, Assert.Single(page.Facts));
    }

    [Theory]
    [InlineData("{\"market_cap_usd\":1}")]
    [InlineData("{\"last_updated\":\"2021-10-22T00:00:00Z\"}")]
    public void A_market_without_a_time_is_rejected(string body) =>
        Assert.Equal(RejectionReason.TimeMissing, Assert.Single(ProviderTestData.ParsePaprika("global", body).Rejections).Reason);

    [Fact]
    public void Reads_exchanges_as_the_specification_shows_them()
    {
        var page = ProviderTestData.ParsePaprika("exchanges?quotes=USD", """
            [{"id":"binance","name":"Binance","active":true,"description":null,"links":{"website":["https://www.binance.com/"],"twitter":["https://twitter.com/binance"]},
              "adjusted_rank":1,"reported_rank":3,"quotes":{"USD":{"reported_volume_24h":794020873,"adjusted_volume_24h":794020800}},"last_updated":"2018-11-14T07:20:41Z"},
             {"id":"gone","name":"Gone","active":false,"links":[],"adjusted_rank":0,"quotes":{"USD":{"reported_volume_24h":""}}},{"id":"bad","quotes":[]}]
            """);

        Assert.Equal(
            [("binance", "Binance", 1, 794020873, "https://www.binance.com/"), ("gone", "Gone", null, null, null)],
            page.Facts.Cast<Exchange>().Select(exchange => (exchange.ExchangeId, exchange.Name, exchange.Rank, exchange.Volume24h, exchange.Website)));
        Assert.Equal("$[2]", Assert.Single(page.Rejections).Location);
    }

    [Fact]
    public void A_key_s_usage_holds_no_records()
    {
        var page = ProviderTestData.ParsePaprika("key/info", Recordings.Read("coinpaprika/key_info_enterprise_2026-05-07.json"));

        Assert.Null(page.Error);
        Assert.Empty(page.Rejections);
        Assert.Empty(page.Facts);
    }

    [Fact]
    public void A_coin_whose_page_is_not_there_is_a_rejected_record()
    {
        var page = ProviderTestData.ParsePaprika("coins/no-such", Recordings.Read("coinpaprika/error_404_id_not_found.json"), 404);

        Assert.Null(page.Error);
        Assert.Equal(("no-such", RejectionReason.CoinUnknown), (Assert.Single(page.Rejections).CoinId, page.Rejections[0].Reason));
    }

    [Fact]
    public void What_nobody_asked_for_is_not_guessed_at() => Assert.Equal(
        "CoinPaprika has no endpoint that we know at 'https://api.coinpaprika.com/v1/events', so nobody knows how to read this answer.",
        ProviderTestData.ParsePaprika("events", "[]").Error);
}
