using Assay.Identity;
using static Assay.Tests.Identity.IdentityWorld;

namespace Assay.Tests.Identity;

/// <summary>An operator's word goes before all evidence.</summary>
public sealed class OverrideTests
{
    private readonly IdentityWorld _world = new();

    private IdentityMap Map => _world.Map;

    [Fact]
    public void A_coin_stands_for_what_the_operator_says_and_its_own_asset_leads_there()
    {
        _world.Learn(SourceId.CoinGecko, Coin("bitcoin", "btc", "Bitcoin", 100));
        _world.Learn(SourceId.CoinPaprika, Coin("xbt-bit", "XBT", "Bit", 5));

        Assert.Null(_world.Override(SourceId.CoinPaprika, "xbt-bit", "bitcoin", "their page says so"));

        var link = _world.Link(SourceId.CoinPaprika, "xbt-bit");
        Assert.Equal(("bitcoin", LinkMethod.Override, "an operator says: their page says so"), (link.Asset.Slug, link.Method, link.Evidence));
        Assert.Equal(("bitcoin", "bit"), (Map.Resolve("bit")!.Asset.Id.Slug, Map.Resolve("bit")!.RedirectedFrom));
        Assert.Equal(["bitcoin"], _world.Learn(SourceId.CoinPaprika, Coin("xbt-bit", "XBT", "Bit", 5)));
    }

    [Fact]
    public void Neither_a_contract_nor_a_name_replaces_it()
    {
        _world.Learn(SourceId.CoinGecko, Listed("usd-coin", "usdc", "USDC", ("ethereum", "0xa")));
        _world.Learn(SourceId.CoinPaprika, Coin("p", "USDC", "USDC", 1));
        Assert.Null(_world.Override(SourceId.CoinPaprika, "p", null));

        _world.LearnFacts(SourceId.CoinPaprika, Listed("p", null, null, ("eth-ethereum", "0xa")));
        _world.Learn(SourceId.CoinGecko, Coin("usd-coin", "usdc", "USDC", 1) with { Contracts = new Dictionary<string, string> { ["ethereum"] = "0xa" } });
        _world.Learn(SourceId.CoinPaprika, Coin("p", "USDC", "USDC", 1));

        Assert.Equal(("usdc", LinkMethod.Override), (_world.Link(SourceId.CoinPaprika, "p").Asset.Slug, _world.Link(SourceId.CoinPaprika, "p").Method));
    }

    [Fact]
    public void A_coin_that_was_merged_wrongly_becomes_an_asset_of_its_own()
    {
        _world.Learn(SourceId.CoinGecko, Coin("gold", "gold", "Gold"));
        _world.Learn(SourceId.CoinPaprika, Coin("gold-gold", "GOLD", "Gold"));

        Assert.Null(_world.Override(SourceId.CoinPaprika, "gold-gold", null, "another chain"));

        Assert.Equal(["gold-gold"], _world.Learn(SourceId.CoinPaprika, Coin("gold-gold", "GOLD", "Gold")));
        Assert.Equal(("GOLD", "Gold"), (Map.Find(new("gold-gold"))!.Symbol, Map.Find(new("gold-gold"))!.Name));
        Assert.Equal(["coingecko"], Map.LinksOf(new("gold")).Select(link => link.Source.Name));
        Assert.Equal(LinkMethod.SymbolAndName, Assert.Single(Map.FormerLinksOf(new("gold"))).Method);
    }

    [Fact]
    public void To_confirm_what_is_makes_it_hold()
    {
        _world.Learn(SourceId.CoinGecko, Coin("gold", "gold", "Gold"));
        _world.Learn(SourceId.CoinPaprika, Coin("gold-gold", "GOLD", "Gold"));

        Assert.Null(_world.Override(SourceId.CoinPaprika, "gold-gold", "gold"));

        Assert.Equal(LinkMethod.Override, _world.Link(SourceId.CoinPaprika, "gold-gold").Method);
        Assert.Equal((LinkMethod.SymbolAndName, _world.Now), (Map.FormerLinksOf(new("gold"))[0].Method, Map.FormerLinksOf(new("gold"))[0].ValidTo));
    }

    [Fact]
    public void The_later_word_replaces_the_earlier_and_replaying_both_changes_nothing()
    {
        _world.Learn(SourceId.CoinGecko, Coin("a", "a", "A"), Coin("b", "b", "B"));
        _world.Learn(SourceId.CoinPaprika, Coin("p", "P", "P"));
        _world.Override(SourceId.CoinPaprika, "p", "a");
        var first = _world.Now;
        _world.Override(SourceId.CoinPaprika, "p", "b");
        var held = (Map.LinksOf(new("a")), Map.LinksOf(new("b")), Map.FormerLinksOf(new("a")));

        foreach (var (at, asset) in new[] { (first, "a"), (_world.Now, "b") })
        {
            var again = new Identifier(Map, _world.Board, SourceId.CoinPaprika, isFile: false, at);
            Assert.Null(again.Override(new MappingOverride(SourceId.CoinPaprika, "p", asset, null)));
            Map.Apply(again.Change);
        }

        Assert.Equal("b", _world.Link(SourceId.CoinPaprika, "p").Asset.Slug);
        Assert.Equal(held.Item1, Map.LinksOf(new("a")));
        Assert.Equal(held.Item2, Map.LinksOf(new("b")));
        Assert.Equal(held.Item3, Map.FormerLinksOf(new("a")));
    }

    [Fact]
    public void A_coin_that_is_yet_to_come_may_be_mapped()
    {
        _world.Learn(SourceId.CoinGecko, Coin("bitcoin", "btc", "Bitcoin"));

        Assert.Null(_world.Override(SourceId.Csv, "digital-gold", "bitcoin"));

        Assert.Equal(["bitcoin"], _world.LearnFile(Coin("digital-gold", "DG", "Digital gold", 3)));
    }

    [Theory]
    [InlineData("unheard-of", true, "No asset is called 'unheard-of'")]
    [InlineData("a", false, "a is coinpaprika's coin 'a-a' already")]
    [InlineData(null, true, "coinpaprika has shown no coin 'x' yet")]
    public void What_cannot_be_is_refused_with_a_sentence(string? asset, bool isUnknown, string says)
    {
        _world.Learn(SourceId.CoinGecko, Coin("a", "a", "A"));
        _world.Learn(SourceId.CoinPaprika, Coin("a-a", "A", "A"));

        var refusal = _world.Override(SourceId.CoinPaprika, "x", asset)!;

        Assert.Equal(isUnknown, refusal.IsUnknown);
        Assert.StartsWith(says, refusal.Reason, StringComparison.Ordinal);
        Assert.Null(Map.FindLink(SourceId.CoinPaprika, "x"));
    }

    [Fact]
    public void A_word_that_was_kept_is_read_as_it_was_said()
    {
        var word = new MappingOverride(SourceId.CoinPaprika, "a/b c", null, "\"so\"");

        var payload = OperatorWord.ToPayload(word, Noon);

        Assert.Equal(word, OperatorWord.Reader.Parse(payload).Override);
        Assert.NotNull(OperatorWord.Reader.Parse(payload with { Body = "{"u8.ToArray() }).Error);
        Assert.NotNull(OperatorWord.Reader.Parse(payload with { Body = "{}"u8.ToArray() }).Error);
    }
}
