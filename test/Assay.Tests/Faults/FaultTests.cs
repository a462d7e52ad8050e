using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Tests.Faults;

/// <summary>Each scenario through the whole pipeline, over real HTTP, at each source of prices.</summary>
public sealed class FaultTests
{
    private static readonly Dictionary<SourceId, string> Paths = new()
    {
        [SourceId.CoinGecko] = "/coingecko",
        [SourceId.CoinPaprika] = "/coinpaprika",
        [SourceId.CoinMarketCap] = "/cmc",
        [SourceId.CoinMarketCapDex] = "/cmc-dex",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Everywhere() => new(
        from fault in Fault.Known
        from source in new[] { SourceId.CoinGecko, SourceId.CoinPaprika, SourceId.CoinMarketCap }
        where source != SourceId.CoinMarketCap || fault.Scenario != "error_code_on_200" // whose codes tell what may pass
        select (fault.Scenario, source.Name));

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Nothing_good_is_lost_and_nothing_bad_is_stored(string scenario, string name)
    {
        var fault = Fault.Known.Single(known => known.Scenario == scenario);
        var source = new SourceId(name);
        await using var market = await FaultyMarket.StartAsync();
        var rows = (int)(await market.RoundAsync(source, FetchTask.Prices)).Pages.Processed;
        Assert.True(rows > FaultyMarket.Coins / 2, $"Only {rows} rows.");
        market.Clock.Advance(TimeSpan.FromMinutes(5));

        await market.SpoilAsync(new { path = Paths[source], scenario, times = 1 });
        var result = await market.RoundAsync(source, FetchTask.Prices);

        Assert.Equal((fault.Status, (long)fault.Good(rows)), (result.Status, result.Pages.Processed));
        if (fault.Error is null)
            Assert.Null(result.Error);
        else
            Assert.Contains(fault.Error, result.Error, StringComparison.Ordinal);
        var rejected = await market.Store.Runs.ReadRejectedAsync(null, null, 1, 1000, Cancellation);
        Assert.Equal(fault.Reason is null ? [] : [fault.Reason], rejected.Items.Select(record => record.Reason).Distinct());
        Assert.All(rejected.Items, record => Assert.NotEmpty(record.Detail));

        market.Clock.Advance(TimeSpan.FromMinutes(5));
        var after = await market.RoundAsync(source, FetchTask.Prices);
        Assert.Equal((RunStatus.Success, rows, null), (after.Status, (int)after.Pages.Processed, after.Error));
        Assert.Empty(await market.Store.Raw.ReadUnprocessedAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData("coingecko")]
    [InlineData("coinpaprika")]
    [InlineData("coinmarketcap")]
    public async Task Truncated_json_keeps_what_is_whole(string name)
    {
        var source = new SourceId(name);
        await using var market = await FaultyMarket.StartAsync();
        await market.SpoilAsync(new { path = Paths[source], scenario = "truncated_json", times = 1 });

        var result = await market.RoundAsync(source, FetchTask.Prices);

        Assert.InRange(result.Pages.Processed, FaultyMarket.Coins / 4, FaultyMarket.Coins * 3 / 4);
        var torn = Assert.Single((await market.Store.Runs.ReadRejectedAsync(null, null, 1, 1000, Cancellation)).Items);
        Assert.Equal(RejectionReason.Malformed, torn.Reason);
    }

    [Theory]
    [InlineData("price_zero", RejectionReason.PriceInvalid)]
    [InlineData("price_negative", RejectionReason.PriceInvalid)]
    public async Task Bad_records_among_good_ones_are_rejected_alone(string scenario, string reason)
    {
        await using var market = await FaultyMarket.StartAsync();
        var rows = (int)(await market.RoundAsync(SourceId.CoinGecko, FetchTask.Prices)).Pages.Processed;
        await market.SpoilAsync(new { path = "/coingecko", scenario, every = 3 });

        var result = await market.RoundAsync(SourceId.CoinGecko, FetchTask.Prices);

        var bad = (rows + 2) / 3;
        Assert.Equal((rows - bad, bad), (result.Pages.Processed, result.Pages.Rejected));
        Assert.All((await market.Store.Runs.ReadRejectedAsync(null, null, 1, 1000, Cancellation)).Items, record => Assert.Equal(reason, record.Reason));
    }

    [Theory]
    [InlineData("coinpaprika")]
    [InlineData("coinmarketcap")]
    public async Task Month_used_up_waits_for_the_month_and_says_until_when(string name)
    {
        var source = new SourceId(name);
        await using var market = await FaultyMarket.StartAsync();
        await market.SpoilAsync(new { path = Paths[source], scenario = "month_used_up", times = 1 });

        Assert.Equal(RunStatus.Failure, (await market.RoundAsync(source, FetchTask.Prices)).Status);
        market.Clock.Advance(TimeSpan.FromDays(3));
        var refused = await market.RoundAsync(source, FetchTask.Prices);
        Assert.Equal($"{name} was not asked for {(source == SourceId.CoinPaprika ? "tickers" : "v3/cryptocurrency/listings/latest")}: what its plan allows is used up until 2026-05-01T00:00:00Z.", refused.Error);

        market.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(RunStatus.Success, (await market.RoundAsync(source, FetchTask.Prices)).Status);
    }

    [Fact]
    public async Task Error_code_on_200_at_CoinMarketCap_is_asked_again_where_the_code_says_that_it_may_pass()
    {
        await using var market = await FaultyMarket.StartAsync();
        await market.SpoilAsync(new { path = "/cmc", scenario = "error_code_on_200", times = 1 });

        var result = await market.RoundAsync(SourceId.CoinMarketCap, FetchTask.Prices);

        Assert.Equal((RunStatus.Success, null), (result.Status, result.Error));
    }

    [Fact]
    public async Task Payment_required_at_CoinGecko_is_an_error_like_others()
    {
        await using var market = await FaultyMarket.StartAsync();
        await market.SpoilAsync(new { path = "/coingecko", scenario = "payment_required", times = 1 });

        var result = await market.RoundAsync(SourceId.CoinGecko, FetchTask.Prices);

        Assert.Equal(RunStatus.Failure, result.Status);
        Assert.Contains("answered 402", result.Error, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Success, (await market.RoundAsync(SourceId.CoinGecko, FetchTask.Prices)).Status);
    }

    [Fact]
    public async Task A_renamed_field_is_told_once_and_what_was_set_aside_is_kept()
    {
        await using var market = await FaultyMarket.StartAsync();
        await market.RoundAsync(SourceId.CoinGecko, FetchTask.Prices);
        await market.SpoilAsync(new { path = "/coingecko", scenario = "field_renamed", times = 2 });
        for (var round = 0; round < 3; round++)
        {
            market.Clock.Advance(TimeSpan.FromMinutes(5));
            await market.RoundAsync(SourceId.CoinGecko, FetchTask.Prices);
        }

        var events = await market.Store.Facts.ReadAsync(new FactQuery(Table.DriftEvents, "id"), Cancellation);

        Assert.Equal(["missing", "new"], events.Items.Select(row => row[4]).Order());
        Assert.Equal([1L], events.Items.Where(row => (string?)row[4] == "missing").Select(row => row[8]));
        Assert.Equal(4, await market.Store.Raw.ReadProcessedAsync(SourceId.CoinGecko, TimeRange.All, Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task An_endpoint_that_fails_costs_its_own_circuit_and_not_the_task()
    {
        await using var market = await FaultyMarket.StartAsync();
        await market.SpoilAsync(new { path = "/cmc-dex/v4/dex/networks", scenario = "server_error" });

        var result = await market.RoundAsync(SourceId.CoinMarketCapDex, FetchTask.Dex);

        Assert.Equal(RunStatus.Partial, result.Status);
        Assert.True((await market.Store.Facts.ReadAsync(new FactQuery(Table.DexPairs, "liquidity"), Cancellation)).Total > 0);
    }
}
