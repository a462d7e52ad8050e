using System.Text.Json;
using Assay.Board;

namespace Assay.Tests.Board;

public sealed class MarketBoardTests
{
    private static readonly DateTimeOffset Noon = new(2025, 12, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<AssetId, Asset> _assets = [];
    private readonly MarketBoard _board = new();

    [Fact]
    public void A_row_is_served_with_every_field_in_the_order_of_the_contract()
    {
        Put("coingecko", "bitcoin", "BTC", new MarketFigures { Price = 87440, MarketCap = 1745978218739, Rank = 1, PriceChange24h = -2.31 });

        var row = JsonSerializer.Deserialize<JsonElement>(Read().Rows.Single().Json.Span);

        Assert.Equal(
            ["coin_id", "asset_id", "symbol", "name", "source", "rank", "current_price", "market_cap", "volume_24h", "price_change_24h", "price_change_7d",
             "high_24h", "low_24h", "circulating_supply", "total_supply", "max_supply", "last_updated", "recorded_at"],
            row.EnumerateObject().Select(property => property.Name));
        Assert.Equal("87440", row.GetProperty("current_price").GetRawText());
        Assert.Equal("-2.31", row.GetProperty("price_change_24h").GetRawText());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("max_supply").ValueKind);
        Assert.Equal("2025-12-27T12:00:00Z", row.GetProperty("last_updated").GetString());
        Assert.Equal("2025-12-27T12:00:00.123Z", row.GetProperty("recorded_at").GetString());
    }

    [Fact]
    public void An_older_quote_does_not_replace_a_newer_one()
    {
        Put("coingecko", "bitcoin", "BTC", Price(100), Noon);

        Assert.Empty(Put("coingecko", "bitcoin", "BTC", Price(90), Noon.AddSeconds(-1)));
        Assert.Equal(100, Read().Rows.Single().Quote.Figures.Price);
    }

    [Fact]
    public void A_corrected_quote_of_the_same_time_replaces_the_former_one()
    {
        Put("coingecko", "bitcoin", "BTC", Price(100), Noon);
        Put("coingecko", "bitcoin", "BTC", Price(101), Noon);

        Assert.Equal(101, Read().Rows.Single().Quote.Figures.Price);
    }

    [Fact]
    public void Rows_come_by_rank_then_source_and_those_without_a_rank_last()
    {
        Put("coinpaprika", "bitcoin", "BTC", Price(1, rank: 1));
        Put("coingecko", "nameless", "NNN", Price(1));
        Put("coingecko", "ethereum", "ETH", Price(1, rank: 2));
        Put("coingecko", "bitcoin", "BTC", Price(1, rank: 1));

        Assert.Equal(["bitcoin coingecko", "bitcoin coinpaprika", "ethereum coingecko", "nameless coingecko"], Names(Read()));
    }

    [Fact]
    public void A_change_of_rank_is_seen_by_the_next_reader()
    {
        Put("coingecko", "bitcoin", "BTC", Price(1, rank: 1));
        Put("coingecko", "ethereum", "ETH", Price(1, rank: 2));
        Read();

        Put("coingecko", "bitcoin", "BTC", Price(1, rank: 3), Noon.AddMinutes(1));

        Assert.Equal(["ethereum coingecko", "bitcoin coingecko"], Names(Read()));
    }

    [Theory]
    [InlineData("-market_cap", "b coingecko,a coingecko,c coingecko")]
    [InlineData("market_cap", "a coingecko,b coingecko,c coingecko")]
    public void A_missing_value_comes_last_in_either_direction(string sort, string expected)
    {
        Put("coingecko", "a", "A", new MarketFigures { Price = 1, MarketCap = 5 });
        Put("coingecko", "b", "B", new MarketFigures { Price = 1, MarketCap = 7 });
        Put("coingecko", "c", "C", new MarketFigures { Price = 1 });

        Assert.Equal(expected.Split(','), Names(Read(sort: sort)));
    }

    [Fact]
    public void A_symbol_is_found_in_any_case_and_may_belong_to_several_assets()
    {
        Put("coingecko", "bitcoin", "BTC", Price(1, rank: 1));
        Put("coingecko", "impostor", "BTC", Price(1, rank: 9));
        Put("coingecko", "ethereum", "ETH", Price(1, rank: 2));

        Assert.Equal(["bitcoin coingecko", "impostor coingecko"], Names(Read(symbol: "btc")));
        Assert.Empty(Read(symbol: "XYZ").Rows);
    }

    [Fact]
    public void Pages_hold_each_row_once_and_count_them_all()
    {
        for (var rank = 1; rank <= 25; rank++)
            Put("coingecko", $"coin-{rank}", $"C{rank}", Price(1, rank));

        var pages = Enumerable.Range(1, 4).Select(page => _board.Read(Query(), page, 10)).ToList();

        Assert.Equal([10, 10, 5, 0], pages.Select(page => page.Rows.Count));
        Assert.All(pages, page => Assert.Equal(25, page.Total));
        Assert.Equal(Enumerable.Range(1, 25), pages.SelectMany(page => page.Rows).Select(row => row.Quote.Figures.Rank!.Value));
    }

    [Fact]
    public void The_page_after_the_last_possible_number_is_empty()
    {
        Put("coingecko", "bitcoin", "BTC", Price(1));

        Assert.Empty(_board.Read(Query(), int.MaxValue, 100).Rows);
    }

    [Fact]
    public void One_row_speaks_for_each_asset_and_the_consensus_goes_first()
    {
        Put("coingecko", "bitcoin", "BTC", Price(1, rank: 1), Noon.AddMinutes(1));
        Put("consensus", "bitcoin", "BTC", Price(2, rank: 1), Noon);
        Put("csv", "old-coin", "OLD", Price(3), Noon.AddDays(-900));
        Put("coinpaprika", "old-coin", "OLD", Price(4), Noon.AddDays(-800));

        var leads = _board.Read(Query() with { LeadsOnly = true }, 1, 10);

        Assert.Equal(["bitcoin consensus", "old-coin coinpaprika"], Names(leads));
    }

    [Fact]
    public void A_search_looks_into_ids_symbols_and_names()
    {
        Put("coingecko", "bitcoin", "BTC", Price(1, rank: 1));
        Put("coingecko", "wrapped-bitcoin", "WBTC", Price(1, rank: 2));
        Put("coingecko", "ethereum", "ETH", Price(1, rank: 3));

        Assert.Equal(["bitcoin coingecko", "wrapped-bitcoin coingecko"], Names(_board.Read(Query() with { LeadsOnly = true, Search = "bTc" }, 1, 10)));
    }

    [Fact]
    public void A_renamed_asset_is_found_under_its_new_id_only()
    {
        Put("coinpaprika", "polygon", "MATIC", Price(1));
        var renamed = _assets[new("polygon")] with { Id = new("matic-network") };

        _board.Rename(renamed, new("polygon"));

        Assert.Empty(_board.Of(new("polygon")));
        Assert.Equal(["matic-network coinpaprika"], Names(Read(symbol: "MATIC")));
        Assert.Contains("\"asset_id\":\"matic-network\"", System.Text.Encoding.UTF8.GetString(Read().Rows.Single().Json.Span), StringComparison.Ordinal);
        Assert.Equal(1, _board.Count);
    }

    [Fact]
    public async Task Readers_always_see_whole_pages_while_quotes_arrive()
    {
        for (var rank = 1; rank <= 200; rank++)
            Put("coingecko", $"coin-{rank}", "C", Price(1, rank));
        using var done = new CancellationTokenSource();

        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var reads = 0;
            while (!done.IsCancellationRequested || reads == 0)
            {
                var page = Read(sort: "-price");
                Assert.Equal(200, page.Total);
                Assert.Equal(200, page.Rows.Select(row => row.Asset.Id).Distinct().Count());
                reads++;
            }
        }, TestContext.Current.CancellationToken)).ToArray();
        for (var round = 1; round <= 200; round++)
            _board.Apply(Enumerable.Range(1, 200).Select(rank => Quote("coingecko", $"coin-{rank}", Price(round * rank % 97 + 1, rank), Noon.AddSeconds(round))), _assets.GetValueOrDefault);

        await done.CancelAsync();
        await Task.WhenAll(readers);
    }

    private IReadOnlyList<Quote> Put(string source, string asset, string symbol, MarketFigures figures, DateTimeOffset? observedAt = null)
    {
        _assets[new(asset)] = new Asset { Id = new(asset), Symbol = symbol, Name = asset };
        return _board.Apply([Quote(source, asset, figures, observedAt ?? Noon)], _assets.GetValueOrDefault);
    }

    private static Quote Quote(string source, string asset, MarketFigures figures, DateTimeOffset observedAt) => new()
    {
        Source = new(source),
        Asset = new(asset),
        CoinId = asset,
        ObservedAt = observedAt,
        RecordedAt = Noon.AddMilliseconds(123),
        Figures = figures,
    };

    private static MarketFigures Price(double price, int? rank = null) => new() { Price = price, Rank = rank };

    private BoardPage Read(string sort = "rank", string? symbol = null) => _board.Read(Query() with { Sort = BoardSort.Parse(sort)!, Symbol = symbol }, 1, 1000);

    private static BoardQuery Query() => new(Source: null, Symbol: null, Asset: null, BoardSort.ByRank);

    private static IEnumerable<string> Names(BoardPage page) => page.Rows.Select(row => $"{row.Asset.Id} {row.Quote.Source}");
}
