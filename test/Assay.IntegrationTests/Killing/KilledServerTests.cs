using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests.Killing;

/// <summary>The program may die at any moment: nothing that it has said is lost, nothing is doubled, and the books are right.</summary>
public abstract class KilledServerTests(ITestOutputHelper output)
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan BeforeListening = TimeSpan.FromSeconds(0.8);

    private readonly Random _random = KillSeed.Begin(output);

    private protected WorkFolder Folder { get; } = new();

    /// <summary>A file is 600 transactions here, each of which waits for a disk that others use as well.</summary>
    private const int PatienceSeconds = 240;

    protected async Task KillAsync(int kills, string? databaseUrl)
    {
        var files = WriteFiles(Folder.Folder("csv"));
        await using var simulator = await RunningSimulator.StartAsync(RunningSimulator.Lively with { Coins = 300 });
        var settings = simulator.Settings(interval: 1);
        settings["CSV_PATH"] = Folder.Folder("csv");
        settings["BATCH_SIZE"] = "5"; // so that there is an import to kill each time
        if (databaseUrl is not null)
            settings["DATABASE_URL"] = databaseUrl;
        var auditor = new Auditor();

        await KillAgainAndAgainAsync(kills, settings, auditor);
        await FinishAsync(settings, files.Length);

        using var data = Open();
        auditor.Check(data, [], process: 0);
        (await ImportedFiles.WithoutInterruptionAsync(files, settings["BATCH_SIZE"])).AreTheSameIn(data);
        Assert.True(auditor.CutOff > 0, "No kill came between keeping a payload and processing it, so nothing was put to the test.");
        output.WriteLine($"{auditor.Prices} prices from {auditor.Payloads} payloads; {auditor.CutOff} were cut off by a kill.");
    }

    /// <summary>The database at this moment, when nobody is at work on it.</summary>
    private protected abstract StoredData Look();

    /// <summary>The database while the program may be at work on it.</summary>
    private protected abstract StoredData Open();

    private static string[] WriteFiles(string folder) =>
        [.. Enumerable.Range(1, 4).Select(number => HourlyFile.Write(folder, $"killed-coin-{number}", rows: 3000, seed: number))];

    private async Task KillAgainAndAgainAsync(int kills, Dictionary<string, string> settings, Auditor auditor)
    {
        var witness = new Witness();
        var audit = Task.CompletedTask;
        for (var kill = 0; kill < kills; kill++)
        {
            await using var process = AssayProcess.Start(Folder, settings, "run");
            var isEarly = kill % 10 == 9;
            var watch = isEarly ? Task.CompletedTask : witness.WatchAsync(await process.AddressAsync(), TestContext.Current.CancellationToken);
            var life = (isEarly ? BeforeListening : LongestLife) * _random.NextDouble();
            await Task.Delay(life, TimeProvider.System, TestContext.Current.CancellationToken);
            await process.KillAsync();
            await watch;

            await audit;
            // The next process starts at once; meanwhile what lay there is looked at.
            var (data, served) = (Look(), witness.Served);
            audit = Task.Run(() =>
            {
                using (data)
                    auditor.Check(data, served, process.Id);
            }, TestContext.Current.CancellationToken);
        }

        await audit;
    }

    private async Task FinishAsync(Dictionary<string, string> settings, int files)
    {
        await using (var server = await RunningServer.StartAsync(Folder, settings))
        {
            await UntilAsync("all files are imported", "imported_files WHERE \"offset\" = length", files);
            Assert.Equal(0, (await server.Process.StopAsync()).ExitCode);
        }

        var idle = new Dictionary<string, string>(settings) { ["PRICE_UPDATE_INTERVAL"] = "0" };
        // With no rounds of its own it only cleans up what the one before had to leave.
        await using (var server = await RunningServer.StartAsync(Folder, idle))
        {
            await UntilAsync("nothing is left to clean up", "raw_backlog", 0);
            await UntilAsync("no run is open", "runs WHERE status = 'running'", 0);
            Assert.Equal(0, (await server.Process.StopAsync()).ExitCode);
        }
    }

    private Task<long> UntilAsync(string what, string from, long count) => Eventually.SeesAsync(what, () =>
    {
        using var data = Open();
        return Task.FromResult(data.Count(from));
    }, seen => seen == count, PatienceSeconds);
}

public sealed class KilledSqliteServerTests(ITestOutputHelper output) : KilledServerTests(output), IDisposable
{
    [Fact]
    public Task A_server_that_is_killed_fifty_times_in_rounds_and_imports_loses_and_doubles_nothing() => KillAsync(50, databaseUrl: null);

    public void Dispose() => Folder.Dispose();

    private protected override StoredData Look()
    {
        var data = SqliteData.CopyOf(Folder.Database, Folder.Folder("copy"));
        Assert.Equal(["ok"], data.Query("PRAGMA integrity_check", row => row.Text(0)));
        return data;
    }

    private protected override StoredData Open() => new SqliteData(Folder.Database);
}

public sealed class KilledPostgresServerTests(ITestOutputHelper output) : KilledServerTests(output), IAsyncLifetime
{
    private PostgresCluster _cluster = null!;
    private string _database = null!;

    [Fact]
    public Task A_server_that_is_killed_a_hundred_times_in_rounds_and_imports_loses_and_doubles_nothing() => KillAsync(100, _cluster.Url(_database));

    public async ValueTask InitializeAsync()
    {
        _cluster = await Needs.PostgresAsync();
        _database = await _cluster.CreateDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Folder.Dispose();
    }

    private protected override StoredData Look() => Open();

    private protected override StoredData Open() => new PostgresData(_cluster.ConnectionString(_database));
}
