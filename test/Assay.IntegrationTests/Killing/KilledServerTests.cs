using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests.Killing;

/// <summary>The program may die at any moment: nothing that it has said is lost, nothing is doubled, and the books are right.</summary>
public sealed class KilledServerTests(ITestOutputHelper output)
{
    private const int Kills = 50;

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan BeforeListening = TimeSpan.FromSeconds(0.8);

    private readonly Random _random = KillSeed.Begin(output);

    [Fact]
    public async Task A_server_that_is_killed_fifty_times_in_rounds_and_imports_loses_and_doubles_nothing()
    {
        using var folder = new WorkFolder();
        var files = WriteFiles(folder.Folder("csv"));
        await using var simulator = await RunningSimulator.StartAsync(RunningSimulator.Lively with { Coins = 300 });
        var settings = simulator.Settings(interval: 1);
        settings["CSV_PATH"] = folder.Folder("csv");
        settings["BATCH_SIZE"] = "5"; // so that there is an import to kill each time
        var auditor = new Auditor();

        await KillAgainAndAgainAsync(folder, settings, auditor);
        await FinishAsync(folder, settings, files.Length);

        auditor.Check(folder.Database, [], process: 0);
        (await ImportedFiles.WithoutInterruptionAsync(files, settings["BATCH_SIZE"])).AreTheSameIn(folder.Database);
        Assert.True(auditor.CutOff > 0, "No kill came between keeping a payload and processing it, so nothing was put to the test.");
        output.WriteLine($"{auditor.Prices} prices from {auditor.Payloads} payloads; {auditor.CutOff} were cut off by a kill.");
    }

    private static string[] WriteFiles(string folder) =>
        [.. Enumerable.Range(1, 4).Select(number => HourlyFile.Write(folder, $"killed-coin-{number}", rows: 3000, seed: number))];

    private async Task KillAgainAndAgainAsync(WorkFolder folder, Dictionary<string, string> settings, Auditor auditor)
    {
        var witness = new Witness();
        var audit = Task.CompletedTask;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var process = AssayProcess.Start(folder, settings, "run");
            var isEarly = kill % 10 == 9;
            var watch = isEarly ? Task.CompletedTask : witness.WatchAsync(await process.AddressAsync(), TestContext.Current.CancellationToken);
            var life = (isEarly ? BeforeListening : LongestLife) * _random.NextDouble();
            await Task.Delay(life, TimeProvider.System, TestContext.Current.CancellationToken);
            await process.KillAsync();
            await watch;

            await audit;
            // The next process starts at once; meanwhile the copy is looked at.
            var (copy, served) = (CopyDatabase(folder, kill), witness.Served);
            audit = Task.Run(() =>
            {
                auditor.Check(copy, served, process.Id);
                Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
            }, TestContext.Current.CancellationToken);
        }

        await audit;
    }

    private static string CopyDatabase(WorkFolder folder, int kill)
    {
        var copy = Path.Combine(folder.Folder($"after-{kill}"), "assay.db");
        foreach (var suffix in (string[])["", "-wal"])
        {
            if (File.Exists(folder.Database + suffix))
                File.Copy(folder.Database + suffix, copy + suffix);
        }

        return copy;
    }

    private static async Task FinishAsync(WorkFolder folder, Dictionary<string, string> settings, int files)
    {
        await using (var server = await RunningServer.StartAsync(folder, settings))
        {
            await UntilAsync(folder, "all files are imported", "imported_files WHERE \"offset\" = length", files);
            Assert.Equal(0, (await server.Process.StopAsync()).ExitCode);
        }

        var idle = new Dictionary<string, string>(settings) { ["PRICE_UPDATE_INTERVAL"] = "0" };
        // With no rounds of its own it only cleans up what the one before had to leave.
        await using (var server = await RunningServer.StartAsync(folder, idle))
        {
            await UntilAsync(folder, "nothing is left to clean up", "raw_backlog", 0);
            await UntilAsync(folder, "no run is open", "runs WHERE status = 'running'", 0);
            Assert.Equal(0, (await server.Process.StopAsync()).ExitCode);
        }
    }

    private static Task<long> UntilAsync(WorkFolder folder, string what, string from, long count) => Eventually.SeesAsync(what, () =>
    {
        using var data = new StoredData(folder.Database);
        return Task.FromResult(data.Count(from));
    }, seen => seen == count);
}
