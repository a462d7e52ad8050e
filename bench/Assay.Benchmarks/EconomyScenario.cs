using Assay.Ingestion;
using Assay.Providers;

namespace Assay.Benchmarks;

/// <summary>
/// What a normal month at the default settings costs at each source on its free plan: a round of each task is done against the simulator and its credits are
/// counted; the pace that the program would keep makes a month of it.
/// </summary>
internal static class EconomyScenario
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private static readonly string[] Sources = ["COINGECKO", "COINPAPRIKA", "CMC", "CMC_DEX"];
    private static readonly Dictionary<(IPolledProvider, string), long> Costs = [];

    public static async Task<int> RunAsync()
    {
        await using var simulator = await AssayProcess.SimulateAsync(2000);
        var isWithin = true;
        foreach (var (plan, settings) in Plans(simulator.Address))
        {
            await using var installation = await Installation.CreateAsync(settings);
            foreach (var provider in installation.Get<ProviderRegistry>().Polled)
                isWithin &= await TellAsync(installation, provider, plan);
        }

        return isWithin ? 0 : 1;
    }

    /// <summary>One source each. With an address of its own none has a limit by default, so that the plans' limits are set.</summary>
    private static IEnumerable<(string Plan, Dictionary<string, string?> Settings)> Plans(Uri simulator)
    {
        yield return ("public, no limit but calls a minute", Only("COINGECKO", simulator, "coingecko/api/v3", []));
        yield return ("demo", Only("COINGECKO", simulator, "coingecko/api/v3", new() { ["COINGECKO_PLAN"] = "demo", ["COINGECKO_API_KEY"] = "any", ["COINGECKO_MONTHLY_CREDITS"] = Left(10_000) }));
        yield return ("free", Only("COINPAPRIKA", simulator, "coinpaprika/v1", new() { ["COINPAPRIKA_MONTHLY_CREDITS"] = Left(20_000) }));
        yield return ("no key, no limit but calls a minute", Only("CMC", simulator, "cmc", []));
        yield return ("Basic", Only("CMC", simulator, "cmc", new() { ["CMC_API_KEY"] = "any", ["CMC_MONTHLY_CREDITS"] = Left(15_000) }));
        yield return ("no key, no limit but calls a minute", Only("CMC_DEX", simulator, "cmc-dex", []));
        yield return ("Basic", Only("CMC_DEX", simulator, "cmc-dex", new() { ["CMC_DEX_API_KEY"] = "any", ["CMC_DEX_MONTHLY_CREDITS"] = Left(15_000) }));
    }

    /// <summary>Of a month's credits what today's part of them is, so that the pace is that of a whole month.</summary>
    private static string Left(long credits)
    {
        var now = TimeProvider.System.GetUtcNow();
        var reset = new CreditBudget(credits, TimeProvider.System).ResetsAt;
        return ((long)(credits * (reset - now).TotalDays / Month.TotalDays)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, string?> Only(string source, Uri simulator, string path, Dictionary<string, string?> more)
    {
        var settings = new Dictionary<string, string?> { ["ENABLE_CSV"] = "false", [$"{source}_BASE_URL"] = new Uri(simulator, path).ToString() };
        foreach (var other in Sources.Where(other => other != source))
            settings[$"ENABLE_{other}"] = "false";
        foreach (var (name, value) in more)
            settings[name] = value;
        return settings;
    }

    private static async Task<bool> TellAsync(Installation installation, IPolledProvider provider, string plan)
    {
        var (pace, rounds) = (installation.Get<Pace>(), installation.Get<Rounds>());
        foreach (var task in provider.Tasks.Where(task => task is not (FetchTask.Metadata or FetchTask.Quota)))
        {
            var before = provider.Budget.Used;
            await rounds.Start(provider, task, coin: null, progress: null, CancellationToken.None).Completion;
            pace.Note(provider, task, TimeProvider.System.GetTimestamp(), provider.Budget.Used - before);
            Costs[(provider, task)] = provider.Budget.Used - before;
        }

        var rows = provider.Tasks.Select(task => (Task: task, Interval: pace.IntervalOf(provider, task), Cost: CostOf(pace, provider, task))).ToList();
        var credits = rows.Sum(row => Month / row.Interval * row.Cost);
        var days = (provider.Budget.ResetsAt - TimeProvider.System.GetUtcNow()).TotalDays;
        var limit = provider.Budget.Limit is { } credit ? credit * Month.TotalDays / days : provider.Status.CallsPerMinute * Month.TotalMinutes;
        foreach (var (task, interval, cost) in rows)
            Measure.Tell($"economy     {provider.Info.Id,-18} {plan,-36} {task,-10} {cost,5:N0} credits each {interval.TotalSeconds,7:N0} s = {Month / interval * cost,9:N0} a month");
        Measure.Tell($"economy     {provider.Info.Id,-18} {plan,-36} all {credits,9:N0} of {limit,9:N0}: {(credits <= limit ? "fits" : "DOES NOT FIT")}");
        return credits <= limit;
    }

    private static double CostOf(Pace pace, IPolledProvider provider, string task) => task switch
    {
        FetchTask.Metadata => pace.MetadataCalls(provider),
        _ => Costs.GetValueOrDefault((provider, task)),
    };
}
