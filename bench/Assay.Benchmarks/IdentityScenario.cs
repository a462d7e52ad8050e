using System.Text.Json;
using Assay.Identity;

namespace Assay.Benchmarks;

/// <summary>Matches 20,000 assets of three sources, and then one more.</summary>
internal static class IdentityScenario
{
    private const int Assets = 20_000;
    private const int Seed = 5;
    private const int NewAssets = 1_000;

    public static Task<int> RunAsync()
    {
        var names = RealNames();
        Play(names, Seed + 1); // the code is compiled
        var (run, coins) = Play(names, Seed);
        var (matching, processor) = (run.Matching, run.Processor);
        var known = run.Priced(SourceId.CoinMarketCap);
        var again = Measure.Median(Enumerable.Range(0, Measure.Rounds).Select(_ => run.Recognise(SourceId.CoinMarketCap, known).TotalMilliseconds));
        run.RenameIds();
        var score = run.Score();
        var single = Measure.Median(Enumerable.Range(0, NewAssets).Select(i => run.Recognise(
            SourceId.CoinPaprika, new CoinDescription($"new-{i}", $"NEW{i}", $"New {i}", new MarketFigures { Price = 1 + i }, DateTimeOffset.UnixEpoch)).TotalMilliseconds));

        Measure.Tell($"identity    {Assets:N0} assets, {coins:N0} coins of 3 sources: precision {score.Precision:P3} ({score.Wrong:N0} wrong of {score.Right + score.Wrong:N0} merged pairs)   recall where a contract exists {score.ProvableRecall:P2} of {score.Provable:N0}   recall of all {score.Recall:P2} of {score.All:N0}   whole matching {matching.TotalSeconds:0.000} s by the clock, {processor.TotalSeconds:0.000} s of the processor   one new asset {single:0.0000} ms   a page of {known.Length:N0} known coins {again:0.0} ms");
        var isGood = score.Wrong == 0 && score.ProvableRecall >= 0.99 && processor.TotalSeconds < 2 && single < 1;
        return Task.FromResult(isGood ? 0 : 1);
    }

    private static (IdentityRun Run, int Coins) Play(IReadOnlyList<(string Id, string Symbol, string Name)> names, int seed)
    {
        var market = new IdentityMarket(names, Assets, seed);
        var run = new IdentityRun(market);
        run.Play(SourceId.CoinPaprika, SourceId.CoinGecko, SourceId.CoinMarketCap);
        return (run, market.Coins.Count);
    }

    private static List<(string Id, string Symbol, string Name)> RealNames()
    {
        using var list = JsonDocument.Parse(File.ReadAllBytes(Installation.Recordings("coingecko/coins_list_2021-05-15.json")));
        return [.. list.RootElement.EnumerateArray().Select(coin => (coin.GetProperty("id").GetString()!, coin.GetProperty("symbol").GetString()!, coin.GetProperty("name").GetString()!))];
    }
}
