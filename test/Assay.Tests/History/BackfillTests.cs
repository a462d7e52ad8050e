using Assay.Ingestion;
using Assay.Providers;
using Assay.Simulator;
using Assay.Storage;
using Assay.Tests.Storage;

namespace Assay.Tests.History;

public sealed class BackfillTests
{
    private static readonly AssetId Bitcoin = new("bitcoin");
    private static readonly DateTimeOffset Now = PastMarket.Start;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_year_is_filled_without_a_hole_and_in_the_detail_that_each_time_is_told_in()
    {
        await using var market = await PastMarket.StartAsync();
        var program = await market.OpenAsync();
        await program.RoundAsync(SourceId.CoinGecko);
        var before = await market.CountCallsAsync();

        var plan = await program.PlanAsync(SourceId.CoinGecko, TimeSpan.FromDays(800), "bitcoin");
        var result = await program.FillAsync(plan);

        Assert.Equal((RunStatus.Success, 7 + 4), (result.Status, plan.Chunks.Count)); // days of this week, 90 days each of the year before
        Assert.Equal(plan.Chunks.Count, await market.CountCallsAsync() - before);
        Assert.Equal("CoinGecko's public plan reaches back to 2025-04-01; 2024-01-22 to 2025-04-01 is left out.", Assert.Single(plan.LeftOut));
        var covered = Assert.Single(await market.Store.Coverage.ReadCoverageAsync(SourceId.CoinGecko, FetchTask.History, "bitcoin", Cancellation));
        Assert.InRange(covered.From, Now.AddDays(-365).AddMinutes(9), Now.AddDays(-365).AddMinutes(11));
        Assert.InRange(covered.To, Now.AddMinutes(-17), Now.AddMinutes(-15));
        Assert.InRange(await CountAsync(market, Now.AddDays(-1), Now.AddHours(-1)), 274, 277); // every five minutes
        Assert.InRange(await CountAsync(market, Now.AddDays(-40), Now.AddDays(-30)), 238, 241); // every hour
        Assert.Empty((await program.PlanAsync(SourceId.CoinGecko, TimeSpan.FromDays(800), "bitcoin")).Chunks);
    }

    [Fact]
    public async Task One_that_is_cut_off_goes_on_in_another_program_and_asks_nothing_twice()
    {
        await using var market = await PastMarket.StartAsync();
        var program = await market.OpenAsync();
        await program.RoundAsync(SourceId.CoinGecko);
        var before = await market.CountCallsAsync();
        var whole = await program.PlanAsync(SourceId.CoinGecko, TimeSpan.FromDays(100), "bitcoin", "ethereum");
        using var cut = new CancellationTokenSource();

        var run = program.Backfiller.Start(whole, TimeSpan.Zero, long.MaxValue, new CutAfter(3, cut), cut.Token);
        Assert.Equal(RunStatus.Interrupted, (await market.CompleteAsync(run)).Status);
        var next = await market.OpenAsync();
        var rest = await next.PlanAsync(SourceId.CoinGecko, TimeSpan.FromDays(100), "bitcoin", "ethereum");
        await next.FillAsync(rest);

        Assert.Equal(whole.Chunks.Skip(3), rest.Chunks);
        Assert.Equal(whole.Chunks.Count, await market.CountCallsAsync() - before);
        Assert.Equal(["interrupted", "success"], (await RunsAsync(market)).Select(ran => ran.Status).Order());
    }

    [Fact]
    public async Task What_a_dead_process_had_kept_is_covered_once_it_is_processed()
    {
        await using var market = await PastMarket.StartAsync();
        var program = await market.OpenAsync();
        await program.RoundAsync(SourceId.CoinGecko);
        var plan = await program.PlanAsync(SourceId.CoinGecko, TimeSpan.FromHours(20), "bitcoin");
        var run = Make.Run(0, task: FetchTask.History);
        await market.Store.Runs.BeginAsync(run, Cancellation);
        var provider = program.Of(SourceId.CoinGecko);
        var chunk = Assert.Single(plan.Chunks);
        await market.Store.Raw.KeepAsync(run.Id, await provider.FetchHistoryAsync("bitcoin", chunk.Reach, chunk.Range, Cancellation), Cancellation);
        await market.Store.Runs.InterruptAbandonedAsync(_ => false, Now, Cancellation);

        var next = await market.OpenAsync();
        await next.Pipeline.RecoverAsync(next.Providers, Cancellation);

        var after = await next.PlanAsync(SourceId.CoinGecko, TimeSpan.FromHours(20), "bitcoin");
        Assert.Empty(after.Chunks);
        Assert.Empty(after.LeftOut);
    }

    [Theory]
    [InlineData("payment_required")]
    [InlineData("rate_limit_json")]
    [InlineData("truncated_json")]
    public async Task A_refusal_in_the_middle_ends_it_politely_and_the_next_one_goes_on(string scenario)
    {
        await using var market = await PastMarket.StartAsync();
        var program = await market.OpenAsync();
        await program.RoundAsync(SourceId.CoinGecko);
        var whole = await program.PlanAsync(SourceId.CoinGecko, TimeSpan.FromHours(40), "bitcoin", "ethereum");
        Assert.Equal(["bitcoin", "ethereum", "bitcoin", "ethereum"], whole.Chunks.Select(chunk => chunk.CoinId)); // the newest of all first
        await market.SpoilAsync("/coingecko/api/v3/coins/ethereum", scenario);

        var result = await program.FillAsync(whole);
        await market.BehaveAsync();
        market.Clock.Advance(TimeSpan.FromMinutes(10)); // whatever it has asked us to wait
        var rest = await program.PlanAsync(SourceId.CoinGecko, TimeSpan.FromHours(40) + TimeSpan.FromMinutes(10), "bitcoin", "ethereum");
        await program.FillAsync(rest);

        Assert.NotEqual(RunStatus.Failure, result.Status); // bitcoin's first chunk came
        Assert.Contains(rest.Chunks, chunk => chunk.CoinId == "ethereum" && chunk.Range.Contains(Now.AddHours(-1)));
        Assert.DoesNotContain(rest.Chunks, chunk => chunk.CoinId == "bitcoin" && chunk.Range.Contains(Now.AddHours(-1)));
        Assert.Empty((await program.PlanAsync(SourceId.CoinGecko, TimeSpan.FromHours(40), "bitcoin", "ethereum")).Chunks);
    }

    [Fact]
    public async Task Neither_the_latest_price_nor_the_consensus_of_now_moves()
    {
        await using var market = await PastMarket.StartAsync();
        var program = await market.OpenAsync();
        await program.RoundAsync(SourceId.CoinGecko);
        await program.RoundAsync(SourceId.CoinPaprika);
        var (latest, consensus) = (program.Board.Find(SourceId.CoinGecko, Bitcoin), program.Board.Find(SourceId.Consensus, Bitcoin));
        var decided = await market.Store.History.ReadNewestPricesAsync(SourceId.Consensus, Bitcoin, 1000, Cancellation);

        await program.FillAsync(await program.PlanAsync(SourceId.CoinGecko, TimeSpan.FromDays(2), "bitcoin"));

        Assert.Same(latest, program.Board.Find(SourceId.CoinGecko, Bitcoin));
        Assert.Same(consensus, program.Board.Find(SourceId.Consensus, Bitcoin));
        Assert.Equal(decided, await market.Store.History.ReadNewestPricesAsync(SourceId.Consensus, Bitcoin, 1000, Cancellation));
    }

    [Fact]
    public async Task Holes_that_rounds_have_left_are_asked_for_and_what_they_cover_is_not()
    {
        await using var market = await PastMarket.StartAsync();
        var program = await market.OpenAsync();
        for (var round = 0; round < 30; round++)
        {
            await program.RoundAsync(SourceId.CoinGecko);
            market.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        market.Clock.Advance(TimeSpan.FromMinutes(30));
        await program.RoundAsync(SourceId.CoinGecko);
        market.Clock.Advance(TimeSpan.FromMinutes(20));

        var hole = Assert.Single((await program.PlanAsync(SourceId.CoinGecko, TimeSpan.FromMinutes(100), "bitcoin")).Chunks).Range;

        Assert.InRange(hole.From, Now.AddMinutes(58).AddSeconds(-2), Now.AddMinutes(58).AddSeconds(2));
        Assert.InRange(hole.To, Now.AddMinutes(90).AddSeconds(-2), Now.AddMinutes(90).AddSeconds(2));
    }

    [Fact]
    public async Task CoinPaprika_is_asked_within_the_free_plan_and_told_what_it_does_not_reach()
    {
        await using var market = await PastMarket.StartAsync();
        var program = await market.OpenAsync();
        await program.RoundAsync(SourceId.CoinPaprika);

        var plan = await program.PlanAsync(SourceId.CoinPaprika, TimeSpan.FromDays(2000), "btc-bitcoin", "nobody");
        var result = await program.FillAsync(plan);

        Assert.Equal((RunStatus.Success, 2), (result.Status, plan.Chunks.Count)); // hours of a day, days of a year
        Assert.Equal(
            ["CoinPaprika's free plan reaches back to 2025-04-01; 2020-10-09 to 2025-04-01 is left out.", "CoinPaprika has no coin that we know as nobody."], plan.LeftOut);
        Assert.InRange(result.Pages.Stored, 23 + 363, 24 + 365);
    }

    [Fact]
    public async Task CoinMarketCap_brings_its_own_candles()
    {
        await using var market = await PastMarket.StartAsync(new SimulatorOptions { CmcPlan = new SimulatedPlan("Startup", 60, 300_000) });
        var program = await market.OpenAsync();
        await program.RoundAsync(SourceId.CoinMarketCap);

        var plan = await program.PlanAsync(SourceId.CoinMarketCap, TimeSpan.FromDays(60), "bitcoin");
        var result = await program.FillAsync(plan);

        Assert.Equal((RunStatus.Success, 2), (result.Status, plan.Chunks.Count)); // hours of a month, days before
        Assert.Empty(plan.LeftOut);
        var asset = program.Identity.Resolve("bitcoin")!.Asset.Id;
        var candles = (await market.Store.ReadCandlesAsync(asset)).Where(candle => candle.Method == "native").ToLookup(candle => candle.Interval);
        Assert.InRange(candles["1h"].Count(), 719, 720);
        Assert.InRange(candles["1d"].Count(), 30, 31);
        Assert.DoesNotContain(
            (await program.PlanAsync(SourceId.CoinMarketCap, TimeSpan.FromDays(60), "bitcoin")).Chunks, chunk => chunk.Range.To - chunk.Range.From > TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task A_coin_that_the_source_refuses_does_not_keep_the_others_waiting()
    {
        await using var market = await PastMarket.StartAsync();
        var program = await market.OpenAsync();
        await program.RoundAsync(SourceId.CoinGecko);
        var plan = await program.PlanAsync(SourceId.CoinGecko, TimeSpan.FromDays(3), "bitcoin");
        var strange = plan with { Chunks = [.. plan.Chunks.Select(chunk => chunk with { CoinId = "gone" }), .. plan.Chunks] };
        var before = await market.CountCallsAsync();

        var result = await program.FillAsync(strange);

        Assert.Equal(1 + plan.Chunks.Count, await market.CountCallsAsync() - before); // of the unknown one nothing more was asked
        Assert.Equal((RunStatus.Success, 1), (result.Status, result.Pages.Rejected));
        Assert.Empty((await program.PlanAsync(SourceId.CoinGecko, TimeSpan.FromDays(3), "bitcoin")).Chunks);
    }

    [Fact]
    public async Task The_filler_spends_no_more_than_half_of_what_is_left_and_begins_with_the_tracked_coins()
    {
        await using var market = await PastMarket.StartAsync();
        var options = new IngestionOptions { TopCoins = 30, TrackedCoins = ["dogecoin"], FillHistory = TimeSpan.FromDays(5) };
        var program = await market.OpenAsync(options);
        await program.RoundAsync(SourceId.CoinGecko);
        var provider = program.Of(SourceId.CoinGecko);
        var idle = await market.OpenAsync(options with { FillHistory = TimeSpan.Zero });

        var before = await market.CountCallsAsync();
        var result = await market.CompleteAsync((await program.Filler.StartAsync(provider, Cancellation))!);

        Assert.Null(await idle.Filler.StartAsync(provider, Cancellation));
        Assert.Equal(30 * 5, await market.CountCallsAsync() - before);
        Assert.Equal(RunStatus.Success, result.Status);
        var first = await market.Store.Raw.ReadProcessedAsync(SourceId.CoinGecko, TimeRange.All, Cancellation).FirstAsync(kept => kept.Payload.Task == FetchTask.History, Cancellation);
        Assert.Contains("/dogecoin/", first.Payload.Url, StringComparison.Ordinal);
    }

    private static async Task<int> CountAsync(PastMarket market, DateTimeOffset from, DateTimeOffset to) =>
        await market.Store.History.ReadQuotesAsync(SourceId.CoinGecko, Bitcoin, new TimeRange(from, to), Cancellation).CountAsync(Cancellation);

    private static async Task<IReadOnlyList<Run>> RunsAsync(PastMarket market) =>
        (await market.Store.Runs.ReadRunsAsync(new RunFilter(Task: FetchTask.History), 1, 10, Cancellation)).Items;

    /// <summary>Ends the work once so many pages are done.</summary>
    private sealed class CutAfter(int pages, CancellationTokenSource cut) : IProgress<PageResult>
    {
        public void Report(PageResult value)
        {
            if (value.Pages == pages)
                cut.Cancel();
        }
    }
}
