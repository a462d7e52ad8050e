using Assay.Facts;
using Assay.Ingestion;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>What every <see cref="IFactStore"/> must do, and every <see cref="IMarketStore"/> with the rows of a page.</summary>
public abstract class FactStoreContract : StoreContract
{
    [Fact]
    public async Task A_fact_comes_back_as_it_was_written()
    {
        var coin = new CoinMetadata
        {
            Location = new("$"),
            CoinId = "bitcoin",
            Symbol = "btc",
            Description = "Line one\r\n<b>\"two\"</b> ₿",
            Categories = ["Layer 1", "Proof of \"Work\""],
            Links = new Dictionary<string, string> { ["homepage"] = "https://example.org/?a=1&b=2" },
        };
        await WriteAsync(Noon, coin);

        var row = Assert.Single((await Store.Facts.ReadAsync(new FactQuery(Table.CoinMetadata, "coin_id"), Cancellation)).Items);

        Assert.Equal(
            ["coingecko", "bitcoin", Noon, "btc", null, coin.Description, null, null, """["Layer 1","Proof of \"Work\""]""", """{"homepage":"https://example.org/?a=1&b=2"}""", "{}"],
            row);
    }

    [Fact]
    public async Task Only_what_was_recorded_later_replaces_a_fact()
    {
        await WriteAsync(Noon, Exchange("binance", rank: 1));
        await WriteAsync(Noon.AddMinutes(-1), Exchange("binance", rank: 2));
        await WriteAsync(Noon, Exchange("binance", rank: 3));
        Assert.Equal([1L], await RanksAsync());

        await WriteAsync(Noon.AddMilliseconds(1), Exchange("binance", rank: 4));

        Assert.Equal([4L], await RanksAsync());
    }

    [Fact]
    public async Task A_history_of_facts_has_a_row_for_each_time()
    {
        foreach (var minute in new[] { 2, 0, 1, 1 })
            await WriteAsync(Noon.AddHours(1), new GlobalMarket { Location = new("$"), ObservedAt = Noon.AddMinutes(minute), MarketCap = minute });

        var newest = await Store.Facts.ReadAsync(new FactQuery(Table.GlobalMarket, "observed_at", IsDescending: true) { PageSize = 2 }, Cancellation);

        Assert.Equal(3, newest.Total);
        Assert.Equal([2.0, 1.0], newest.Items.Select(row => row[3]));
    }

    [Fact]
    public async Task Rows_come_in_pages_by_order_and_key_and_missing_values_last()
    {
        await WriteAsync(Noon, Exchange("c", rank: null), Exchange("b", rank: 2), Exchange("a", rank: 2), Exchange("d", rank: 1), Exchange("e", rank: null));

        Assert.Equal(["d", "a", "b", "c", "e"], await IdsAsync(new FactQuery(Table.Exchanges, "rank")));
        Assert.Equal(["a", "b", "d", "c", "e"], await IdsAsync(new FactQuery(Table.Exchanges, "rank", IsDescending: true)));
        Assert.Equal(["b", "c"], await IdsAsync(new FactQuery(Table.Exchanges, "rank") { Page = 2, PageSize = 2 }));
    }

    [Fact]
    public async Task Rows_are_found_by_source_and_text()
    {
        await WriteAsync(Noon, Pair("ethereum", "0xA", "uniswap"), Pair("ethereum", "0xB", "sushi"), Pair("bsc", "0xA", "uniswap"));

        var found = await Store.Facts.ReadAsync(
            new FactQuery(Table.DexPairs, "liquidity") { Where = new Dictionary<string, string?> { ["network"] = "ethereum", ["dex"] = "uniswap", ["source"] = "coingecko", ["base_symbol"] = null } },
            Cancellation);
        var nobody = await Store.Facts.ReadAsync(new FactQuery(Table.DexPairs, "liquidity") { Where = new Dictionary<string, string?> { ["source"] = "nobody" } }, Cancellation);

        Assert.Equal((1, "0xA"), (found.Total, Assert.Single(found.Items)[2]));
        Assert.Equal((0, 0), (nobody.Total, nobody.Items.Count));
    }

    [Fact]
    public async Task A_page_that_is_refused_leaves_no_facts_behind()
    {
        var page = Page(Noon, Exchange("binance", rank: 1)) with { Run = Guid.CreateVersion7(Noon) };

        await Assert.ThrowsAsync<StoreException>(() => CommitAsync(page));

        Assert.Empty(await RanksAsync());
    }

    [Fact]
    public async Task When_coins_were_described_is_told_by_source()
    {
        await WriteAsync(Noon, new CoinMetadata { Location = new("$"), CoinId = "bitcoin" }, new CoinMetadata { Location = new("$"), CoinId = "ethereum" });
        await WriteAsync(Noon.AddHours(1), new CoinMetadata { Location = new("$"), CoinId = "bitcoin" });

        Assert.Equal(
            new Dictionary<string, DateTimeOffset> { ["bitcoin"] = Noon.AddHours(1), ["ethereum"] = Noon }, await Store.Facts.ReadDescribedAsync(Gecko, Cancellation));
        Assert.Empty(await Store.Facts.ReadDescribedAsync(new("nobody"), Cancellation));
    }

    private Task<PageOutcome> WriteAsync(DateTimeOffset recordedAt, params Fact[] facts) => CommitAsync(Page(recordedAt, facts));

    private static PageCommit Page(DateTimeOffset recordedAt, params Fact[] facts) =>
        Make.Page() with { Rows = [.. facts.Select(fact => new TableRow(fact.Table, fact.ToRow(Gecko, recordedAt)))] };

    private static Exchange Exchange(string id, int? rank) => new() { Location = new("$"), ExchangeId = id, Rank = rank };

    private static DexPair Pair(string network, string address, string dex) =>
        new() { Location = new("$"), Network = network, Address = address, Dex = dex, ObservedAt = Noon, Liquidity = 5 };

    private async Task<IEnumerable<object?>> RanksAsync() =>
        (await Store.Facts.ReadAsync(new FactQuery(Table.Exchanges, "rank"), Cancellation)).Items.Select(row => row[4]);

    private async Task<IEnumerable<string>> IdsAsync(FactQuery query) =>
        (await Store.Facts.ReadAsync(query, Cancellation)).Items.Select(row => (string)row[1]!);
}
