using System.Diagnostics;

namespace Assay.Benchmarks;

internal static class Scenarios
{
    public static readonly IReadOnlyDictionary<string, Func<Task<int>>> All = new Dictionary<string, Func<Task<int>>>
    {
        ["csv-parse"] = CsvScenario.ParseAsync,
        ["csv-import"] = CsvScenario.ImportAsync,
        ["round"] = RoundScenario.RunAsync,
        ["cold-start"] = ColdStartScenario.RunAsync,
        ["scorecard"] = ScorecardScenario.RunAsync,
        ["identity"] = IdentityScenario.RunAsync,
        ["economy"] = EconomyScenario.RunAsync,
        ["candles"] = CandleScenario.RunAsync,
        ["candles-read"] = CandleReadScenario.RunAsync,
        ["pg-append"] = AppendScenario.RunAsync,
        ["pg-latest"] = LatestScenario.RunAsync,
        ["pg-history"] = LongHistoryScenario.RunAsync,
    };

    public static async Task<int> RunAllAsync()
    {
        var failed = 0;
        foreach (var name in All.Keys)
        {
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, name))!;
            await process.WaitForExitAsync();
            failed += process.ExitCode == 0 ? 0 : 1;
        }

        return failed == 0 ? 0 : 1;
    }

    public static int Explain()
    {
        Console.Error.WriteLine($"Known scenarios: {string.Join(", ", All.Keys)}. Without one, all are run.");
        return 2;
    }
}
