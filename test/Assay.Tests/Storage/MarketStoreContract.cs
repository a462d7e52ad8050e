using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>What every <see cref="IMarketStore"/> must do.</summary>
public abstract class MarketStoreContract : StoreContract
{
    [Fact]
    public async Task A_new_quote_is_kept_and_becomes_the_latest()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        var quote = Make.Quote(Bitcoin, Noon, 87440);

        var outcome = await CommitAsync(Make.Page(quote));

        Assert.Equal((1, 0, 0), (outcome.Stored, outcome.Corrected, outcome.Unchanged));
        Assert.Same(quote, Assert.Single(outcome.Changed));
        Assert.Equal(quote, Assert.Single(await Store.Market.LatestAsync(Cancellation)).Value);
        Assert.Equal(new HistoricQuote(Noon, Noon.AddSeconds(5), 87440, null, null), Assert.Single(await HistoryAsync(Bitcoin)));
    }

    [Fact]
    public async Task The_same_quote_again_changes_nothing_not_even_when_it_was_first_known()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        var first = Make.Quote(Bitcoin, Noon, 87440);
        await CommitAsync(Make.Page(first));

        var outcome = await CommitAsync(Make.Page(first with { RecordedAt = Noon.AddHours(1) }));

        Assert.Equal((0, 0, 1), (outcome.Stored, outcome.Corrected, outcome.Unchanged));
        Assert.Empty(outcome.Changed);
        Assert.Equal(first.RecordedAt, Assert.Single(await HistoryAsync(Bitcoin)).RecordedAt);
        Assert.Equal(first, Assert.Single(await Store.Market.LatestAsync(Cancellation)).Value);
        Assert.Empty(await Store.ReadCorrectionsAsync(Bitcoin));
    }

    [Theory]
    [InlineData(2.0, 10.0, 20.0)]
    [InlineData(1.0, 11.0, 20.0)]
    [InlineData(1.0, 10.0, 21.0)]
    [InlineData(1.0, null, 20.0)]
    [InlineData(1.0, 10.0, null)]
    public async Task A_quote_that_differs_replaces_the_stored_one_which_moves_to_the_corrections(double price, double? marketCap, double? volume)
    {
        await CommitAsync(Make.Identities(Bitcoin, Ether));
        var old = Make.Quote(Bitcoin, Noon, 1) with { Figures = new() { Price = 1, MarketCap = 10, Volume24h = 20 } };
        await CommitAsync(Make.Page(old, Make.Quote(Ether, Noon, 1)));
        var corrected = old with { RecordedAt = Noon.AddHours(1), Figures = new() { Price = price, MarketCap = marketCap, Volume24h = volume } };

        var outcome = await CommitAsync(Make.Page(Make.Quote(Ether, Noon, 1), corrected));

        Assert.Equal((0, 1, 1), (outcome.Stored, outcome.Corrected, outcome.Unchanged));
        Assert.Same(corrected, Assert.Single(outcome.Changed));
        Assert.Equal(new HistoricQuote(Noon, Noon.AddHours(1), price, marketCap, volume), Assert.Single(await HistoryAsync(Bitcoin)));
        Assert.Equal(new Correction(Noon, old.RecordedAt, Noon.AddHours(1), 1, 10, 20), Assert.Single(await Store.ReadCorrectionsAsync(Bitcoin)));
        Assert.Equal(corrected, (await Store.Market.LatestAsync(Cancellation))[(Gecko, Bitcoin)]);
        Assert.Empty(await Store.ReadCorrectionsAsync(Ether));
    }

    [Fact]
    public async Task A_quote_that_is_corrected_twice_keeps_both_old_ones()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        foreach (var price in new[] { 1.0, 2.0, 3.0 })
            await CommitAsync(Make.Page(Make.Quote(Bitcoin, Noon, price, recordedAt: Noon.AddSeconds(price))));

        Assert.Equal([1.0, 2.0], (await Store.ReadCorrectionsAsync(Bitcoin)).Select(correction => correction.Price).Order());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task A_quote_that_was_not_recorded_later_replaces_neither_the_stored_one_nor_the_latest(int milliseconds)
    {
        await CommitAsync(Make.Identities(Bitcoin));
        var stored = Make.Quote(Bitcoin, Noon, 1);
        await CommitAsync(Make.Page(stored));
        var other = stored with { RecordedAt = stored.RecordedAt.AddMilliseconds(milliseconds), Figures = new() { Price = 2, Rank = 7 } };

        var outcome = await CommitAsync(Make.Page(other));

        Assert.Equal((0, 0, 1), (outcome.Stored, outcome.Corrected, outcome.Unchanged));
        Assert.Empty(outcome.Changed);
        Assert.Equal(1, Assert.Single(await HistoryAsync(Bitcoin)).Price);
        Assert.Empty(await Store.ReadCorrectionsAsync(Bitcoin));
        Assert.Equal(stored, Assert.Single(await Store.Market.LatestAsync(Cancellation)).Value);
    }

    [Fact]
    public async Task A_quote_observed_later_becomes_the_latest_though_it_was_recorded_earlier()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        await CommitAsync(Make.Page(Make.Quote(Bitcoin, Noon, 1, recordedAt: Noon.AddMinutes(9))));
        var late = Make.Quote(Bitcoin, Noon.AddMinutes(1), 2, recordedAt: Noon.AddMinutes(2));

        await CommitAsync(Make.Page(late));

        Assert.Equal(late, Assert.Single(await Store.Market.LatestAsync(Cancellation)).Value);
    }

    /// <summary>Lengths around that of the statements which insert several rows.</summary>
    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(50)]
    public async Task The_history_of_several_assets_is_kept_whole_in_whatever_order_it_comes(int length)
    {
        await CommitAsync(Make.Identities(Bitcoin, Ether));
        Quote[] quotes = [.. Enumerable.Range(0, length).Reverse().SelectMany(i => new[]
        {
            Make.Quote(Bitcoin, Noon.AddDays(i), i + 1),
            Make.Quote(Ether, Noon.AddDays(i), i + 1001),
        })];

        var outcome = await CommitAsync(Make.Page(quotes));

        Assert.Equal((2 * length, 0, 0), (outcome.Stored, outcome.Corrected, outcome.Unchanged));
        Assert.Equal(quotes, outcome.Changed);
        Assert.Equal(Enumerable.Range(1, length).Select(i => (double)i), (await HistoryAsync(Bitcoin)).Select(quote => quote.Price).Order());
        Assert.Equal(Enumerable.Range(1001, length).Select(i => (double)i), (await HistoryAsync(Ether)).Select(quote => quote.Price).Order());
        Assert.Equal(length, (await Store.Market.LatestAsync(Cancellation))[(Gecko, Bitcoin)].Figures.Price);
    }

    [Fact]
    public async Task Of_a_history_that_is_known_in_part_new_corrected_and_unchanged_quotes_are_told_apart()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        await CommitAsync(Make.Page(Make.Quote(Bitcoin, Noon.AddDays(20), 20), Make.Quote(Bitcoin, Noon.AddDays(30), 1)));
        Quote[] quotes = [.. Enumerable.Range(0, 50).Select(i => Make.Quote(Bitcoin, Noon.AddDays(i), i == 0 ? 0.5 : i, recordedAt: Noon.AddDays(60)))];

        var outcome = await CommitAsync(Make.Page(quotes));

        Assert.Equal((48, 1, 1), (outcome.Stored, outcome.Corrected, outcome.Unchanged));
        Assert.Equal(quotes.Where((_, day) => day != 20), outcome.Changed);
        Assert.Equal(1, Assert.Single(await Store.ReadCorrectionsAsync(Bitcoin)).Price);
    }

    [Fact]
    public async Task A_quote_of_which_only_other_figures_differ_is_changed_but_neither_stored_nor_corrected()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        var quote = Make.Quote(Bitcoin, Noon, 1);
        await CommitAsync(Make.Page(quote));
        var ranked = quote with { RecordedAt = quote.RecordedAt.AddMinutes(1), Figures = quote.Figures with { Rank = 1 } };

        var outcome = await CommitAsync(Make.Page(ranked));

        Assert.Equal((0, 0, 1), (outcome.Stored, outcome.Corrected, outcome.Unchanged));
        Assert.Same(ranked, Assert.Single(outcome.Changed));
        Assert.Equal(1, Assert.Single(await Store.Market.LatestAsync(Cancellation)).Value.Figures.Rank);
    }

    [Fact]
    public async Task Quotes_that_arrive_late_go_into_the_history_and_leave_the_latest_alone()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        var newest = Make.Quote(Bitcoin, Noon, 3);
        await CommitAsync(Make.Page(newest));

        var outcome = await CommitAsync(Make.Page(Make.Quote(Bitcoin, Noon.AddMinutes(-1), 2), Make.Quote(Bitcoin, Noon.AddMinutes(-2), 1)));

        Assert.Equal(2, outcome.Stored);
        Assert.Equal([1, 2, 3], (await HistoryAsync(Bitcoin)).Select(quote => quote.Price));
        Assert.Equal(newest, Assert.Single(await Store.Market.LatestAsync(Cancellation)).Value);
    }

    [Fact]
    public async Task The_changed_quotes_come_in_the_order_of_the_page()
    {
        await CommitAsync(Make.Identities(Bitcoin, Ether));
        Quote[] quotes = [Make.Quote(Ether, Noon, 3), Make.Quote(Bitcoin, Noon, 2), Make.Quote(Ether, Noon.AddMinutes(-1), 1)];

        Assert.Equal(quotes, (await CommitAsync(Make.Page(quotes))).Changed);
        Assert.Equal(3, (await Store.Market.LatestAsync(Cancellation))[(Gecko, Ether)].Figures.Price);
    }

    [Fact]
    public async Task Sources_are_kept_apart_and_a_new_one_needs_no_registration()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        await CommitAsync(Make.Page(Make.Quote(Bitcoin, Noon, 1)));
        await CommitAsync(Make.Page(Make.Quote(Bitcoin, Noon, 2, SourceId.Consensus)) with { Source = SourceId.Consensus });

        var latest = await Store.Market.LatestAsync(Cancellation);
        Assert.Equal(1, latest[(Gecko, Bitcoin)].Figures.Price);
        Assert.Equal(2, latest[(SourceId.Consensus, Bitcoin)].Figures.Price);
    }

    [Fact]
    public async Task Every_figure_comes_back_bit_by_bit_and_missing_ones_stay_missing()
    {
        await CommitAsync(Make.Identities(Bitcoin, Ether));
        var full = Make.Quote(Bitcoin, Noon, 1e-18) with
        {
            CoinId = "btc-bitcoin",
            Figures = new MarketFigures
            {
                Price = 1e-18,
                MarketCap = 8.7e36,
                Volume24h = 0.1 + 0.2,
                PriceChange24h = -2.31,
                PriceChange7d = -99.99999999999999,
                High24h = double.Epsilon,
                Low24h = 9007199254740993,
                CirculatingSupply = double.MaxValue,
                TotalSupply = 21000000,
                MaxSupply = 0,
                Rank = 13579,
            },
        };
        var bare = Make.Quote(Ether, Noon, 123456789.123456789);

        await CommitAsync(Make.Page(full, bare));

        var latest = await Store.Market.LatestAsync(Cancellation);
        Assert.Equal(full, latest[(Gecko, Bitcoin)]);
        Assert.Equal(bare, latest[(Gecko, Ether)]);
        var kept = Assert.Single(await HistoryAsync(Bitcoin));
        Assert.Equal((1e-18, 8.7e36, 0.1 + 0.2), (kept.Price, kept.MarketCap, kept.Volume24h));
    }

    [Fact]
    public async Task A_page_with_an_unknown_asset_leaves_nothing_behind()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        var run = Make.Run(0);
        await Store.Runs.BeginAsync(run, Cancellation);
        var payload = await Store.Raw.KeepAsync(run.Id, Make.Payload([1]), Cancellation);
        await Store.Runs.FinishAsync(run.Id, RunStatus.Failure, Noon, "x", Cancellation);
        var page = Make.Page(Make.Quote(Bitcoin, Noon, 1), Make.Quote(new("nobody"), Noon, 1)) with
        {
            Run = run.Id,
            Payload = payload,
            Identity = new IdentityChange { Assets = [Make.Asset(Ether)], Links = [Make.Link(new("fresh"), "eth", Ether)] },
            Candles = [Make.Candle(Bitcoin, Noon, 20)],
            Coverage = [new CoveredInterval("prices", "bitcoin", new TimeRange(Noon, Noon), TimeSpan.Zero)],
            Rejections = [new Rejection(null, RejectionReason.Malformed, "x", "$[0]", "{")],
            File = new FileProgress("aa", "a.csv", 10, 5, 2),
        };

        var error = await Assert.ThrowsAsync<StoreException>(() => CommitAsync(page));

        Assert.Contains("nobody", error.Message, StringComparison.Ordinal);
        Assert.Empty(await Store.Market.LatestAsync(Cancellation));
        Assert.Empty(await HistoryAsync(Bitcoin));
        Assert.Empty(await Store.ReadCandlesAsync(Bitcoin));
        Assert.Empty(await Store.Coverage.ReadCoverageAsync(Gecko, "prices", "bitcoin", Cancellation));
        Assert.Empty((await Store.Runs.ReadRejectedAsync(null, null, 1, 10, Cancellation)).Items);
        Assert.Null(await Store.Market.FindFileAsync(Gecko, "aa", Cancellation));
        Assert.Equal([Bitcoin], (await Store.Assets.ReadAssetsAsync(Cancellation)).Select(asset => asset.Id));
        Assert.Empty(await Store.Assets.ReadLinksAsync(Cancellation));
        Assert.Equal(0, (await Store.Runs.FindAsync(run.Id, Cancellation))!.RecordsProcessed);
        Assert.Equal(payload, Assert.Single(await Store.Raw.ReadUnprocessedAsync(Cancellation).ToListAsync(Cancellation)).Id);
        // Neither did the store remember anything of it.
        await CommitAsync(Make.Identities(Bitcoin, Ether));
        await CommitAsync(Make.Page(Make.Quote(Ether, Noon, 7), Make.Quote(Bitcoin, Noon, 8, new("fresh"))));
        Assert.Equal(7, (await Store.Market.LatestAsync(Cancellation))[(Gecko, Ether)].Figures.Price);
        Assert.Equal(8, (await Store.Market.LatestAsync(Cancellation))[(new("fresh"), Bitcoin)].Figures.Price);
    }

    [Fact]
    public async Task A_page_of_a_run_that_is_not_in_the_books_is_refused()
    {
        await CommitAsync(Make.Identities(Bitcoin));

        await Assert.ThrowsAsync<StoreException>(() => CommitAsync(Make.Page(Make.Quote(Bitcoin, Noon, 1)) with { Run = Guid.CreateVersion7(Noon) }));

        Assert.Empty(await Store.Market.LatestAsync(Cancellation));
    }

    [Fact]
    public async Task A_page_counts_once_for_its_run_and_closes_its_payload()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        var run = Make.Run(0);
        await Store.Runs.BeginAsync(run, Cancellation);
        var payload = await Store.Raw.KeepAsync(run.Id, Make.Payload([1]), Cancellation);
        var rejection = new Rejection("", RejectionReason.PriceInvalid, "Price is 0.", "$[1]", "{\"a\":\0}");
        var page = Make.Page(Make.Quote(Bitcoin, Noon, 1), Make.Quote(Bitcoin, Noon.AddMinutes(1), 2)) with { Run = run.Id, Payload = payload, Rejections = [rejection] };
        await CommitAsync(page);
        await CommitAsync(page);
        await Store.Runs.FinishAsync(run.Id, RunStatus.Success, Noon, null, Cancellation);

        var found = (await Store.Runs.FindAsync(run.Id, Cancellation))!;
        Assert.Equal((2, 1), (found.RecordsProcessed, found.RecordsRejected));
        Assert.Empty(await Store.Raw.ReadUnprocessedAsync(Cancellation).ToListAsync(Cancellation));
        var rejected = Assert.Single((await Store.Runs.ReadRejectedAsync(null, null, 1, 10, Cancellation)).Items);
        Assert.Equal(
            new RejectedRecord(RejectedRecord.NumberOf(payload, 0), run.Id, Gecko, "", rejection.Reason, rejection.Detail, "$[1]", rejection.Excerpt, Noon, payload), rejected);
    }

    [Fact]
    public async Task A_page_with_new_identities_is_not_written_if_another_program_wrote_since_we_looked()
    {
        await using var other = OpenAgain();
        await Store.Market.HasChangedElsewhereAsync(Cancellation);
        await other.Market.CommitAsync(Make.Identities(Bitcoin), Cancellation);

        Assert.Null(await Store.Market.CommitAsync(Make.Identities(Ether), Cancellation));
        Assert.Equal([Bitcoin], (await Store.Assets.ReadAssetsAsync(Cancellation)).Select(asset => asset.Id));
        Assert.NotNull(await Store.Market.CommitAsync(Make.Page(Make.Quote(Bitcoin, Noon, 1)), Cancellation)); // brings none

        Assert.True(await Store.Market.HasChangedElsewhereAsync(Cancellation));
        Assert.NotNull(await Store.Market.CommitAsync(Make.Identities(Ether), Cancellation));
        Assert.False(await Store.Market.HasChangedElsewhereAsync(Cancellation)); // what we write ourselves is no news
    }

    [Fact]
    public async Task The_progress_of_a_file_is_found_by_its_content()
    {
        var progress = new FileProgress("c0ffee", "coin_Bitcoin.csv", 5_000_000_000, 4_000_000_000, 40_000_000);
        Assert.Null(await Store.Market.FindFileAsync(Gecko, "c0ffee", Cancellation));

        await CommitAsync(Make.Page() with { File = progress with { Offset = 100, Line = 2 } });
        await CommitAsync(Make.Page() with { File = progress });

        Assert.Equal(progress, await Store.Market.FindFileAsync(Gecko, "c0ffee", Cancellation));
    }

    [Fact]
    public async Task Registering_a_source_again_takes_its_newest_terms_and_keeps_its_data()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        await CommitAsync(Make.Page(Make.Quote(Bitcoin, Noon, 1)));
        var info = new SourceInfo(Gecko, "CoinGecko", new Uri("https://www.coingecko.com"), "Data by CoinGecko", null);

        await Store.Market.RegisterSourcesAsync([info], Cancellation);
        await Store.Market.RegisterSourcesAsync([info with { Title = "CoinGecko II" }], Cancellation);

        Assert.Equal("CoinGecko II", await Store.FindTitleAsync(Gecko));
        Assert.Equal(1, (await Store.Market.LatestAsync(Cancellation))[(Gecko, Bitcoin)].Figures.Price);
    }

    [Fact]
    public async Task A_cancelled_commit_stores_nothing()
    {
        await CommitAsync(Make.Identities(Bitcoin));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Market.CommitAsync(Make.Page(Make.Quote(Bitcoin, Noon, 1)), cancelled.Token));

        Assert.Empty(await Store.Market.LatestAsync(Cancellation));
    }

    [Fact]
    public async Task Two_programs_on_one_database_see_each_other_and_do_not_mix_up_assets()
    {
        await using var other = OpenAgain();
        await CommitAsync(Make.Identities(Bitcoin));
        await CommitAsync(Make.Page(Make.Quote(Bitcoin, Noon, 1)));

        // The other one renames the asset whose number we remember, and gives its old name to another.
        await other.Market.CommitAsync(Make.Renames(Bitcoin, new("bitcoin-core")), Cancellation);
        await other.Market.CommitAsync(Make.Identities(Bitcoin), Cancellation);
        await CommitAsync(Make.Page(Make.Quote(Bitcoin, Noon, 2)));

        var latest = await other.Market.LatestAsync(Cancellation);
        Assert.Equal(1, latest[(Gecko, new("bitcoin-core"))].Figures.Price);
        Assert.Equal(2, latest[(Gecko, Bitcoin)].Figures.Price);
    }

    [Fact]
    public async Task Readers_see_whole_commits_while_they_are_written()
    {
        const int Rounds = 30;
        AssetId[] assets = [.. Enumerable.Range(0, 100).Select(number => new AssetId($"asset-{number}"))];
        await CommitAsync(Make.Identities(assets));
        await CommitAsync(Make.Page([.. assets.Select(asset => Make.Quote(asset, Noon, 1))]));
        await using var other = OpenAgain();

        var writing = Task.Run(async () =>
        {
            for (var round = 2; round <= Rounds; round++)
                await CommitAsync(Make.Page([.. assets.Select(asset => Make.Quote(asset, Noon.AddMinutes(round), round))]));
        }, Cancellation);

        var seen = 0.0;
        while (seen < Rounds)
        {
            foreach (var store in new[] { Store, other })
            {
                var prices = (await store.Market.LatestAsync(Cancellation)).Values.Select(quote => quote.Figures.Price).Distinct();
                seen = Assert.Single(prices)!.Value;
            }

            if (writing.IsCompleted)
                await writing; // a failed writer would leave us waiting
        }
    }

    private ValueTask<List<HistoricQuote>> HistoryAsync(AssetId asset) =>
        Store.History.ReadQuotesAsync(Gecko, asset, TimeRange.All, Cancellation).ToListAsync(Cancellation);
}
