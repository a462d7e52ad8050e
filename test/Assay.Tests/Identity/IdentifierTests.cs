using Assay.Identity;

namespace Assay.Tests.Identity;

public sealed class IdentifierTests
{
    private static readonly DateTimeOffset Noon = IdentityWorld.Noon;

    private readonly IdentityWorld _world = new();

    private IdentityMap Map => _world.Map;

    [Fact]
    public void A_coin_of_CoinGecko_is_an_asset_of_its_own_name() =>
        Assert.Equal(["bitcoin"], Learn(SourceId.CoinGecko, Coin("bitcoin", "btc", "Bitcoin")));

    [Fact]
    public void Symbol_and_name_together_recognise_a_coin_of_another_source()
    {
        Learn(SourceId.CoinGecko, Coin("binancecoin", "bnb", "Binance Coin"));

        Assert.Equal(["binancecoin"], Learn(SourceId.CoinPaprika, Coin("bnb-binance-coin", "BNB", "BinanceCoin")));
        Assert.Equal(LinkMethod.SymbolAndName, Map.FindLink(SourceId.CoinPaprika, "bnb-binance-coin")!.Method);
    }

    [Fact]
    public void A_token_of_a_pool_is_the_coin_to_which_CoinMarketCap_gives_the_same_id()
    {
        Learn(SourceId.CoinGecko, Coin("pax-gold", "paxg", "PAX Gold"));
        Learn(SourceId.CoinMarketCap, Coin("4705", "PAXG", "PAX Gold"));

        Assert.Equal(["pax-gold"], Learn(SourceId.CoinMarketCapDex, Coin("4705", "PAXG", "Paxos Gold")));
        Assert.Equal(LinkMethod.SharedId, Map.FindLink(SourceId.CoinMarketCapDex, "4705")!.Method);
    }

    [Fact]
    public void A_symbol_alone_never_merges()
    {
        Learn(SourceId.CoinGecko, Coin("bitcoin", "btc", "Bitcoin"));

        Assert.Equal(["umbanmint"], Learn(SourceId.CoinPaprika, Coin("btc-umbanmint", "BTC", "Umbanmint")));
    }

    [Fact]
    public void A_name_that_two_assets_share_decides_nothing()
    {
        Learn(SourceId.CoinGecko, Coin("gold-1", "gold", "Gold"), Coin("gold-2", "gold", "Gold"));

        Assert.Equal(["gold"], Learn(SourceId.CoinPaprika, Coin("gold-gold", "GOLD", "Gold")));
    }

    [Fact]
    public void A_name_that_two_coins_of_the_page_share_decides_nothing()
    {
        Learn(SourceId.CoinGecko, Coin("gold", "gold", "Gold"));

        var assets = Learn(SourceId.CoinPaprika, Coin("gold-gold", "GOLD", "Gold"), Coin("gold-gold-2", "GOLD", "Gold"));

        Assert.DoesNotContain("gold", assets);
        Assert.Equal(2, assets.Distinct().Count());
    }

    [Fact]
    public void An_asset_stands_for_one_coin_of_a_source_only()
    {
        Learn(SourceId.CoinGecko, Coin("gold", "gold", "Gold"));
        Learn(SourceId.CoinPaprika, Coin("gold-gold", "GOLD", "Gold"));

        Assert.NotEqual("gold", Learn(SourceId.CoinPaprika, Coin("gold-gold-old", "GOLD", "Gold")).Single());
    }

    [Fact]
    public void A_price_of_the_same_time_that_differs_by_more_than_five_percent_contradicts()
    {
        Learn(SourceId.CoinGecko, Coin("luna", "luna", "Luna", 0.5));

        Assert.NotEqual("luna", Learn(SourceId.CoinPaprika, Coin("luna-luna", "LUNA", "Luna", 0.4)).Single());
        Assert.Equal("called like luna, but costs 0.4 where coingecko says 0.5", Map.FindLink(SourceId.CoinPaprika, "luna-luna")!.Evidence);
    }

    [Fact]
    public void A_price_that_is_near_is_the_evidence()
    {
        Learn(SourceId.CoinGecko, Coin("luna", "luna", "Luna", 0.5));

        Assert.Equal(["luna"], Learn(SourceId.CoinPaprika, Coin("luna-luna", "LUNA", "Luna", 0.49)));
        Assert.Equal("the only Luna (LUNA) on both sides: it costs 0.49 where coingecko says 0.5", Map.FindLink(SourceId.CoinPaprika, "luna-luna")!.Evidence);
    }

    [Theory]
    [InlineData(0.49)]
    [InlineData(0.10)]
    public void A_price_of_another_time_says_nothing_and_so_the_name_is_not_enough(double price)
    {
        Learn(SourceId.CoinGecko, Coin("luna", "luna", "Luna", 0.5));

        Assert.Equal(["luna-luna"], Learn(SourceId.CoinPaprika, Coin("luna-luna", "LUNA", "Luna", price) with { ObservedAt = Noon.AddMinutes(-16) }));
    }

    [Theory]
    [InlineData(2.9, "luna")]
    [InlineData(3.1, "luna-luna")]
    public void A_market_cap_may_differ_by_a_factor_of_three(double times, string asset)
    {
        Learn(SourceId.CoinGecko, Coin("luna", "luna", "Luna", 0.5, 1e9));

        Assert.Equal([asset], Learn(SourceId.CoinPaprika, Coin("luna-luna", "LUNA", "Luna", 0.5, 1e9 * times)));
    }

    [Fact]
    public void Where_a_market_cap_is_missing_or_zero_the_supply_is_compared()
    {
        var gecko = Coin("luna", "luna", "Luna", 0.5, 0);
        var paprika = Coin("luna-luna", "LUNA", "Luna", 0.5, 1e9);
        Learn(SourceId.CoinGecko, gecko with { Figures = gecko.Figures! with { CirculatingSupply = 1e6, TotalSupply = 5e9 } });

        Learn(SourceId.CoinPaprika, paprika with { Figures = paprika.Figures! with { CirculatingSupply = 4e6, TotalSupply = 5e9 } });

        Assert.Equal(
            "called like luna, but has a circulating supply of 4E+6 where coingecko says 1E+6", Map.FindLink(SourceId.CoinPaprika, "luna-luna")!.Evidence);
    }

    [Fact]
    public void A_coin_that_is_only_listed_waits_while_an_asset_is_called_like_it()
    {
        Learn(SourceId.CoinGecko, Coin("luna", "luna", "Luna", 0.5));

        Assert.Equal([IdentityWorld.Waits, "sun"], Learn(SourceId.CoinPaprika, new("luna-luna", "LUNA", "Luna"), new("sun-sun", "SUN", "Sun")));
        Assert.Null(Map.FindLink(SourceId.CoinPaprika, "luna-luna"));

        Assert.Equal(["luna"], Learn(SourceId.CoinPaprika, Coin("luna-luna", "LUNA", "Luna", 0.5)));
    }

    [Fact]
    public void A_file_is_taken_at_its_word_because_its_prices_are_of_the_past()
    {
        Learn(SourceId.CoinGecko, Coin("luna", "luna", "Luna", 0.5));

        Assert.Equal(["luna"], LearnFile(Coin("LUNA", "LUNA", "Luna", 80) with { ObservedAt = Noon.AddYears(-3) }));
    }

    [Fact]
    public void CoinGecko_gives_an_asset_its_name_that_another_source_brought_first()
    {
        Learn(SourceId.CoinPaprika, Coin("matic-polygon", "MATIC", "Polygon"));

        Assert.Equal(["matic-network"], Learn(SourceId.CoinGecko, Coin("matic-network", "matic", "Polygon")));

        Assert.Equal("matic-network", Map.Resolve("matic-polygon")!.Asset.Id.Slug);
        Assert.Equal("polygon", Map.Resolve("polygon")!.RedirectedFrom);
        Assert.Equal(1, Map.Count);
    }

    [Fact]
    public void CoinGecko_gets_its_id_though_another_asset_has_it()
    {
        Learn(SourceId.CoinPaprika, Coin("xyz-gold", "XYZ", "Gold"));

        Assert.Equal(["gold"], Learn(SourceId.CoinGecko, Coin("gold", "gld", "Gold")));

        Assert.Equal("GLD", Map.Find(new("gold"))!.Symbol);
        Assert.Equal("gold-2", Map.Resolve("xyz-gold")!.Asset.Id.Slug);
    }

    [Fact]
    public void An_asset_that_makes_way_twice_in_one_list_stays_apart_and_is_still_recognised()
    {
        Learn(SourceId.CoinPaprika, Coin("xcr-credit", "XCR", "Credit"));

        Assert.Equal(
            ["credit", "credit-2", "x-credit"],
            Learn(SourceId.CoinGecko, Coin("credit", "credit", "TerraCredit"), Coin("credit-2", "credit", "PROXI DeFi"), Coin("x-credit", "xcr", "Credit")));

        Assert.Equal("x-credit", Map.Resolve("xcr-credit")!.Asset.Id.Slug);
        Assert.NotNull(_world.Board.Find(SourceId.CoinPaprika, new("x-credit")));
        Assert.Null(_world.Board.Find(SourceId.CoinPaprika, new("credit")));
        Assert.Equal(("TerraCredit", "PROXI DeFi"), (Map.Find(new("credit"))!.Name, Map.Find(new("credit-2"))!.Name));
        Assert.Equal(3, Map.Count);
    }

    [Fact]
    public void A_file_that_only_has_symbols_is_not_taken_for_the_asset_whose_id_is_the_symbol()
    {
        Learn(SourceId.CoinGecko, Coin("bifi", "bifi", "BiFi"));

        Assert.NotEqual("bifi", LearnFile(Coin("bifi", "BIFI", null)).Single());
    }

    [Fact]
    public void A_file_that_uses_our_id_at_another_price_means_another_coin()
    {
        Learn(SourceId.CoinGecko, Coin("luna", "luna", "Luna", 0.5));

        Assert.NotEqual("luna", LearnFile(Coin("luna", null, "luna", 80)).Single());
    }

    [Fact]
    public void A_coin_that_gets_another_symbol_or_name_is_known_by_it_from_then_on()
    {
        Learn(SourceId.CoinPaprika, Coin("eos-eos", "EOS", "EOS"));
        Learn(SourceId.CoinGecko, Coin("matic-network", "matic", "Polygon"));

        Learn(SourceId.CoinPaprika, Coin("eos-eos", "A", "Vaulta"));
        Learn(SourceId.CoinGecko, Coin("matic-network", "pol", "POL (ex-MATIC)"));
        Learn(SourceId.CoinGecko, Coin("matic-network", null, null));

        Assert.Equal(("A", "Vaulta"), (Map.Resolve("eos-eos")!.Asset.Symbol, Map.Resolve("eos-eos")!.Asset.Name));
        Assert.Equal(("POL", "POL (ex-MATIC)"), (Map.Find(new("matic-network"))!.Symbol, Map.Find(new("matic-network"))!.Name));
        Assert.Equal(["matic-network"], Learn(SourceId.CoinPaprika, Coin("pol-polygon", "POL", "POL (ex-MATIC)")));
    }

    [Fact]
    public void The_order_in_which_sources_arrive_makes_no_difference()
    {
        CoinDescription[] gecko = [Coin("bitcoin", "btc", "Bitcoin"), Coin("matic-network", "matic", "Polygon"), Coin("gold", "gld", "Gold")];
        CoinDescription[] paprika = [Coin("btc-bitcoin", "BTC", "Bitcoin"), Coin("matic-polygon", "MATIC", "Polygon"), Coin("xyz-gold", "XYZ", "Gold")];
        var other = new IdentifierTests();

        Learn(SourceId.CoinGecko, gecko);
        Learn(SourceId.CoinPaprika, paprika);
        other.Learn(SourceId.CoinPaprika, paprika);
        other.Learn(SourceId.CoinGecko, gecko);

        foreach (var coin in (string[])["btc-bitcoin", "matic-polygon"])
            Assert.Equal(Map.Resolve(coin)!.Asset.Id, other.Map.Resolve(coin)!.Asset.Id);
        Assert.Equal(4, Map.Count);
        Assert.Equal(4, other.Map.Count);
    }

    [Fact]
    public void An_operators_file_may_use_our_ids_unless_its_symbol_says_otherwise()
    {
        Learn(SourceId.CoinGecko, Coin("bitcoin", "btc", "Bitcoin"), Coin("gold", "gld", "Gold"));

        Assert.Equal(["bitcoin", "gold-csv"], LearnFile(Coin("bitcoin", null, null), Coin("gold", "xau", "gold")));
    }

    [Fact]
    public void What_was_learned_once_holds_without_looking_again()
    {
        Learn(SourceId.CoinGecko, Coin("bitcoin", "btc", "Bitcoin"));
        Learn(SourceId.CoinPaprika, Coin("btc-bitcoin", "BTC", "Bitcoin"));

        var identifier = new Identifier(Map, _world.Board, SourceId.CoinPaprika, isFile: false, Noon.AddHours(1));

        Assert.Equal(new AssetId("bitcoin"), Assert.Single(identifier.Identify([Coin("btc-bitcoin", "BTC", "Bitcoin Renamed")])));
        Assert.True(identifier.Change.IsEmpty);
    }

    [Fact]
    public void Contracts_of_a_list_are_added_to_a_known_asset()
    {
        Learn(SourceId.CoinGecko, Coin("tether", "usdt", "Tether"));
        Learn(SourceId.CoinGecko, IdentityWorld.Listed("tether", "usdt", "Tether", ("ethereum", "0xDAC1")));

        Assert.Equal("0xdac1", Map.Find(new("tether"))!.Contracts["ethereum"]);
    }

    [Theory]
    [InlineData("Crypto.com Coin", "crypto-com-coin", "cryptocomcoin")]
    [InlineData("  yearn.finance ", "yearn-finance", "yearnfinance")]
    [InlineData("Beşiktaş Token", "beşiktaş-token", "beşiktaştoken")]
    [InlineData("!!!", "", "")]
    public void Names_are_made_comparable(string name, string slug, string normalised)
    {
        Assert.Equal(slug, AssetName.Slug(name));
        Assert.Equal(normalised, AssetName.Normalise(name));
    }

    private string[] Learn(SourceId source, params CoinDescription[] coins) => _world.Learn(source, coins);

    private string[] LearnFile(params CoinDescription[] coins) => _world.LearnFile(coins);

    private static CoinDescription Coin(string id, string? symbol, string? name, double price = 1, double? marketCap = null) =>
        IdentityWorld.Coin(id, symbol, name, price, marketCap);
}
