using System.Net;
using System.Net.Sockets;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary><c>make up</c> on a machine that reaches nobody.</summary>
public sealed class OfflineTests
{
    [Fact]
    public async Task Without_internet_it_starts_says_degraded_and_explains()
    {
        using var folder = new WorkFolder();
        var nobody = $"http://127.0.0.1:{ClosedPort()}/v1";
        await using var server = await RunningServer.StartAsync(folder, new Dictionary<string, string>
        {
            ["COINGECKO_BASE_URL"] = nobody,
            ["COINPAPRIKA_BASE_URL"] = nobody,
            ["CMC_BASE_URL"] = nobody,
            ["CMC_DEX_BASE_URL"] = nobody,
            ["PRICE_UPDATE_INTERVAL"] = "600",
        });

        var health = await server.EventuallyAsync("/health", body => body.GetProperty("problems").EnumerateArray()
            .Count(problem => problem.GetString()!.Contains("no answer", StringComparison.Ordinal)) == 3);

        Assert.Equal("degraded", health.GetProperty("status").GetString());
        Assert.Equal("connected", health.GetProperty("database").GetString());
        Assert.Collection(
            health.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!).Order(),
            problem => Assert.StartsWith("coingecko has had no successful price run yet.", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("coinmarketcap has had no successful price run yet.", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("coinpaprika has had no successful price run yet.", problem, StringComparison.Ordinal));
        await server.JsonAsync("/health/live");
        await server.JsonAsync("/health/ready");
        Assert.Empty((await server.JsonAsync("/data")).GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task Without_an_admin_key_nobody_may_start_a_round_in_production()
    {
        using var folder = new WorkFolder();
        await using var server = await RunningServer.StartAsync(folder, new Dictionary<string, string>
        {
            ["ENABLE_COINGECKO"] = "false",
            ["ENABLE_COINPAPRIKA"] = "false",
            ["ENABLE_CMC"] = "false",
            ["ENABLE_CMC_DEX"] = "false",
        });

        using var post = await server.SendAsync(HttpMethod.Post, "/fetch-crypto");
        using var get = await server.SendAsync(HttpMethod.Get, "/fetch-crypto");
        using var guess = await server.SendAsync(HttpMethod.Post, "/fetch-crypto", ("X-API-Key", "guess"));

        Assert.Equal(HttpStatusCode.Forbidden, post.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, get.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, guess.StatusCode);
        Assert.Contains("ADMIN_API_KEY", await post.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>A port that was free a moment ago: whoever asks there is refused.</summary>
    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
