using Assay.Ingestion;
using Assay.Providers;
using Assay.Replay;
using Assay.Storage;
using Assay.Tests.Storage;

namespace Assay.Tests.Replay;

/// <summary>What stands in the store can be made again from what the sources answered.</summary>
public sealed class ReplayTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = Make.Noon;
    private static readonly AssetId Bitcoin = new("bitcoin");

    private ReplayWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await ReplayWorld.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task Emptied_tables_become_what_they_were_to_the_last_bit(int seed, bool withIdentities)
    {
        await LivelyMarket.HappenAsync(_world, seed);
        var before = await _world.ReadAsync();
        Assert.DoesNotContain(before, table => table.Value.Count == 0);

        await _world.EmptyAsync([.. ReplayWorld.Rebuilt.Where(table => withIdentities || !IsIdentity(table))]);
        await _world.ReplayAsync();

        foreach (var (table, rows) in await _world.ReadAsync())
            Assert.Equal(before[table], rows);
        Assert.Equal(0, (await _world.ReplayAsync()).Changes);
    }

    [Fact]
    public async Task A_replay_over_what_is_there_finds_nothing_to_change()
    {
        await LivelyMarket.HappenAsync(_world, seed: 4);
        var before = await _world.ReadAsync();

        var report = await _world.ReplayAsync();

        Assert.Equal(0, report.Changes);
        Assert.Equal((await _world.RowsAsync(Table.RawProcessed)).Count, report.Payloads);
        Assert.Equal(before, await _world.ReadAsync());
    }

    [Theory]
    [InlineData(10, 30)]
    [InlineData(0, 20)]
    [InlineData(25, 100)]
    public async Task A_replay_of_some_hours_finds_nothing_to_change_either(int from, int to)
    {
        await LivelyMarket.HappenAsync(_world, seed: 5);

        var report = await _world.CompareAsync(new ReplayRequest(Noon.AddMinutes(from), Noon.AddMinutes(to), null));

        Assert.NotEqual(0, report.Payloads);
        Assert.Empty(report.Tables.SelectMany(table => table.Examples));
    }

    [Fact]
    public async Task Rows_whose_payloads_are_gone_are_left_alone()
    {
        await LivelyMarket.HappenAsync(_world, seed: 6);
        await _world.Store.ExecuteAsync("UPDATE raw_payloads AS p SET body_gzip = (SELECT b.body_gzip FROM raw_payloads b WHERE b.sha256 = p.sha256 AND b.body_gzip IS NOT NULL)");
        await _world.Store.ExecuteAsync("DELETE FROM raw_processed WHERE payload_id <= (SELECT max(id) / 2 FROM raw_payloads)");
        await _world.Store.ExecuteAsync("DELETE FROM raw_payloads WHERE id NOT IN (SELECT payload_id FROM raw_processed)");

        Assert.Empty((await _world.CompareAsync()).Tables.SelectMany(table => table.Examples));
    }

    [Fact]
    public async Task What_retention_has_removed_is_not_brought_back()
    {
        await LivelyMarket.HappenAsync(_world, seed: 8);
        await _world.Store.ExecuteAsync($"DELETE FROM quotes WHERE observed_at < {Noon.ToUnixTimeMilliseconds()}");
        await _world.Store.ExecuteAsync($"DELETE FROM candles WHERE opened_at < {Noon.ToUnixTimeMilliseconds()}");
        await _world.Store.ExecuteAsync($"DELETE FROM quote_corrections WHERE observed_at < {Noon.ToUnixTimeMilliseconds()}");

        Assert.NotEqual(0, (await _world.CompareAsync()).Changes);
        _world.Upkeep = new UpkeepOptions { KeepQuotes = TimeSpan.Zero };

        Assert.Empty((await _world.CompareAsync()).Tables.SelectMany(table => table.Examples));
    }

    [Fact]
    public async Task What_another_parser_reads_is_told_row_by_row_and_changes_nothing()
    {
        await FourQuotesAsync();
        var before = await _world.ReadAsync();
        _world.Gecko.Reading = (coin, price) => coin == "bitcoin" && price == 108 ? 109 : coin == "ethereum" ? 0 : price;

        var report = await _world.CompareAsync();

        Assert.Equal(before, await _world.ReadAsync());
        Assert.Equal(
            // Of bitcoin the delivered hour, 4h and 1d around it, and a minute of either source; of ethereum six widths at either.
            [("candles", 0, 5, 12), ("consensus_evidence", 0, 1, 1), ("coverage", 0, 0, 1), ("latest_quotes", 0, 2, 2), ("quotes", 0, 2, 2), ("rejected_records", 1, 0, 0)],
            report.Tables.Select(table => (table.Table, table.Added, table.Changed, table.Removed)).Order());
        Assert.Equal(
            [
                "quotes bitcoin coingecko 2025-12-27T12:01:00Z: price 108 → 109",
                "quotes bitcoin consensus 2025-12-27T12:01:00Z: price 108 → 109",
                "quotes ethereum coingecko 2025-12-27T12:01:00Z: removed with recorded_at 2025-12-27T12:01:05Z, price 5",
                "quotes ethereum consensus 2025-12-27T12:01:00Z: removed with recorded_at 2025-12-27T12:01:05Z, price 5",
            ],
            report.Tables.Single(table => table.Table == "quotes").Examples);
    }

    [Fact]
    public async Task What_another_parser_reads_is_put_right_and_then_nothing_differs()
    {
        await FourQuotesAsync();
        _world.Gecko.Reading = (coin, price) => coin == "bitcoin" ? price + 1 : price;

        var report = await _world.ReplayAsync();

        Assert.NotEqual(0, report.Changes);
        Assert.Equal([101.0, 109.0], await _world.Store.History.ReadNewestPricesAsync(SourceId.CoinGecko, Bitcoin, 10, Cancellation));
        Assert.Equal(109, _world.Board.Find(SourceId.CoinGecko, Bitcoin)!.Quote.Figures.Price);
        Assert.Equal(0, (await _world.CompareAsync()).Changes);
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_put_right()
    {
        await FourQuotesAsync();
        await _world.AnswerAsync(_world.Paprika, 70, "btc BTC Bitcoin 61 108");
        _world.Gecko.Reading = _world.Paprika.Reading = (_, price) => price + 1;

        await _world.ReplayAsync(new ReplayRequest(Noon.AddSeconds(60), Noon.AddSeconds(65), SourceId.CoinGecko));

        Assert.Equal([100.0, 109.0], await _world.Store.History.ReadNewestPricesAsync(SourceId.CoinGecko, Bitcoin, 10, Cancellation));
        Assert.Equal([108.0], await _world.Store.History.ReadNewestPricesAsync(SourceId.CoinPaprika, Bitcoin, 10, Cancellation));
        Assert.Equal(108, _world.Board.Find(SourceId.Consensus, Bitcoin)!.Quote.Figures.Price);
    }

    [Fact]
    public async Task A_source_that_is_switched_off_is_passed_over_and_its_rows_are_left_alone()
    {
        await LivelyMarket.HappenAsync(_world, seed: 7);
        var before = await _world.ReadAsync();
        _world.Sources = new ProviderRegistry([_world.Gecko]);

        var report = await _world.ReplayAsync();

        Assert.Equal(["coinpaprika", "csv"], report.PassedOver.Keys.Order());
        Assert.Empty(report.Tables.SelectMany(table => table.Examples));
        Assert.Equal(before, await _world.ReadAsync());
    }

    [Fact]
    public async Task The_replay_stands_in_the_books_and_the_runs_that_it_repeats_are_not_counted_again()
    {
        await FourQuotesAsync();
        var before = await _world.RowsAsync(Table.Runs);
        await _world.EmptyAsync(Table.Quotes);

        var report = await _world.ReplayAsync();

        var run = Assert.Single((await _world.Store.Runs.ReadRunsAsync(new RunFilter(Task: Replayer.Task), 1, 10, Cancellation)).Items);
        Assert.Equal((SourceId.Assay, RunStatus.Success, report.Changes), (run.Source, run.Status, run.RecordsProcessed));
        Assert.Equal(before, (await _world.RowsAsync(Table.Runs)).Where(row => (Guid)row[0]! != run.Id));
        Assert.Empty(await _world.RowsAsync(Table.RawBacklog));
    }

    [Fact]
    public async Task A_replay_that_would_rename_an_asset_is_refused()
    {
        await _world.AnswerAsync(_world.Paprika, 1, "btc-p BTC Bitcoin 0 100");
        await _world.AnswerAsync(_world.Gecko, 2, "bitcoin BTC Bitcoin 0 100");
        // As if the coin had become known in another way: the link that named it is gone.
        await _world.Store.Market.CommitAsync(Make.Renames(Bitcoin, new("btc-of-old")), Cancellation);
        await _world.Store.ExecuteAsync("DELETE FROM asset_links WHERE coin_id = 'bitcoin'");
        var before = await _world.ReadAsync();

        var error = await Assert.ThrowsAsync<StoreException>(() => _world.CompareAsync());

        Assert.Contains("btc-of-old", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await _world.ReadAsync());
    }

    private async Task FourQuotesAsync()
    {
        await _world.AnswerAsync(_world.Gecko, 5, "bitcoin BTC Bitcoin 0 100");
        await _world.AnswerAsync(_world.Gecko, 65, "bitcoin BTC Bitcoin 60 108", "ethereum ETH Ethereum 60 5");
    }

    private static bool IsIdentity(Table table) => table == Table.Assets || table == Table.AssetContracts || table == Table.AssetLinks;
}
