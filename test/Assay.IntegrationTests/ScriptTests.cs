using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary><c>make up</c>, <c>make demo</c> and <c>make down</c>, as far as the script behind them goes.</summary>
public sealed partial class ScriptTests
{
    private static readonly (string, string)[] Offline = [("ENABLE_COINGECKO", "false"), ("ENABLE_COINPAPRIKA", "false"), ("ENABLE_CMC", "false"), ("ENABLE_CMC_DEX", "false")];

    [Fact]
    public async Task The_demo_touches_neither_the_real_database_nor_the_real_files()
    {
        await using var assay = new Installation();
        assay.Write("mine/prices.csv", "date,symbol,name,price\n2026-01-01T00:00:00Z,MINE,My Own Coin,1.25\n");

        var demo = await assay.RunAsync(
            "demo", ("PORT", "0"), ("SIMULATOR_PORT", "0"), ("DATABASE_URL", "sqlite://mine/assay.db"), ("CSV_PATH", "mine"));

        Assert.True(demo.ExitCode == 0, demo.Errors);
        using var server = new HttpClient { BaseAddress = AddressIn(demo.Output) };
        await Eventually.SeesAsync("simulated prices", () => server.GetStringAsync("/data?symbol=BTC", TestContext.Current.CancellationToken), body => body.Contains("consensus", StringComparison.Ordinal));
        Assert.False(File.Exists(assay.Path("mine/assay.db")));
        Assert.True(File.Exists(assay.Path("data/demo.db")));
        Assert.Contains("\"total\":0", (await server.GetStringAsync("/api/v1/cryptos?q=my-own-coin", TestContext.Current.CancellationToken)).Replace("total_count", "total", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_comes_up_with_any_port_and_address_that_the_settings_allow()
    {
        await using var assay = new Installation();
        assay.Write(".env", "PORT=0   # any\nBIND_ADDRESS=\"0.0.0.0\"  # all\nADMIN_API_KEY=   # none yet\n");

        var up = await assay.RunAsync("up", Offline);
        var again = await assay.RunAsync("up", Offline);
        var address = AddressIn(up.Output);
        using var server = new HttpClient { BaseAddress = address };
        var health = await server.GetStringAsync("/health/live", TestContext.Current.CancellationToken);
        var down = await assay.RunAsync("down");

        Assert.True(up.ExitCode == 0, up.Errors);
        Assert.Contains("live", health, StringComparison.Ordinal);
        Assert.Contains($"is running already: {address.ToString().TrimEnd('/')}", again.Output, StringComparison.Ordinal);
        Assert.Equal((0, "Assay is stopped."), (down.ExitCode, down.Output.Trim()));
        await Assert.ThrowsAsync<HttpRequestException>(() => server.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("up", "PORT")]
    [InlineData("demo", "SIMULATOR_PORT")]
    public async Task A_port_that_another_program_has_is_not_taken_for_ours(string verb, string setting)
    {
        await using var assay = new Installation();
        using var another = new TcpListener(IPAddress.Loopback, 0);
        another.Start();
        var port = $"{((IPEndPoint)another.LocalEndpoint).Port}";
        assay.Write(".env", $"{setting}={port}  # somebody's\n");

        var outcome = await assay.RunAsync(verb, Offline);

        Assert.Equal((1, $"Port {port} is taken by another program. Set {setting} to a free one."), (outcome.ExitCode, outcome.Errors.Trim()));
    }

    [Fact]
    public async Task A_process_that_only_has_the_id_of_an_old_one_is_left_alone()
    {
        await using var assay = new Installation();
        using var stranger = Process.Start("sleep", "600");
        try
        {
            assay.Write(".run/assay.pid", $"{stranger.Id}\n");

            var down = await assay.RunAsync("down");
            assay.Write(".run/assay.pid", $"{stranger.Id}\n");
            var up = await assay.RunAsync("up", [.. Offline, ("PORT", "0")]);

            Assert.Equal(0, down.ExitCode);
            Assert.False(stranger.HasExited);
            Assert.Contains("Assay is up.", up.Output, StringComparison.Ordinal);
        }
        finally
        {
            stranger.Kill();
        }
    }

    private static Uri AddressIn(string output) => new(Address().Match(output) is { Success: true } found ? found.Value : throw new InvalidOperationException(output));

    [GeneratedRegex(@"http://[^/\s]+(?=/data)")]
    private static partial Regex Address();
}
