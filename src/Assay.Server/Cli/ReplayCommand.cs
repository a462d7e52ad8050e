using System.CommandLine;
using Assay.Ingestion;
using Assay.Replay;
using Assay.Server.Configuration;
using Assay.Server.Http;

namespace Assay.Server.Cli;

internal static class ReplayCommand
{
    public static Command Create()
    {
        var from = new Option<string?>("--from") { Description = "Only payloads fetched at this time or later, such as 2025-12-27 or 2025-12-27T10:30:00Z." };
        var to = new Option<string?>("--to") { Description = "Only payloads fetched at this time or earlier." };
        from.Validators.Add(TimeOption.Require);
        to.Validators.Add(TimeOption.Require);
        var source = new Option<string?>("--source") { Description = "Only payloads of this source; the consensus is then left alone." };
        var diff = new Option<bool>("--diff") { Description = "Only says what would change." };
        var command = new Command("replay", "Makes quotes, candles and rejections anew from the raw payloads, and puts right what differs.") { from, to, source, diff };
        command.Validators.Add(result =>
        {
            if (TimeOption.Parse(result.GetValue(from)) > TimeOption.Parse(result.GetValue(to)))
                result.AddError("--from is later than --to.");
        });
        command.SetAction((parsed, cancellationToken) => ReplayAsync(
            new ReplayRequest(TimeOption.Parse(parsed.GetValue(from)), TimeOption.Parse(parsed.GetValue(to)), KnownSources.Id(parsed.GetValue(source))), parsed.GetValue(diff), cancellationToken));
        return command;
    }

    private static async Task<int> ReplayAsync(ReplayRequest request, bool isDiff, CancellationToken cancellationToken)
    {
        await using var services = CommandServices.Build(AssayCommand.ReadSettings());
        await services.PrepareAsync(cancellationToken);
        var replayer = services.GetRequiredService<Replayer>();
        var (report, error) = (new ReplayReport(), (string?)null);
        await ProgressView.ShowAsync(async view =>
        {
            var line = view.Add("Replay");
            (report, error) = isDiff ? (await replayer.CompareAsync(request, line, cancellationToken), null) : await PutRightAsync(replayer, request, line, cancellationToken);
            line.Finish();
        });

        Tell(report, isDiff);
        if (error is null)
            return 0;
        await Console.Error.WriteLineAsync(error);
        return 1;
    }

    private static async Task<(ReplayReport Report, string? Error)> PutRightAsync(
        Replayer replayer, ReplayRequest request, IProgress<PageResult> progress, CancellationToken cancellationToken)
    {
        var started = replayer.Start(request, progress, cancellationToken)!; // nobody else is in this process
        var result = await started.Run.Completion;
        return (started.Report, result.Error);
    }

    private static void Tell(ReplayReport report, bool isDiff)
    {
        foreach (var (source, payloads) in report.PassedOver)
            Console.WriteLine($"{payloads} payloads of {source} were passed over: the source is switched off, and nobody else can read them.");

        foreach (var table in report.Tables)
        {
            Console.WriteLine($"{table.Table}: {table.Added} added, {table.Changed} changed, {table.Removed} removed");
            foreach (var example in table.Examples)
                Console.WriteLine($"  {example}");
        }

        var outcome = report.Changes == 0 ? "All rows are as they were" : isDiff ? $"{report.Changes} rows would change" : $"{report.Changes} rows were put right";
        Console.WriteLine($"{report.Payloads} payloads replayed. {outcome}.");
    }
}
