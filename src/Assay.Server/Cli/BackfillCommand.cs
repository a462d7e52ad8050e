using System.CommandLine;
using Assay.History;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;

namespace Assay.Server.Cli;

internal static class BackfillCommand
{
    public static Command Create()
    {
        var coins = new Option<string>("--coins") { Description = "Which coins: our ids or any source's, with commas between them.", Required = true };
        var from = new Option<string>("--from") { Description = "From this time on, such as 2025-01-01.", Required = true };
        var to = new Option<string?>("--to") { Description = "Up to this time; until now where nothing is said." };
        var source = new Option<string?>("--source") { Description = "Only this source; else all that tell the past." };
        from.Validators.Add(TimeOption.Require);
        to.Validators.Add(TimeOption.Require);
        var command = new Command("backfill", "Asks sources for the past of coins, and only for what is not covered yet.") { coins, from, to, source };
        command.Validators.Add(result =>
        {
            if (TimeOption.Parse(result.GetValue(from)) > (TimeOption.Parse(result.GetValue(to)) ?? TimeProvider.System.GetUtcNow()))
                result.AddError("--from is later than --to, or than now.");
            if (Split(result.GetValue(coins)).Length == 0)
                result.AddError("--coins names no coin. Write for example --coins bitcoin,ethereum.");
        });
        command.SetAction((parsed, cancellationToken) => BackfillAsync(
            Split(parsed.GetValue(coins)), new TimeRange(TimeOption.Parse(parsed.GetValue(from))!.Value, TimeOption.Parse(parsed.GetValue(to)) ?? TimeRange.All.To),
            parsed.GetValue(source), cancellationToken));
        return command;
    }

    private static async Task<int> BackfillAsync(string[] coins, TimeRange range, string? source, CancellationToken cancellationToken)
    {
        await using var services = await CommandServices.PrepareAsync(AssayCommand.ReadSettings(), cancellationToken);
        var providers = services.GetRequiredService<ProviderRegistry>().TellingThePast(source);
        await LearnAsync(services, providers, coins, cancellationToken);

        var backfiller = services.GetRequiredService<Backfiller>();
        var plans = new List<BackfillPlan>();
        foreach (var provider in providers)
            plans.Add(await backfiller.PlanAsync(provider, coins, range, int.MaxValue, cancellationToken));
        foreach (var sentence in plans.SelectMany(plan => plan.LeftOut))
            Console.WriteLine(sentence);

        var results = new Dictionary<BackfillPlan, RunResult>();
        await ProgressView.ShowAsync(async view =>
        {
            var started = plans.Where(plan => plan.Chunks.Count > 0).Select(plan => (Plan: plan, Line: new ChunkLine(view.Add(plan.Provider.Info.Title), plan.Chunks.Count)))
                .Select(work => (work.Plan, work.Line, Run: backfiller.Start(work.Plan, TimeSpan.Zero, long.MaxValue, work.Line, cancellationToken))).ToList();
            foreach (var (plan, line, run) in started)
            {
                results[plan] = await run.Completion;
                line.Finish();
            }
        });
        return Conclude(plans, results);
    }

    /// <summary>What the plans allow is asked first, and what coins are called where one of them is not known yet.</summary>
    private static async Task LearnAsync(ServiceProvider services, IReadOnlyList<IHistoricProvider> providers, string[] coins, CancellationToken cancellationToken)
    {
        var (rounds, identity) = (services.GetRequiredService<Rounds>(), services.GetRequiredService<IdentityMap>());
        var areKnown = coins.All(coin => identity.Resolve(coin) is not null);
        foreach (var provider in providers)
        {
            string[] tasks = [FetchTask.Quota, .. areKnown ? (string[])[] : [FetchTask.Prices]];
            foreach (var task in tasks.Intersect(provider.Tasks))
                await rounds.Start(provider, task, coin: null, progress: null, cancellationToken).Completion;
        }

        if (coins.FirstOrDefault(coin => identity.Resolve(coin) is null) is { } unknown)
            throw new ProviderException($"No coin is called '{unknown}', by our id or any source's. TOP_COINS and TRACKED_COINS say which coins are known.");
    }

    private static int Conclude(List<BackfillPlan> plans, Dictionary<BackfillPlan, RunResult> results)
    {
        foreach (var plan in plans)
        {
            var name = plan.Provider.Info.Id.Name;
            Console.WriteLine(results.TryGetValue(plan, out var result)
                ? $"{name}: {result.Status}, {result.Pages.Pages} of {plan.Chunks.Count} chunks, {Summary.Of(result.Pages)}.{(result.Error is null ? "" : $" {result.Error} The same command goes on from there.")}"
                : $"{name}: nothing to ask.");
        }

        return results.Values.All(result => result.Status == RunStatus.Success) ? 0 : 1;
    }

    private static string[] Split(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private sealed class ChunkLine(ProgressView.Line line, int chunks) : IProgress<PageResult>
    {
        public void Report(PageResult value)
        {
            line.Part = (double)value.Pages / chunks;
            line.Report(value);
        }

        public void Finish() => line.Finish();
    }
}
