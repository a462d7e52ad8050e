using Assay.Identity;
using static Assay.Tests.Identity.IdentityWorld;

namespace Assay.Tests.Identity;

public sealed class UnresolvedCoinsTests
{
    private readonly IdentityWorld _world = new();

    private UnresolvedCoins Unresolved => new(_world.Map, _world.Board);

    [Fact]
    public void A_price_that_is_apart_is_told_with_both_figures()
    {
        _world.Learn(SourceId.CoinGecko, Coin("luna", "luna", "Luna", 0.5));
        _world.Learn(SourceId.CoinPaprika, Coin("luna-luna", "LUNA", "Luna", 80));

        var coin = Assert.Single(Unresolved.Find(null));

        Assert.Equal(("luna-luna", "luna-luna"), (coin.Link.CoinId, coin.Link.Asset.Slug));
        Assert.Equal([new Candidate(new("luna"), "called like luna, but costs 80 where coingecko says 0.5")], coin.Candidates);
    }

    [Fact]
    public void Another_contract_is_told()
    {
        _world.Learn(SourceId.CoinGecko, Listed("usd-coin", "usdc", "USDC", ("ethereum", "0xa")));
        _world.Learn(SourceId.CoinMarketCap, Listed("9", "USDC", "USDC", ("Ethereum", "0xb")));

        Assert.Equal("called like usd-coin, but has another contract on ethereum: 0xb and not 0xa", Assert.Single(Assert.Single(Unresolved.Find(null)).Candidates).Refusal);
    }

    [Fact]
    public void Each_of_several_candidates_is_told_and_that_the_name_is_not_unique()
    {
        _world.Learn(SourceId.CoinGecko, Coin("gold-1", "gold", "Gold"), Coin("gold-2", "gold", "Gold", 7));
        _world.Learn(SourceId.CoinPaprika, Coin("gold-gold", "GOLD", "Gold"));

        var candidates = Assert.Single(Unresolved.Find(null)).Candidates.OrderBy(candidate => candidate.Asset.Slug).ToList();

        Assert.Equal("coingecko has several coins that are called so: gold-1 and gold-2", candidates[0].Refusal);
        Assert.Equal("called like gold-2, but costs 1 where coingecko says 7", candidates[1].Refusal);
    }

    [Fact]
    public void A_contract_that_a_source_gives_to_two_of_its_coins_is_told()
    {
        _world.Learn(SourceId.CoinGecko, Listed("usd-coin", "usdc", "USDC", ("ethereum", "0xa")));
        _world.Learn(SourceId.CoinMarketCap, Listed("3408", "USDC", "USDC", ("Ethereum", "0xa")));
        _world.Learn(SourceId.CoinMarketCap, Listed("9", "COPY", "Copy", ("Ethereum", "0xa")));

        Assert.Equal(
            new Candidate(new("usd-coin"), "has the same contract, 0xa on ethereum, but is another coin of coinmarketcap already"),
            Assert.Single(Assert.Single(Unresolved.Find(null)).Candidates));
    }

    [Fact]
    public void What_has_no_candidate_or_was_resolved_is_not_listed()
    {
        _world.Learn(SourceId.CoinGecko, Coin("bitcoin", "btc", "Bitcoin"), Coin("luna", "luna", "Luna", 0.5));
        _world.Learn(SourceId.CoinPaprika, Coin("btc-bitcoin", "BTC", "Bitcoin"), Coin("rare-rare", "RARE", "Rare"), Coin("luna-luna", "LUNA", "Luna", 80));
        _world.Override(SourceId.CoinPaprika, "luna-luna", null);

        Assert.Empty(Unresolved.Find(null));
    }

    [Fact]
    public void Only_the_coins_of_a_source_are_listed_where_one_is_named()
    {
        _world.Learn(SourceId.CoinGecko, Coin("luna", "luna", "Luna", 0.5));
        _world.Learn(SourceId.CoinPaprika, Coin("luna-luna", "LUNA", "Luna", 80));
        _world.Learn(SourceId.CoinMarketCap, Coin("4172", "LUNA", "Luna", 200));

        Assert.Equal(["4172", "luna-luna"], Unresolved.Find(null).Select(coin => coin.Link.CoinId));
        Assert.Equal(["4172"], Unresolved.Find(SourceId.CoinMarketCap).Select(coin => coin.Link.CoinId));
    }
}
