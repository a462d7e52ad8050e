using System.Diagnostics;
using Assay.IntegrationTests.Postgres;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests.Moving;

/// <summary><c>assay backup</c> and <c>assay restore</c> beside a server and after it.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_server_is_backed_up_while_it_works_and_restored_only_when_it_has_stopped()
    {
        await using var simulator = await RunningSimulator.StartAsync(RunningSimulator.Lively with { Coins = 200 });
        await using (var server = await RunningServer.StartAsync(_folder, simulator.Settings(interval: 1)))
        {
            await server.EventuallyAsync("/data?page_size=1", data => data.GetProperty("metadata").GetProperty("total_count").GetInt32() >= 400);

            var backup = await AssayProcess.RunAsync(_folder, null, "backup", "kept.db");
            Assert.True(backup.ExitCode == 0, backup.Errors);
            Assert.Contains("read again and sound", backup.Output, StringComparison.Ordinal);

            var refused = await AssayProcess.RunAsync(_folder, null, "restore", "kept.db", "--force");
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("held by another program", refused.Errors, StringComparison.Ordinal);
            Assert.Equal("connected", (await server.JsonAsync("/health")).GetProperty("database").GetString());
            await server.Process.StopAsync();
        }

        var kept = Count("kept.db", "quotes");
        Assert.InRange(kept, 400, Count(Path.Combine("data", "assay.db"), "quotes"));
        Assert.Equal(1, (await AssayProcess.RunAsync(_folder, null, "restore", "kept.db")).ExitCode); // there is a database

        var restored = await AssayProcess.RunAsync(_folder, null, "restore", "kept.db", "--force");

        Assert.True(restored.ExitCode == 0, restored.Errors);
        Assert.Equal(kept, Count(Path.Combine("data", "assay.db"), "quotes"));
        var former = Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder.Path, "data"), "assay.db.2*"));
        Assert.True(Count(former, "quotes") >= kept);
    }

    [Fact]
    public async Task A_PostgreSQL_database_that_was_dumped_and_restored_is_proven_to_hold_the_same()
    {
        var cluster = await SharedCluster.GetAsync();
        var name = await cluster.CreateDatabaseAsync();
        await cluster.ExecuteAsync("postgres", $"CREATE DATABASE {name}_restored");
        await using var simulator = await RunningSimulator.StartAsync(RunningSimulator.Lively with { Coins = 100 });
        var settings = new Dictionary<string, string>(simulator.Settings(interval: 60)) { ["DATABASE_URL"] = cluster.Url(name).Replace("assay@", "assay:geheim@", StringComparison.Ordinal) };
        Assert.Equal(0, (await AssayProcess.RunAsync(_folder, settings, "fetch")).ExitCode);

        var backup = await AssayProcess.RunAsync(_folder, settings, "backup", "kept.json");
        Assert.True(backup.ExitCode == 0, backup.Errors);
        Assert.DoesNotContain("geheim", backup.Output + await File.ReadAllTextAsync(Path.Combine(_folder.Path, "kept.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach (var command in backup.Output.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("pg_", StringComparison.Ordinal)))
            await ShellAsync(command);

        settings["DATABASE_URL"] = cluster.Url($"{name}_restored");
        var same = await AssayProcess.RunAsync(_folder, settings, "restore", "kept.json");
        Assert.True(same.ExitCode == 0, same.Output + same.Errors);
        await cluster.ExecuteAsync($"{name}_restored", "UPDATE quotes SET price = price * 2 WHERE ctid IN (SELECT ctid FROM quotes LIMIT 1)");
        var differs = await AssayProcess.RunAsync(_folder, settings, "restore", "kept.json");

        Assert.Equal(1, differs.ExitCode);
        Assert.Contains("1 tables differ", differs.Output, StringComparison.Ordinal);
        await cluster.DropDatabaseAsync(name);
        await cluster.DropDatabaseAsync($"{name}_restored");
    }

    private long Count(string database, string table)
    {
        using var data = new SqliteData(Path.Combine(_folder.Path, database));
        return data.Count(table);
    }

    private async Task ShellAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = _folder.Path, RedirectStandardError = true })!;
        var errors = await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(shell.ExitCode == 0, $"{command}: {errors}");
    }
}
