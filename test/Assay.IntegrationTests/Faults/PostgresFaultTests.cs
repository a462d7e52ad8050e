using System.Diagnostics;
using Assay.IntegrationTests.Killing;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests.Faults;

/// <summary>What can happen to a database does happen here, to real processes. Afterwards nothing is lost, nothing is doubled, and nobody had to help the server.</summary>
public sealed class PostgresFaultTests(ITestOutputHelper output)
{
    private readonly Random _random = KillSeed.Begin(output);

    [Fact]
    public async Task A_database_that_crashes_twenty_times_during_ingestion_loses_nothing()
    {
        await using var cluster = await Needs.PostgresAsync();
        var database = await cluster.CreateDatabaseAsync();
        await using var ingestion = await WatchedIngestion.PrepareAsync(() => cluster.ConnectionString(database));
        await ingestion.StartServerAsync(cluster.Url(database));

        for (var crash = 1; crash <= 20; crash++)
        {
            await ingestion.ProgressAsync($"before crash {crash}");
            await WaitAsync(mostSeconds: 1);
            await cluster.StopImmediatelyAsync();
            await WaitAsync(mostSeconds: 1);
            await cluster.RestartAsync();
            ingestion.Audit();
        }

        await ingestion.ProgressAsync("after the last crash");
        await ingestion.FinishAsync(cluster.Url(database));
        output.WriteLine($"{ingestion.Auditor.Prices} prices from {ingestion.Auditor.Payloads} payloads.");
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_of_copy_is_begun_again()
    {
        const int Cuts = 12;
        await using var cluster = await Needs.PostgresAsync();
        var database = await cluster.CreateDatabaseAsync();
        using var folder = new WorkFolder();
        var files = Enumerable.Range(1, 4).Select(number => HourlyFile.Write(folder.Folder("csv"), $"cut-coin-{number}", rows: 20_000, seed: number)).ToArray();
        var left = Cuts;
        await using var proxy = new CuttingProxy(cluster.Port, () => left > 0 && _random.Next(20) == 0 && Interlocked.Decrement(ref left) >= 0);
        var settings = new Dictionary<string, string>
        {
            ["DATABASE_URL"] = cluster.Url(database, proxy.Port),
            ["BATCH_SIZE"] = "5000",
        };

        var import = await AssayProcess.RunAsync(folder, settings, ["import", .. files]);

        Assert.True(import.ExitCode == 0, import.Errors + import.Output);
        Assert.Equal(Cuts, proxy.Cuts);
        using var data = new PostgresData(cluster.ConnectionString(database));
        Assert.Equal((0, 0), (data.Count("raw_backlog"), data.Count("runs WHERE status <> 'success'")));
        (await ImportedFiles.WithoutInterruptionAsync(files, settings["BATCH_SIZE"])).AreTheSameIn(data);
    }

    [Fact]
    public async Task A_full_disk_stops_the_writing_and_nothing_else()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 160);
        await using var cluster = await Needs.PostgresAsync(
            disk.Folder("data"), "min_wal_size = 32MB", "max_wal_size = 48MB", "shared_buffers = 16MB");
        var database = await cluster.CreateDatabaseAsync();
        await using var ingestion = await WatchedIngestion.PrepareAsync(() => cluster.ConnectionString(database));
        var server = await ingestion.StartServerAsync(cluster.Url(database));
        await ingestion.ProgressAsync("on the empty disk");

        await disk.FillAsync(leave: 0);
        await Eventually.SeesAsync("the server says that the disk is full", () => Task.FromResult(server.Process.Output), log => log.Contains("disk", StringComparison.OrdinalIgnoreCase), seconds: 120);
        Assert.False(server.Process.HasEnded);
        await server.JsonAsync("/data?page_size=5"); // what it knows it still serves

        disk.Clear();
        await cluster.EnsureRunningAsync(); // PostgreSQL gives up when its log cannot grow
        await ingestion.ProgressAsync("with room on the disk again", seconds: 120);
        await ingestion.FinishAsync(cluster.Url(database));
    }

    [Fact]
    public async Task Two_workers_on_the_same_sources_store_everything_once_though_both_are_killed_again_and_again()
    {
        await using var cluster = await Needs.PostgresAsync();
        var database = await cluster.CreateDatabaseAsync();
        await using var ingestion = await WatchedIngestion.PrepareAsync(() => cluster.ConnectionString(database));
        // Both begin on the empty database at once: they migrate it and learn of all coins side by side.
        var pair = await Task.WhenAll(ingestion.StartServerAsync(cluster.Url(database)), ingestion.StartServerAsync(cluster.Url(database)));

        for (var kill = 0; kill < 10; kill++)
        {
            await ingestion.ProgressAsync($"before kill {kill + 1}");
            await WaitAsync(mostSeconds: 1);
            await pair[kill % 2].Process.KillAsync();
            pair[kill % 2] = await ingestion.StartServerAsync(cluster.Url(database));
            ingestion.Audit();
        }

        await ingestion.FinishAsync(cluster.Url(database));
        using var data = new PostgresData(cluster.ConnectionString(database));
        Assert.Equal(0, data.Count("(SELECT 1 FROM assets GROUP BY slug HAVING count(*) > 1) AS doubled"));
        Assert.Equal(0, data.Count("(SELECT 1 FROM asset_links WHERE valid_to IS NULL GROUP BY source, coin_id HAVING count(*) > 1) AS doubled"));
        Assert.Equal(300, data.Count("assets"));
    }

    [Fact]
    public async Task A_standby_that_is_promoted_under_load_takes_over_within_30_seconds_with_every_row_that_was_served()
    {
        await using var primary = await Needs.PostgresAsync(null, "synchronous_standby_names = 'standby'", "synchronous_commit = local");
        await using var standby = await primary.FollowAsync("synchronous_standby_names = ''");
        await primary.SetAsync("synchronous_commit = on"); // from here on a commit waits until the standby has it
        var database = await primary.CreateDatabaseAsync();
        var url = primary.Url(database).Replace($":{primary.Port}/", $":{primary.Port},127.0.0.1:{standby.Port}/", StringComparison.Ordinal);
        var now = primary;
        await using var ingestion = await WatchedIngestion.PrepareAsync(() => now.ConnectionString(database));
        await ingestion.StartServerAsync(url);
        await ingestion.ProgressAsync("at the primary");
        await ingestion.ProgressAsync("at the primary again");

        await WaitAsync(mostSeconds: 2);
        await primary.StopImmediatelyAsync();
        var stopped = Stopwatch.GetTimestamp();
        await standby.PromoteAsync();
        now = standby;
        await ingestion.ProgressAsync("at the standby", seconds: 30);
        output.WriteLine($"Prices are stored again {Stopwatch.GetElapsedTime(stopped).TotalSeconds:0.0} s after the primary died.");

        ingestion.Audit(); // finds every price that a client was ever served
        await ingestion.FinishAsync(url);
        output.WriteLine($"{ingestion.Served.Count} served prices, none lost.");
    }

    [Fact]
    public async Task A_clock_that_is_set_back_an_hour_stops_nothing()
    {
        Needs.That(FalseClock.Library is not null, FalseClock.Missing);
        await using var cluster = await Needs.PostgresAsync();
        var database = await cluster.CreateDatabaseAsync();
        await using var ingestion = await WatchedIngestion.PrepareAsync(() => cluster.ConnectionString(database));
        using var clock = new FalseClock(TimeSpan.FromHours(1));
        await ingestion.StartServerAsync(cluster.Url(database), clock.Settings);
        await ingestion.ProgressAsync("while the clock is an hour ahead");

        clock.Set(TimeSpan.Zero);

        await ingestion.ProgressAsync("after the clock was set back");
        using (var data = new PostgresData(cluster.ConnectionString(database)))
        {
            var fetched = data.Query("SELECT fetched_at FROM raw_payloads ORDER BY id", row => row.Time(0));
            Assert.InRange(fetched[0] - fetched[^1], TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(60));
        }

        ingestion.Audit();
        await ingestion.FinishAsync(cluster.Url(database));
    }

    private Task WaitAsync(double mostSeconds) =>
        Task.Delay(TimeSpan.FromSeconds(_random.NextDouble() * mostSeconds), TimeProvider.System, TestContext.Current.CancellationToken);
}
