using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Tests.Faults;

/// <summary>A day on which most answers are spoilt, played in seconds: four sources, a round each every half hour, whatever scenario chance gives them.</summary>
[Collection(nameof(Alone))]
[Trait("Thorough", "yes")]
public sealed class BadDayTests(ITestOutputHelper output)
{
    private const int Steps = 48;
    private const long Megabyte = 1024 * 1024;

    private static readonly (SourceId Source, string Task, string Path)[] Rounds =
    [
        (SourceId.CoinGecko, FetchTask.Prices, "/coingecko"), (SourceId.CoinPaprika, FetchTask.Prices, "/coinpaprika"),
        (SourceId.CoinMarketCap, FetchTask.Prices, "/cmc"), (SourceId.CoinMarketCapDex, FetchTask.Dex, "/cmc-dex"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_run_and_every_record_is_accounted_for_and_memory_stays_flat()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("ASSAY_FAULT_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"ASSAY_FAULT_SEED={seed} gives the same day again.");
        var random = new Random(seed);
        await using var market = await FaultyMarket.StartAsync();
        var results = new List<RunResult>();
        foreach (var round in Rounds)
            results.Add(await market.RoundAsync(round.Source, round.Task)); // a good beginning

        var memory = 0L;
        for (var step = 0; step < Steps; step++)
        {
            market.Clock.Advance(TimeSpan.FromMinutes(30));
            foreach (var round in Rounds)
            {
                var fault = Fault.Known[random.Next(Fault.Known.Count)];
                await market.SpoilAsync(new { path = round.Path, scenario = fault.Scenario, times = 1 });
                results.Add(await market.RoundAsync(round.Source, round.Task));
                await market.BehaveAsync();
                if (round.Task == FetchTask.Prices && (round.Source, fault.Scenario) != (SourceId.CoinMarketCap, "error_code_on_200"))
                    Check(fault, results[^1], $"{round.Source} {fault.Scenario} at step {step}");
            }

            if (step == Steps / 4)
                memory = GC.GetTotalMemory(forceFullCollection: true);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, 16 * Megabyte);
        await CheckBooksAsync(market, results);
        output.WriteLine($"{results.Count} runs: {string.Join(", ", results.CountBy(result => result.Status).Select(pair => $"{pair.Value} {pair.Key}"))}; {results.Sum(result => result.Pages.Processed)} records stored, {results.Sum(result => result.Pages.Rejected)} rejected.");
    }

    private static void Check(Fault fault, RunResult result, string what)
    {
        var asExpected = result.Status == fault.Status && result.Pages.Processed == fault.Good(FaultyMarket.Coins)
            && (fault.Error is null ? result.Error is null : result.Error?.Contains(fault.Error, StringComparison.Ordinal) == true);
        Assert.True(asExpected, $"{what}: {result}");
    }

    private static async Task CheckBooksAsync(FaultyMarket market, List<RunResult> results)
    {
        var tallies = await market.Store.Runs.TallyAsync(Cancellation);
        var rejected = await market.Store.Runs.ReadRejectedAsync(null, null, 1, 100_000, Cancellation);

        Assert.Equal(results.Count, tallies.Sum(tally => tally.TotalRuns));
        Assert.Equal(results.Count, tallies.Sum(tally => tally.Succeeded + tally.Failed)); // none is open
        Assert.Equal(results.Sum(result => result.Pages.Processed), tallies.Sum(tally => tally.RecordsProcessed));
        Assert.Equal(results.Sum(result => result.Pages.Rejected), rejected.Total);
        Assert.All(rejected.Items, record => Assert.NotEqual("", record.Detail));
        Assert.Empty(await market.Store.Raw.ReadUnprocessedAsync(Cancellation).ToListAsync(Cancellation));
        Assert.True((await market.Store.Facts.ReadAsync(new FactQuery(Table.DriftEvents, "id"), Cancellation)).Total > 0);
    }
}
