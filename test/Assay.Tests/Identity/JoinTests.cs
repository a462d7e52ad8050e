using Assay.Identity;
using static Assay.Tests.Identity.IdentityWorld;

namespace Assay.Tests.Identity;

/// <summary>Two assets that turn out to be one.</summary>
public sealed class JoinTests
{
    private readonly IdentityWorld _world = new();

    private IdentityMap Map => _world.Map;

    [Fact]
    public void A_contract_that_is_learned_later_joins_an_asset_of_its_own_to_the_other()
    {
        _world.Learn(SourceId.CoinGecko, Listed("usd-coin", "usdc", "USDC", ("ethereum", "0xA")));
        Assert.Equal(["usdc-usd-coin"], _world.Learn(SourceId.CoinPaprika, Coin("usdc-usd-coin", "USDC", "USD Coin")));

        _world.LearnFacts(SourceId.CoinPaprika, Listed("usdc-usd-coin", null, null, ("eth-ethereum", "0xa")));

        var link = _world.Link(SourceId.CoinPaprika, "usdc-usd-coin");
        Assert.Equal((new AssetId("usd-coin"), LinkMethod.Contract, _world.Now), (link.Asset, link.Method, link.ValidFrom));
    }

    [Fact]
    public void The_old_id_answers_with_where_it_leads_and_the_former_link_tells_until_when_it_held()
    {
        JoinUsdc();

        var resolved = Map.Resolve("own-name")!;
        Assert.Equal(("usd-coin", "own-name"), (resolved.Asset.Id.Slug, resolved.RedirectedFrom));
        var former = Assert.Single(Map.FormerLinksOf(new("own-name")));
        Assert.Equal((LinkMethod.Own, _world.Now), (former.Method, former.ValidTo));
        Assert.Empty(Map.LinksOf(new("own-name")));
        Assert.Equal(2, Map.LinksOf(new("usd-coin")).Count);
    }

    [Fact]
    public void What_was_fetched_before_belongs_to_the_asset_that_the_coin_was_then()
    {
        JoinUsdc();
        var joined = _world.Now;
        _world.Now = joined.AddMinutes(-2); // the next page is of a minute before

        Assert.Equal(["own-name"], _world.Learn(SourceId.CoinPaprika, Coin("p", "P", "Own Name")));
        _world.Now = joined;
        Assert.Equal(["usd-coin"], _world.Learn(SourceId.CoinPaprika, Coin("p", "P", "Own Name")));
    }

    [Fact]
    public void The_asset_that_CoinGecko_names_stays_whoever_learns_of_the_contract()
    {
        _world.Learn(SourceId.CoinPaprika, Listed("p", "P", "Own Name", ("eth-ethereum", "0xa")));
        _world.Learn(SourceId.CoinGecko, Coin("usd-coin", "usdc", "USDC"));

        _world.Learn(SourceId.CoinGecko, Listed("usd-coin", "usdc", "USDC", ("ethereum", "0xa")));

        Assert.Equal("usd-coin", _world.Link(SourceId.CoinPaprika, "p").Asset.Slug);
        Assert.Equal("own-name", Map.Resolve("own-name")!.RedirectedFrom);
        Assert.Equal(["usd-coin"], _world.Learn(SourceId.CoinMarketCap, Listed("1", "X", "X", ("Ethereum", "0xa"))));
    }

    [Fact]
    public void All_that_stood_for_the_asset_moves_with_it()
    {
        _world.Learn(SourceId.CoinPaprika, Listed("p", "P", "Own Name", ("eth-ethereum", "0xa")));
        _world.Learn(SourceId.CoinMarketCap, Listed("1", "P", "Other", ("Ethereum", "0xa")));
        _world.Learn(SourceId.CoinGecko, Coin("usd-coin", "usdc", "USDC"));

        _world.Learn(SourceId.CoinGecko, Listed("usd-coin", "usdc", "USDC", ("ethereum", "0xa")));

        Assert.Equal(["coingecko", "coinmarketcap", "coinpaprika"], Map.LinksOf(new("usd-coin")).Select(link => link.Source.Name));
    }

    [Fact]
    public void Two_assets_that_one_source_tells_apart_are_never_joined()
    {
        _world.Learn(SourceId.CoinGecko, Coin("a", "a", "A"), Coin("b", "b", "B"));

        _world.Learn(SourceId.CoinGecko, Listed("a", "a", "A", ("ethereum", "0xa")), Listed("b", "b", "B", ("ethereum", "0xa")));
        _world.Learn(SourceId.CoinGecko, Listed("a", "a", "A", ("ethereum", "0xa")), Listed("b", "b", "B", ("ethereum", "0xa")));

        Assert.Equal(("a", "b"), (_world.Link(SourceId.CoinGecko, "a").Asset.Slug, _world.Link(SourceId.CoinGecko, "b").Asset.Slug));
    }

    [Fact]
    public void A_price_that_comes_later_joins_what_a_name_alone_did_not()
    {
        _world.Learn(SourceId.CoinGecko, Listed("luna", "luna", "Luna"));
        Assert.Equal(["luna-luna"], _world.Learn(SourceId.CoinPaprika, Coin("luna-luna", "LUNA", "Luna", 0.5)));

        Assert.Equal(["luna"], _world.Learn(SourceId.CoinGecko, Coin("luna", "luna", "Luna", 0.5)));

        var link = _world.Link(SourceId.CoinPaprika, "luna-luna");
        Assert.Equal(("luna", LinkMethod.SymbolAndName), (link.Asset.Slug, link.Method));
        Assert.Equal(["luna"], _world.Learn(SourceId.CoinPaprika, Coin("luna-luna", "LUNA", "Luna", 0.5)));
        Assert.Equal("luna-luna", Map.Resolve("luna-luna")!.RedirectedFrom);
    }

    [Fact]
    public void Three_sources_that_could_not_be_compared_come_together_one_by_one()
    {
        _world.Learn(SourceId.CoinGecko, Listed("luna", "luna", "Luna"));
        _world.Learn(SourceId.CoinPaprika, Coin("luna-luna", "LUNA", "Luna", 0.5) with { ObservedAt = Noon.AddHours(-1) });
        _world.Learn(SourceId.CoinMarketCap, Coin("4172", "LUNA", "Luna", 0.5) with { ObservedAt = Noon.AddHours(-2) });

        for (var round = 0; round < 2; round++)
        {
            _world.Learn(SourceId.CoinPaprika, Coin("luna-luna", "LUNA", "Luna", 0.5));
            _world.Learn(SourceId.CoinMarketCap, Coin("4172", "LUNA", "Luna", 0.5));
            _world.Learn(SourceId.CoinGecko, Coin("luna", "luna", "Luna", 0.5));
        }

        Assert.Equal(["coingecko", "coinmarketcap", "coinpaprika"], Map.LinksOf(new("luna")).Select(link => link.Source.Name));
    }

    [Fact]
    public void A_name_that_the_other_source_has_twice_joins_nothing()
    {
        _world.Learn(SourceId.CoinGecko, Coin("gold-1", "gold", "Gold"), Coin("gold-2", "gold", "Gold", 5));

        for (var round = 0; round < 2; round++)
            Assert.Equal(["gold"], _world.Learn(SourceId.CoinPaprika, Coin("gold-gold", "GOLD", "Gold")));
    }

    [Fact]
    public void CoinGecko_gets_the_id_of_an_asset_that_was_merged_and_the_old_one_still_leads_to_the_other()
    {
        JoinUsdc();

        Assert.Equal(["own-name"], _world.Learn(SourceId.CoinGecko, Coin("own-name", "new", "New")));

        Assert.Equal(("NEW", null), (Map.Resolve("own-name")!.Asset.Symbol, Map.Resolve("own-name")!.RedirectedFrom));
        Assert.Equal("usd-coin", Map.Resolve("own-name-2")!.Asset.Id.Slug);
        Assert.Equal("usd-coin", _world.Link(SourceId.CoinPaprika, "p").Asset.Slug);
    }

    [Fact]
    public void A_merged_asset_is_neither_a_candidate_nor_shown()
    {
        JoinUsdc();

        Assert.Equal(["own-name-coinmarketcap"], _world.Learn(SourceId.CoinMarketCap, Coin("own-name", "P", "Own Name", 77)));
        Assert.DoesNotContain(new AssetId("own-name"), _world.Board.Assets);
    }

    /// <summary>CoinPaprika's coin p, until now the asset own-name, is found to be usd-coin.</summary>
    private void JoinUsdc()
    {
        _world.Learn(SourceId.CoinGecko, Listed("usd-coin", "usdc", "USDC", ("ethereum", "0xa")));
        Assert.Equal(["own-name"], _world.Learn(SourceId.CoinPaprika, Coin("p", "P", "Own Name")));
        _world.LearnFacts(SourceId.CoinPaprika, Listed("p", null, null, ("eth-ethereum", "0xa")));
    }
}
