using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests.Killing;

/// <summary><c>assay import</c> may be killed as often as one likes: it goes on where it was.</summary>
public sealed class KilledImportTests(ITestOutputHelper output)
{
    private const int Kills = 10;

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(0.5);

    private readonly Random _random = KillSeed.Begin(output);

    [Fact]
    public async Task An_import_that_is_killed_ten_times_ends_with_the_rows_of_one_that_is_not()
    {
        var file = Recordings.Require("history/binance_btcusdt/BTCUSDT-1m.csv");
        using var folder = new WorkFolder();
        var settings = new Dictionary<string, string> { ["BATCH_SIZE"] = "40", ["ENABLE_COINGECKO"] = "false", ["ENABLE_COINPAPRIKA"] = "false", ["ENABLE_CMC"] = "false", ["ENABLE_CMC_DEX"] = "false" };

        await KillAgainAndAgainAsync(folder, settings, file);
        var outcome = await AssayProcess.RunAsync(folder, settings, "import", file);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        var expected = await ImportedFiles.WithoutInterruptionAsync([file], settings["BATCH_SIZE"]);
        expected.AreTheSameIn(folder.Database);

        // A server that starts later finds nothing to add, and nothing to put back to what it was.
        await using var server = await RunningServer.StartAsync(folder, settings);
        await Eventually.SeesAsync("nothing is left to clean up", () => Task.FromResult(Left(folder)), left => left == (0, 0));
        await server.Process.StopAsync();
        expected.AreTheSameIn(folder.Database);
        Assert.Contains("imported before", (await AssayProcess.RunAsync(folder, settings, "import", file)).Output, StringComparison.Ordinal);
    }

    private async Task KillAgainAndAgainAsync(WorkFolder folder, Dictionary<string, string> settings, string file)
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var process = AssayProcess.Start(folder, settings, "import", file);
            if (kill % 3 != 2) // the others die while they start
                await Eventually.SeesAsync("the first rows are in", () => Task.FromResult(process.Output), output => output.Length > 0);
            await Task.Delay(LongestLife * _random.NextDouble(), TimeProvider.System, TestContext.Current.CancellationToken);
            await process.KillAsync();
        }

        output.WriteLine($"{Left(folder)} payloads and runs were cut off.");
    }

    private static (long Payloads, long Runs) Left(WorkFolder folder)
    {
        using var data = new SqliteData(folder.Database);
        return (data.Count("raw_backlog"), data.Count("runs WHERE status = 'running'"));
    }
}
