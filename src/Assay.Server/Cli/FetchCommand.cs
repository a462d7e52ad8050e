using System.CommandLine;
using Assay.Ingestion;
using Assay.Providers;

namespace Assay.Server.Cli;

internal static class FetchCommand
{
    public static Command Create()
    {
        var source = new Option<string?>("--source") { Description = "Only this source; else all that offer the task." };
        var task = new Option<string>("--task") { Description = "What to fetch: prices, assets, metadata, sentiment, dex, exchanges, global or quota.", DefaultValueFactory = _ => FetchTask.Prices };
        var coin = new Option<string?>("--coin") { Description = "Only this coin: our id or any source's." };
        var command = new Command("fetch", "Fetches one round now.") { source, task, coin };
        command.SetAction((parsed, cancellationToken) =>
            FetchAsync(parsed.GetValue(task)!, parsed.GetValue(source), parsed.GetValue(coin), cancellationToken));
        return command;
    }

    private static async Task<int> FetchAsync(string task, string? source, string? coin, CancellationToken cancellationToken)
    {
        await using var services = await CommandServices.PrepareAsync(AssayCommand.ReadSettings(), cancellationToken);
        var rounds = services.GetRequiredService<Rounds>();
        var providers = rounds.Offering(task, source);
        var results = new Dictionary<string, RunResult>();

        await ProgressView.ShowAsync(async view =>
        {
            var started = providers.Select(provider =>
            {
                var line = view.Add($"{provider.Info.Title} {task}");
                return (provider.Info.Id.Name, Line: line, rounds.Start(provider, task, coin, line, cancellationToken).Completion);
            }).ToList();
            foreach (var (name, line, completion) in started)
            {
                results[name] = await completion;
                line.Finish();
            }
        });

        foreach (var (name, result) in results)
            Console.WriteLine($"{name}: {result.Status}, {Summary.Of(result.Pages)}.{(result.Error is null ? "" : " " + result.Error)}");
        return results.Values.All(result => result.Status == RunStatus.Success) ? 0 : 1;
    }
}
