using Assay.Identity;
using Assay.Ingestion;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>What every <see cref="IAssetStore"/> must do, with the identities that <see cref="IMarketStore"/> writes.</summary>
public abstract class AssetStoreContract : StoreContract
{
    private static readonly AssetId Matic = new("matic-network");
    private static readonly AssetId Polygon = new("polygon-ecosystem-token");
    private static readonly SourceId Ourselves = new("assay");

    [Fact]
    public async Task An_empty_store_knows_nobody()
    {
        Assert.Empty(await Store.Assets.ReadAssetsAsync(Cancellation));
        Assert.Empty(await Store.Assets.ReadLinksAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_learned_later_is_added_and_the_new_value_wins()
    {
        await CommitAsync(new() { Assets = [new() { Id = Ether, Name = "Ether", Symbol = "ETH", Contracts = Contracts(("a", "0x1"), ("b", "0x2")) }] });
        await CommitAsync(new() { Assets = [new() { Id = Ether, Name = "Ethereum", Contracts = Contracts(("b", "0x3"), ("c", "")) }, Make.Asset(Bitcoin)] });

        var assets = await Store.Assets.ReadAssetsAsync(Cancellation);

        Assert.Equal(2, assets.Count);
        var ether = assets.Single(asset => asset.Id == Ether);
        Assert.Equal(("Ethereum", "ETH"), (ether.Name, ether.Symbol));
        Assert.Equal([("a", "0x1"), ("b", "0x3"), ("c", "")], ether.Contracts.Select(pair => (pair.Key, pair.Value)).Order());
        Assert.Empty(assets.Single(asset => asset.Id == Bitcoin).Contracts);
    }

    [Fact]
    public async Task A_link_comes_back_as_it_was_made_and_making_it_again_keeps_the_first()
    {
        var link = Make.Link(SourceId.CoinPaprika, "btc-bitcoin", Bitcoin);
        await CommitAsync(new() { Assets = [Make.Asset(Bitcoin)], Links = [link] });
        await CommitAsync(new() { Links = [link with { ValidFrom = Noon.AddDays(1) }] });

        Assert.Equal(link, Assert.Single(await Store.Assets.ReadLinksAsync(Cancellation)));
        Assert.Equal(1, await Store.CountLinksAsync(SourceId.CoinPaprika, "btc-bitcoin"));
    }

    [Fact]
    public async Task A_link_to_another_asset_ends_the_one_before()
    {
        var moved = Make.Link(SourceId.CoinPaprika, "x", Ether, Noon.AddDays(1));
        await CommitAsync(new() { Assets = [Make.Asset(Bitcoin), Make.Asset(Ether)], Links = [Make.Link(SourceId.CoinPaprika, "x", Bitcoin)] });
        await CommitAsync(new() { Links = [moved] });

        Assert.Equal([Make.Link(SourceId.CoinPaprika, "x", Bitcoin) with { ValidTo = Noon.AddDays(1) }, moved], await Store.Assets.ReadLinksAsync(Cancellation));
    }

    [Fact]
    public async Task A_link_that_ends_is_kept_with_its_end_and_may_begin_again()
    {
        var link = Make.Link(SourceId.CoinPaprika, "x", Bitcoin);
        await CommitAsync(new() { Assets = [Make.Asset(Bitcoin)], Links = [link] });

        await CommitAsync(new() { Links = [link with { ValidTo = Noon.AddDays(1) }] });
        Assert.Equal([link with { ValidTo = Noon.AddDays(1) }], await Store.Assets.ReadLinksAsync(Cancellation));

        await CommitAsync(new() { Links = [link with { ValidFrom = Noon.AddDays(2) }] });
        Assert.Equal([link with { ValidTo = Noon.AddDays(1) }, link with { ValidFrom = Noon.AddDays(2) }], await Store.Assets.ReadLinksAsync(Cancellation));
    }

    [Fact]
    public async Task A_link_to_the_same_asset_by_another_method_follows_the_one_that_ends()
    {
        var link = Make.Link(SourceId.CoinPaprika, "x", Bitcoin);
        var word = link with { Method = "override", Evidence = "an operator says so", ValidFrom = Noon.AddDays(1) };
        await CommitAsync(new() { Assets = [Make.Asset(Bitcoin)], Links = [link] });

        await CommitAsync(new() { Links = [link with { ValidTo = Noon.AddDays(1) }, word] });

        Assert.Equal([link with { ValidTo = Noon.AddDays(1) }, word], await Store.Assets.ReadLinksAsync(Cancellation));
    }

    [Fact]
    public async Task Only_the_link_that_is_named_ends()
    {
        var link = Make.Link(SourceId.CoinPaprika, "x", Bitcoin);
        await CommitAsync(new() { Assets = [Make.Asset(Bitcoin), Make.Asset(Ether)], Links = [link, link with { Source = Gecko }, link with { CoinId = "y" }] });

        await CommitAsync(new() { Links = [link with { Asset = Ether, ValidTo = Noon.AddDays(1) }, link with { ValidFrom = Noon.AddDays(-1), ValidTo = Noon.AddDays(1) }] });

        Assert.All(await Store.Assets.ReadLinksAsync(Cancellation), other => Assert.Null(other.ValidTo));
    }

    [Fact]
    public async Task An_asset_that_was_merged_keeps_its_history_and_its_id_leads_to_the_other()
    {
        var link = Make.Link(SourceId.CoinPaprika, "x", Ether);
        await CommitAsync(new() { Assets = [Make.Asset(Bitcoin), Make.Asset(Ether)], Links = [link] });
        await Store.Market.CommitAsync(Make.Page(Make.Quote(Ether, Noon, 5, SourceId.CoinPaprika)), Cancellation);

        await CommitAsync(new()
        {
            Links =
            [
                link with { ValidTo = Noon.AddDays(1) }, link with { Asset = Bitcoin, ValidFrom = Noon.AddDays(1) },
                new AssetLink(Ourselves, Ether.Slug, Bitcoin, "merged", "the same contract", Noon.AddDays(1)),
            ],
        });

        Assert.Equal([5.0], await Store.History.ReadNewestPricesAsync(SourceId.CoinPaprika, Ether, 10, Cancellation));
        var map = new IdentityMap();
        await map.LoadAsync(Store.Assets, Cancellation);
        Assert.Equal((Bitcoin, Ether.Slug), (map.Resolve(Ether.Slug)!.Asset.Id, map.Resolve(Ether.Slug)!.RedirectedFrom));
        Assert.Equal(Bitcoin, map.FindLink(SourceId.CoinPaprika, "x")!.Asset);
        Assert.Equal(Noon.AddDays(1), Assert.Single(map.FormerLinksOf(Ether)).ValidTo);
    }

    [Fact]
    public async Task A_renamed_asset_keeps_its_data_and_its_old_name_as_an_alias()
    {
        await CommitAsync(new() { Assets = [Make.Asset(Matic)], Links = [Make.Link(Gecko, "matic", Matic)] });
        await Store.Market.CommitAsync(Make.Page(Make.Quote(Matic, Noon, 0.5)), Cancellation);

        // In one page: first the rename, then what is said of the new name.
        await CommitAsync(new()
        {
            Renames = [new AssetRename(Matic, Polygon, Noon)],
            Assets = [new() { Id = Polygon, Name = "POL" }],
            Links = [Make.Link(SourceId.CoinPaprika, "pol", Polygon)],
        });

        Assert.Equal([Polygon], (await Store.Assets.ReadAssetsAsync(Cancellation)).Select(asset => asset.Id));
        var links = await Store.Assets.ReadLinksAsync(Cancellation);
        Assert.All(links, link => Assert.Equal(Polygon, link.Asset));
        Assert.Equal(
            [(Ourselves, "matic-network", "renamed"), (Gecko, "matic", "contract"), (SourceId.CoinPaprika, "pol", "contract")],
            links.Select(link => (link.Source, link.CoinId, link.Method)).OrderBy(link => link.Source.Name));
        Assert.Equal(0.5, (await Store.Market.LatestAsync(Cancellation))[(Gecko, Polygon)].Figures.Price);
        Assert.Equal([0.5], await Store.History.ReadNewestPricesAsync(Gecko, Polygon, 10, Cancellation));
    }

    [Fact]
    public async Task The_consensus_calls_a_renamed_asset_as_we_do_and_sources_keep_their_own_id()
    {
        await CommitAsync(new() { Assets = [Make.Asset(Matic)] });
        await Store.Market.CommitAsync(Make.Page(Make.Quote(Matic, Noon, 0.5), Make.Quote(Matic, Noon, 0.5, SourceId.Consensus)), Cancellation);

        await Store.Market.CommitAsync(Make.Renames(Matic, Polygon), Cancellation);

        var latest = await Store.Market.LatestAsync(Cancellation);
        Assert.Equal((Polygon.Slug, Matic.Slug), (latest[(SourceId.Consensus, Polygon)].CoinId, latest[(Gecko, Polygon)].CoinId));
    }

    [Fact]
    public async Task Renaming_again_changes_nothing_and_renaming_back_turns_the_alias_round()
    {
        await CommitAsync(new() { Assets = [Make.Asset(Matic)] });
        await Store.Market.CommitAsync(Make.Renames(Matic, Polygon), Cancellation);
        await Store.Market.CommitAsync(Make.Renames(Matic, Polygon), Cancellation);
        Assert.Equal("matic-network", Assert.Single(await Store.Assets.ReadLinksAsync(Cancellation)).CoinId);

        await Store.Market.CommitAsync(Make.Renames(Polygon, Matic, Noon.AddDays(1)), Cancellation);

        var alias = Assert.Single(await Store.Assets.ReadLinksAsync(Cancellation), link => link.ValidTo is null);
        Assert.Equal((Ourselves, "polygon-ecosystem-token", Matic, Noon.AddDays(1)), (alias.Source, alias.CoinId, alias.Asset, alias.ValidFrom));
    }

    [Fact]
    public async Task A_name_that_another_asset_has_cannot_be_taken()
    {
        await CommitAsync(new() { Assets = [Make.Asset(Matic), Make.Asset(Polygon)] });

        await Assert.ThrowsAsync<StoreException>(() => Store.Market.CommitAsync(Make.Renames(Matic, Polygon), Cancellation));
        await Assert.ThrowsAsync<StoreException>(() => Store.Market.CommitAsync(Make.Renames(new("nobody"), new("no-one")), Cancellation));

        Assert.Equal(2, (await Store.Assets.ReadAssetsAsync(Cancellation)).Count);
    }

    private Task<PageOutcome?> CommitAsync(IdentityChange change) => Store.Market.CommitAsync(Make.Identities(change), Cancellation);

    private static Dictionary<string, string> Contracts(params (string Platform, string Address)[] contracts) =>
        contracts.ToDictionary(contract => contract.Platform, contract => contract.Address);
}
