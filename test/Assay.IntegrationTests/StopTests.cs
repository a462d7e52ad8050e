using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary>SIGTERM: what an orchestrator, and <c>make down</c>, send.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task It_stops_in_the_middle_of_rounds_with_exit_code_0_and_closes_the_books()
    {
        using var folder = new WorkFolder();
        await using var simulator = await RunningSimulator.StartAsync(RunningSimulator.Lively with { Coins = 20 });
        await simulator.HoldBackAsync("/coingecko/api/v3/coins/markets", TimeSpan.FromMinutes(5));
        await simulator.HoldBackAsync("/coinpaprika/v1/tickers", TimeSpan.FromMinutes(5));
        await using var server = await RunningServer.StartAsync(folder, simulator.Settings(interval: 600));
        await server.EventuallyAsync("/api/v1/runs?task=prices&status=running", body => body.GetProperty("data").GetArrayLength() == 2);
        var began = TimeProvider.System.GetTimestamp();

        var outcome = await server.Process.StopAsync();

        Assert.Equal(0, outcome.ExitCode);
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(10), "It took more than 10 seconds to stop.");
        using var stored = new SqliteData(folder.Database);
        var runs = stored.Query("SELECT s.name, r.task, r.status, r.error FROM runs r JOIN sources s ON s.id = r.source WHERE r.task = 'prices' ORDER BY 1",
            row => (Source: row.Text(0), Status: row.Text(2), Error: row.TextOrNull(3)));
        Assert.Equal([("coingecko", "interrupted", "The program was stopped."), ("coinpaprika", "interrupted", "The program was stopped.")], runs);
        Assert.Equal(0, stored.Count("runs WHERE status = 'running'"));
    }
}
