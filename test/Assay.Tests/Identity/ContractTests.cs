using System.Text.Json;
using Assay.Identity;
using static Assay.Tests.Identity.IdentityWorld;

namespace Assay.Tests.Identity;

/// <summary>Coins that are known by where they live.</summary>
public sealed class ContractTests
{
    private const string Usdc = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
    private const string SolanaUsdc = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

    private readonly IdentityWorld _world = new();

    [Theory]
    [InlineData("ethereum", "eth-ethereum", "Ethereum", "1")]
    [InlineData("binance-smart-chain", "bnb-binance-coin", "BNB Smart Chain (BEP20)", "bsc", "bnb", "14")]
    [InlineData("polygon-pos", "matic-polygon", "Polygon")]
    [InlineData("solana", "sol-solana", "Solana", "16")]
    [InlineData("tron", "trx-tron", "Tron20", "TRON")]
    [InlineData("arbitrum-one", "arb-arbitrum", "Arbitrum")]
    [InlineData("base", "Base", "199")]
    [InlineData("avalanche", "avax-avalanche", "Avalanche C-Chain")]
    [InlineData("optimistic-ethereum", "op-optimism", "Optimism")]
    [InlineData("the-open-network", "ton-toncoin", "Toncoin")]
    [InlineData("near-protocol", "Near")]
    [InlineData("some-new-chain", "Some New Chain")]
    public void Each_source_has_its_own_name_for_a_platform(string ours, params string[] theirs) =>
        Assert.All(theirs, name => Assert.Equal(ours, Platform.Of(name)));

    [Theory]
    [InlineData(Usdc, "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48")]
    [InlineData("0XABCDEF", "0xabcdef")]
    [InlineData(SolanaUsdc, SolanaUsdc)]
    [InlineData("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]
    [InlineData("ibc/27394FB092D2ECCD56123C74F36E4C1F926001CEADA9CA97EA622B25F41E5EB2", "ibc/27394FB092D2ECCD56123C74F36E4C1F926001CEADA9CA97EA622B25F41E5EB2")]
    [InlineData("factory/osmo1abc/alloyed/allBTC", "factory/osmo1abc/alloyed/allBTC")]
    [InlineData("0xAB::coin::COIN", "0xab::coin::COIN")]
    [InlineData("btc.omft.near", "btc.omft.near")]
    public void The_case_of_an_address_counts_except_in_a_number(string address, string spelling) =>
        Assert.Equal(new Contract("sui", spelling), Contract.Of("sui", address));

    [Theory]
    [InlineData("", "")] // CoinGecko's bitcoin of 2021
    [InlineData("ethereum", " ")]
    [InlineData("ethereum", "0x0000000000000000000000000000000000000000")]
    [InlineData("ethereum", "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE")]
    public void What_stands_in_place_of_an_address_is_none(string platform, string address) => Assert.Null(Contract.Of(platform, address));

    [Fact]
    public void Every_platform_that_was_ever_recorded_at_CoinGecko_keeps_its_name()
    {
        using var platforms = JsonDocument.Parse(Recordings.Read("coingecko/asset_platforms_2021-05-18.json"));

        Assert.All(platforms.RootElement.EnumerateArray().Select(platform => platform.GetProperty("id").GetString()!), id => Assert.Equal(id, Platform.Of(id)));
    }

    [Fact]
    public void The_same_contract_is_the_same_coin_whatever_it_is_called()
    {
        _world.Learn(SourceId.CoinGecko, Listed("usd-coin", "usdc", "USDC", ("ethereum", Usdc.ToLowerInvariant()), ("solana", SolanaUsdc)));

        Assert.Equal(["usd-coin"], _world.Learn(SourceId.CoinMarketCap, Listed("3408", "USDC", "USD Coin", ("Ethereum", Usdc))));
        Assert.Equal(["usd-coin"], _world.Learn(SourceId.CoinPaprika, Listed("usdc-usd-coin", "USDCx", "Something", ("sol-solana", SolanaUsdc))));
        Assert.Equal((LinkMethod.Contract, $"the same contract: {Usdc.ToLowerInvariant()} on ethereum"), Evidence(SourceId.CoinMarketCap, "3408"));
    }

    [Fact]
    public void The_same_address_on_another_platform_is_another_contract()
    {
        _world.Learn(SourceId.CoinGecko, Listed("usd-coin", "usdc", "USDC", ("ethereum", Usdc)));

        Assert.Equal(["copy"], _world.Learn(SourceId.CoinMarketCap, Listed("9", "USDC", "Copy", ("Base", Usdc))));
    }

    [Fact]
    public void An_address_that_differs_in_case_alone_is_another_contract_on_Solana()
    {
        _world.Learn(SourceId.CoinGecko, Listed("usd-coin", "usdc", "USDC", ("solana", SolanaUsdc)));

        Assert.Equal(["copy"], _world.Learn(SourceId.CoinMarketCap, Listed("9", "USDC", "Copy", ("Solana", SolanaUsdc.ToLowerInvariant()))));
    }

    [Fact]
    public void Symbol_and_name_are_refused_where_the_contract_of_a_platform_is_another()
    {
        _world.Learn(SourceId.CoinGecko, Coin("usd-coin", "usdc", "USD Coin") with { Contracts = At("ethereum", Usdc) });

        var asset = _world.Learn(SourceId.CoinMarketCap, Coin("9", "USDC", "USD Coin") with { Contracts = At("Ethereum", "0xBAD0") }).Single();

        Assert.NotEqual("usd-coin", asset);
        Assert.Equal(
            (LinkMethod.Own, $"called like usd-coin, but has another contract on ethereum: 0xbad0 and not {Usdc.ToLowerInvariant()}"), Evidence(SourceId.CoinMarketCap, "9"));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(3e10, 1e8, false)] // bridged: there is little of it
    [InlineData(3e10, 2.8e10, true)]
    public void With_contracts_on_other_platforms_only_the_size_shows_that_a_coin_is_not_a_bridged_one(double? one, double? other, bool isSame)
    {
        _world.Learn(SourceId.CoinGecko, Coin("usd-coin", "usdc", "USD Coin", marketCap: one) with { Contracts = At("ethereum", Usdc) });

        var asset = _world.Learn(SourceId.CoinMarketCap, Coin("9", "USDC", "USD Coin", marketCap: other) with { Contracts = At("Polygon", "0x2791") }).Single();

        Assert.Equal(isSame, asset == "usd-coin");
    }

    [Fact]
    public void Contracts_of_two_assets_decide_nothing_unless_the_name_tells_which()
    {
        _world.Learn(SourceId.CoinGecko, Listed("usd-coin", "usdc", "USDC", ("ethereum", "0x1")), Listed("bridged-usdc", "usdc.e", "Bridged USDC", ("polygon-pos", "0x2")));

        Assert.Equal(["odd"], _world.Learn(SourceId.CoinMarketCap, Listed("9", "ODD", "Odd", ("Ethereum", "0x1"), ("Polygon", "0x2"))));
        Assert.Equal(["usd-coin"], _world.Learn(SourceId.CoinPaprika, Listed("usdc-usdc", "USDC", "USDC", ("eth-ethereum", "0x1"), ("matic-polygon", "0x2"))));
    }

    [Fact]
    public void A_second_coin_of_a_source_with_the_same_contract_stays_apart()
    {
        _world.Learn(SourceId.CoinGecko, Listed("usd-coin", "usdc", "USDC", ("ethereum", "0x1")));
        _world.Learn(SourceId.CoinMarketCap, Listed("3408", "USDC", "USDC", ("Ethereum", "0x1")));

        Assert.Equal(["copy"], _world.Learn(SourceId.CoinMarketCap, Listed("9", "USDC", "Copy", ("Ethereum", "0x1"))));
        Assert.Contains("another coin of coinmarketcap already", Evidence(SourceId.CoinMarketCap, "9").Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Contracts_stand_in_one_spelling_and_a_source_that_differs_does_not_correct_the_first()
    {
        _world.Learn(SourceId.CoinGecko, Listed("usd-coin", "usdc", "USDC", ("ethereum", Usdc)));
        _world.Learn(SourceId.CoinMarketCap, Listed("3408", "USDC", "USDC", ("Ethereum", Usdc)));
        _world.LearnFacts(SourceId.CoinMarketCap, Listed("3408", null, null, ("Ethereum", "0xold"), ("Solana", SolanaUsdc)));

        var contracts = _world.Map.Find(new("usd-coin"))!.Contracts;

        Assert.Equal([("ethereum", Usdc.ToLowerInvariant()), ("solana", SolanaUsdc)], contracts.Select(pair => (pair.Key, pair.Value)).Order());
    }

    private static Dictionary<string, string> At(string platform, string address) => new() { [platform] = address };

    private (string Method, string Evidence) Evidence(SourceId source, string coinId) => (_world.Link(source, coinId).Method, _world.Link(source, coinId).Evidence);
}
