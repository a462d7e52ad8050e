using Assay.Facts;
using Assay.Providers;

namespace Assay.Tests.Providers.CoinMarketCap;

public sealed class CoinMarketCapDexTests
{
    private const string PairQuotes = "v4/dex/pairs/quotes/latest";

    [Fact]
    public void Reads_the_recorded_pools()
    {
        var page = CmcTestData.ParseRecorded(CmcTestData.SpotPairs, "cmc_dex/v4_dex_spot_pairs_latest_ethereum_uniswap_first10of100_2026-09-24.json");

        Assert.Null(page.Error);
        Assert.Empty(page.Rejections);
        var pairs = page.Facts.OfType<DexPair>().ToList();
        Assert.Equal(10, pairs.Count);
        Assert.Equal(10, pairs.Select(pair => (pair.Network, pair.Address)).Distinct().Count());
        Assert.Equal(3, pairs.Count(pair => pair.Name == "WETH/USDT"));
        Assert.Equal(new DexPair
        {
            Network = "ethereum",
            Address = "0x4e68ccd3e89f51c3074ca5072bbac773960dfa36",
            ObservedAt = CmcTestData.Time("2026-09-24T16:05:23Z"),
            Name = "WETH/USDT",
            Dex = "uniswap-v3",
            BaseSymbol = "WETH",
            BaseName = "Wrapped Ether",
            BaseAddress = "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2",
            BaseCoinId = "2396",
            QuoteSymbol = "USDT",
            QuoteAddress = "0xdac17f958d2ee523a2206206994597c13d831ec7",
            Price = 2676.271156414387,
            Volume24h = 44926525.64012533,
            Liquidity = 107942775.20182465,
            FullyDilutedValue = 5587014273.953638,
            PriceChange1h = 0.66,
            PriceChange24h = 0.83,
            Location = new RecordLocation("$.data[", 2, "]"),
        }, pairs[2]);
        var network = Assert.Single(page.Facts.OfType<DexNetwork>());
        Assert.Equal(("1", "ethereum", "Ethereum"), (network.NetworkId, network.Slug, network.Name));
    }

    [Fact]
    public void The_recorded_pool_that_no_market_supports_is_flagged_and_no_other()
    {
        var page = CmcTestData.ParseRecorded(CmcTestData.SpotPairs, "cmc_dex/v4_dex_spot_pairs_latest_ethereum_uniswap_first10of100_2026-09-24.json");

        var flagged = Assert.Single(page.Facts.OfType<DexPair>(), pair => pair.Warning is not null);
        Assert.Equal(("BULL/WETH", "Only 171.01 USD are in this pool."), (flagged.Name, flagged.Warning));
    }

    [Fact]
    public void The_price_of_a_listed_token_is_that_of_its_deepest_pool()
    {
        var page = CmcTestData.ParseRecorded(CmcTestData.SpotPairs, "cmc_dex/v4_dex_spot_pairs_latest_ethereum_uniswap_first10of100_2026-09-24.json");

        Assert.Equal(["3408", "2396", "3717"], page.Quotes.Select(quote => quote.CoinId));
        Assert.Equal(["USDC", "WETH", "WBTC"], page.Quotes.Select(quote => quote.Symbol));
        // Their liquidity is 99.3, 107.9 and 41.2 million.
        Assert.Equal([1.0009543471899058, 2676.271156414387, 84290.90918848095], page.Quotes.Select(quote => quote.Figures.Price));
        Assert.Equal(new MarketFigures { Price = 2676.271156414387, PriceChange24h = 0.83 }, page.Quotes[1].Figures);
        Assert.Equal(CmcTestData.Time("2026-09-24T16:05:23Z"), page.Quotes[1].ObservedAt);
    }

    [Fact]
    public void Reads_the_recorded_quote_of_a_pool()
    {
        var page = CmcTestData.ParseRecorded(PairQuotes, "cmc_dex/v4_dex_pairs_quotes_latest_paxg_weth_2026-09-24.json");

        Assert.Empty(page.Rejections);
        var pair = Assert.Single(page.Facts.OfType<DexPair>());
        Assert.Equal(("PAXG/WETH", "uniswap-v2", 4264.153800061066, 16257792.367634999), (pair.Name, pair.Dex, pair.Price, pair.Liquidity));
        Assert.Equal((0.49, -0.33), (pair.PriceChange1h, pair.PriceChange24h));
        Assert.Equal(CmcTestData.Time("2026-09-24T16:05:21.861Z"), pair.ObservedAt);
        Assert.Null(pair.Warning);
        Assert.Equal(("4705", "Paxos Gold"), (Assert.Single(page.Quotes).CoinId, page.Quotes[0].Name));
    }

    [Fact]
    public void Tells_the_recorded_error_in_the_provider_s_words() => Assert.Equal(
        "CoinMarketCap DEX answered 400 (BadRequest): Please provide either a dex id or dex slug.",
        CmcTestData.Parse(CmcTestData.SpotPairs, Recordings.Read("cmc_dex/error_400_v4_dex_spot_pairs_latest_missing_dex_2026-09-24.json"), 400).Error);

    [Fact]
    public void A_pool_may_be_a_number_and_its_tokens_unlisted()
    {
        var page = CmcTestData.Parse(CmcTestData.SpotPairs, CmcTestData.Answer("""
            [{"contract_address":"1943","network_id":"96","network_slug":"Osmosis","name":"ATOM/allBTC","base_asset_ucid":null,"base_asset_id":"26291295",
              "base_asset_contract_address":"ibc/27394FB0","quote_asset_contract_address":"factory/osmo1x/alloyed/allBTC","created_at":null,"last_updated":"2026-09-24T16:00:00Z",
              "24h_no_of_buys":7,"quote":[{"convert_id":"2781","price":0.5,"liquidity":5000,"volume_24h":null,"fully_diluted_value":null,"percent_change_price_1h":0}]}]
            """));

        Assert.Empty(page.Quotes);
        var pair = Assert.Single(page.Facts.OfType<DexPair>());
        Assert.Equal(("osmosis", "1943", "ibc/27394FB0", "factory/osmo1x/alloyed/allBTC"), (pair.Network, pair.Address, pair.BaseAddress, pair.QuoteAddress));
        Assert.Equal((0, null, null, null), (pair.PriceChange1h, pair.PriceChange24h, pair.Volume24h, pair.BaseCoinId));
        Assert.Equal(CmcTestData.Time("2026-09-24T16:00:00Z"), pair.ObservedAt);
        Assert.Null(pair.Warning);
    }

    [Theory]
    [InlineData("0xABCDEF", "0xabcdef")]
    [InlineData("6AGNtEgBE2jph1bWFdyaqsXJ762emaP9RE17kKxEsfiV", "6AGNtEgBE2jph1bWFdyaqsXJ762emaP9RE17kKxEsfiV")]
    [InlineData("0xNotHex", "0xNotHex")]
    public void The_case_of_an_address_is_dropped_only_where_it_means_nothing(string address, string kept) =>
        Assert.Equal(kept, Assert.Single(CmcTestData.Parse(PairQuotes, Pool(address: address)).Facts.OfType<DexPair>()).Address);

    [Theory]
    [InlineData("0.0083", 0.83)]
    [InlineData("\"-0.0033\"", -0.33)]
    [InlineData("1.1", 110.0)]
    [InlineData("-1", -100.0)]
    [InlineData("1e-3", 0.1)]
    [InlineData("0.12345678901234567", 12.345678901234567)]
    [InlineData("1e308", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    public void Changes_come_as_fractions_and_are_kept_as_percent(string fraction, double? percent) =>
        Assert.Equal(percent, Assert.Single(CmcTestData.Parse(PairQuotes, Pool(change: fraction)).Facts.OfType<DexPair>()).PriceChange24h);

    [Theory]
    [InlineData("1000", "20000", "2026-09-24T15:08:00Z", null)]
    [InlineData("999.99", "0", "2026-09-24T16:08:00Z", "Only 999.99 USD are in this pool.")]
    [InlineData("0", "null", "2026-09-24T16:08:00Z", "Only 0 USD are in this pool.")]
    [InlineData("null", "5", "2026-09-24T16:08:00Z", "Nobody says how much is in this pool.")]
    [InlineData("1000", "20001", "2026-09-24T16:08:00Z", "20001 USD a day are said to be traded with the 1000 USD that are in this pool.")]
    [InlineData("1000", "20000", "2026-09-24T15:07:59Z", "The price is of 2026-09-24T15:07:59Z, more than an hour before it was fetched.")]
    public void A_price_that_no_market_supports_is_flagged_and_has_no_vote(string liquidity, string volume, string time, string? warning)
    {
        var page = CmcTestData.Parse(PairQuotes, Pool(liquidity: liquidity, volume: volume, time: time));

        Assert.Equal(warning, Assert.Single(page.Facts.OfType<DexPair>()).Warning);
        Assert.Equal(warning is null, page.Quotes.Count == 1);
    }

    [Theory]
    [InlineData("0", RejectionReason.PriceInvalid)]
    [InlineData("-1", RejectionReason.PriceInvalid)]
    [InlineData("\"x\"", RejectionReason.PriceInvalid)]
    public void A_wrong_price_is_a_rejected_pool(string price, string reason)
    {
        var page = CmcTestData.Parse(PairQuotes, Pool(price: price));

        Assert.Equal(("1", reason), (Assert.Single(page.Rejections).CoinId, page.Rejections[0].Reason));
        Assert.Empty(page.Facts.OfType<DexPair>());
        Assert.Empty(page.Quotes);
    }

    [Fact]
    public void A_pool_without_a_price_is_still_a_pool()
    {
        var page = CmcTestData.Parse(PairQuotes, Pool(price: "null"));

        Assert.Null(Assert.Single(page.Facts.OfType<DexPair>()).Price);
        Assert.Empty(page.Quotes);
    }

    [Fact]
    public void A_pool_without_a_time_is_rejected() =>
        Assert.Equal(RejectionReason.TimeMissing, Assert.Single(CmcTestData.Parse(PairQuotes, Pool(time: "never")).Rejections).Reason);

    [Fact]
    public void A_broken_pool_costs_only_itself()
    {
        var page = CmcTestData.Parse(CmcTestData.SpotPairs, CmcTestData.Answer("""[{"network_slug":"base"},{"contract_address":"0x1"},null,{"network_slug":"Base","contract_address":"0x1","last_updated":"2026-09-24T16:00:00Z"}]"""));

        Assert.Equal("base", Assert.Single(page.Facts.OfType<DexPair>()).Network);
        Assert.Equal(["$.data[0]", "$.data[1]", "$.data[2]"], page.Rejections.Select(rejection => rejection.Location));
    }

    [Fact]
    public void Networks_are_listed_by_either_name_of_their_slug()
    {
        var page = CmcTestData.Parse("v4/dex/networks/list", CmcTestData.Answer("""
            [{"id":1,"name":"Ethereum","network_slug":"Ethereum"},{"id":"8453","name":"Base","slug":"base"},{"name":"nowhere"}]
            """));

        Assert.Equal([("1", "ethereum", "Ethereum"), ("8453", "base", "Base")],
            page.Facts.Cast<DexNetwork>().Select(network => (network.NetworkId, network.Slug, network.Name)));
        Assert.Single(page.Rejections);
    }

    private static string Pool(
        string address = "0x1", string price = "2", string liquidity = "5000", string volume = "100", string change = "0.01", string time = "2026-09-24T16:00:00Z") => CmcTestData.Answer(
        $$"""
        [{"contract_address":"{{address}}","network_slug":"ethereum","name":"A/B","base_asset_ucid":"1","base_asset_symbol":"A",
          "quote":[{"convert_id":"2781","price":{{price}},"liquidity":{{liquidity}},"volume_24h":{{volume}},"percent_change_price_24h":{{change}},"last_updated":"{{time}}"}]}]
        """);
}
