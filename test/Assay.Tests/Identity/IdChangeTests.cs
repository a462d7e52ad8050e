using Assay.Identity;
using Assay.Providers;
using static Assay.Tests.Identity.IdentityWorld;

namespace Assay.Tests.Identity;

/// <summary>Sources that call their coins otherwise.</summary>
public sealed class IdChangeTests
{
    private static readonly ProviderIdChange Change = new("old", "new", Noon.AddMinutes(5));

    private readonly IdentityWorld _world = new();

    private IdentityMap Map => _world.Map;

    [Fact]
    public void The_new_id_stands_for_what_the_old_one_stood_for()
    {
        _world.Learn(SourceId.CoinPaprika, Coin("old", "C", "Coin"));

        _world.Follow(SourceId.CoinPaprika, Change);

        Assert.Null(Map.FindLink(SourceId.CoinPaprika, "old"));
        var link = _world.Link(SourceId.CoinPaprika, "new");
        Assert.Equal(("coin", LinkMethod.Renamed, "coinpaprika renamed old to new at 2025-12-27T12:05:00Z"), (link.Asset.Slug, link.Method, link.Evidence));
        Assert.Equal(("old", _world.Now), (Map.FormerLinksOf(new("coin")).Single().CoinId, Map.FormerLinksOf(new("coin")).Single().ValidTo));
        Assert.Equal(["coin"], _world.Learn(SourceId.CoinPaprika, Coin("new", "C", "Another Name")));
    }

    [Fact]
    public void The_old_id_answers_with_where_it_leads()
    {
        _world.Learn(SourceId.CoinPaprika, Coin("old", "C", "Coin"));
        Assert.Null(Map.Resolve("old")!.RedirectedFrom);

        _world.Follow(SourceId.CoinPaprika, Change);

        Assert.Equal(("coin", "old"), (Map.Resolve("old")!.Asset.Id.Slug, Map.Resolve("old")!.RedirectedFrom));
        Assert.Null(Map.Resolve("new")!.RedirectedFrom);
    }

    [Fact]
    public void Renamings_of_renamings_in_any_order_lead_to_the_last_and_hearing_of_them_again_changes_nothing()
    {
        ProviderIdChange[] changes = [new("new", "newer", Noon.AddMinutes(6)), Change];
        _world.Learn(SourceId.CoinPaprika, Coin("old", "C", "Coin"));

        _world.Follow(SourceId.CoinPaprika, changes);
        var links = Map.LinksOf(new("coin"));
        _world.Follow(SourceId.CoinPaprika, changes);

        Assert.Equal(["newer"], Map.LinksOf(new("coin")).Select(link => link.CoinId));
        Assert.Equal(links, Map.LinksOf(new("coin")));
        Assert.Equal(("coin", "coin"), (Map.Resolve("old")!.Asset.Id.Slug, Map.Resolve("new")!.Asset.Id.Slug));
    }

    [Fact]
    public void A_new_id_that_was_seen_before_the_news_gives_its_asset_up()
    {
        _world.Learn(SourceId.CoinGecko, Coin("coin", "c", "Coin"));
        _world.Learn(SourceId.CoinPaprika, Coin("old", "C", "Coin"));
        _world.Learn(SourceId.CoinPaprika, Coin("new", "D", "Dime"));

        _world.Follow(SourceId.CoinPaprika, Change);

        Assert.Equal("coin", _world.Link(SourceId.CoinPaprika, "new").Asset.Slug);
        Assert.Equal(("coin", "dime"), (Map.Resolve("dime")!.Asset.Id.Slug, Map.Resolve("dime")!.RedirectedFrom));
        Assert.Equal(2, Map.LinksOf(new("coin")).Count);
    }

    [Fact]
    public void Where_other_sources_know_the_new_one_the_old_asset_gives_way()
    {
        _world.Learn(SourceId.CoinPaprika, Coin("old", "C", "Coin"));
        _world.Learn(SourceId.CoinGecko, Coin("dime", "d", "Dime"));
        _world.Learn(SourceId.CoinPaprika, Coin("new", "D", "Dime"));

        _world.Follow(SourceId.CoinPaprika, Change);

        Assert.Equal("dime", _world.Link(SourceId.CoinPaprika, "new").Asset.Slug);
        Assert.Equal(("dime", "coin"), (Map.Resolve("coin")!.Asset.Id.Slug, Map.Resolve("coin")!.RedirectedFrom));
        Assert.Equal("dime", Map.Resolve("old")!.Asset.Id.Slug);
    }

    [Fact]
    public void An_id_that_was_given_to_another_coin_since_is_left_alone()
    {
        _world.Learn(SourceId.CoinPaprika, Coin("old", "C", "Coin"));

        _world.Follow(SourceId.CoinPaprika, Change with { ChangedAt = Noon.AddYears(-1) });

        Assert.Equal("coin", _world.Link(SourceId.CoinPaprika, "old").Asset.Slug);
        Assert.Null(Map.FindLink(SourceId.CoinPaprika, "new"));
    }

    [Fact]
    public void An_operators_word_holds_for_the_new_id()
    {
        _world.Learn(SourceId.CoinGecko, Coin("bitcoin", "btc", "Bitcoin", 9));
        _world.Learn(SourceId.CoinPaprika, Coin("old", "C", "Coin"));
        _world.Override(SourceId.CoinPaprika, "old", "bitcoin");

        _world.Follow(SourceId.CoinPaprika, Change with { ChangedAt = null });

        Assert.Equal(("bitcoin", LinkMethod.Override), (_world.Link(SourceId.CoinPaprika, "new").Asset.Slug, _world.Link(SourceId.CoinPaprika, "new").Method));
    }

    [Fact]
    public void Renamings_of_coins_that_nobody_has_seen_mean_nothing()
    {
        _world.Follow(SourceId.CoinPaprika, Change, new("same", "same", null));

        Assert.Equal(0, Map.Count);
        Assert.Null(Map.Resolve("old"));
    }
}
