using System.Text.Json;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary>The whole program with every source and every task, against the simulator.</summary>
public sealed class AllSourcesTests : IAsyncLifetime
{
    private const string Key = "CANARY-4f9c2d7e";
    private const string AdminKey = "CANARY-admin-81b3";

    private readonly WorkFolder _folder = new();
    private RunningSimulator _simulator = null!;
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await RunningSimulator.StartAsync(new() { Coins = 120 });
        _server = await RunningServer.StartAsync(_folder, new Dictionary<string, string>(_simulator.AllSettings(Key)) { ["ADMIN_API_KEY"] = AdminKey });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Everything_that_the_sources_tell_is_served()
    {
        await _server.EventuallyAsync("/data?coin=bitcoin", body => body.GetProperty("data").GetArrayLength() >= 4);
        var bitcoin = await _server.EventuallyAsync(
            "/api/v1/cryptos/bitcoin", body => Sources(body.GetProperty("quotes")).Length >= 4 && body.GetProperty("metadata").GetArrayLength() >= 3);
        Assert.Equal(["coingecko", "coinmarketcap", "coinpaprika", "consensus"], Sources(bitcoin.GetProperty("quotes")).Except(["coinmarketcap_dex"]).Order());
        Assert.All(bitcoin.GetProperty("metadata").EnumerateArray(), row => Assert.NotEqual("", row.GetProperty("description").GetString()));
        Assert.InRange(Assert.Single(bitcoin.GetProperty("sentiment").EnumerateArray()).GetProperty("votes_up_percentage").GetDouble(), 0, 100);

        Assert.Equal(["coingecko", "coinmarketcap", "coinpaprika"], await SourcesOfAsync("/api/v1/global", atLeast: 3));
        Assert.Equal(["coingecko"], await SourcesOfAsync("/api/v1/trending", atLeast: 7));
        Assert.Contains("coingecko", await SourcesOfAsync("/api/v1/exchanges?page_size=100", atLeast: 100));
        Assert.Equal(["coinmarketcap_dex"], await SourcesOfAsync("/api/v1/dex/networks", atLeast: 5));
        var pairs = await _server.EventuallyAsync("/api/v1/dex/pairs?network=ethereum&page_size=100", body => body.GetProperty("data").GetArrayLength() > 10);
        Assert.All(pairs.GetProperty("data").EnumerateArray(), pair => Assert.Equal("ethereum", pair.GetProperty("network").GetString()));
        Assert.Empty((await _server.JsonAsync("/api/v1/drift")).GetProperty("data").EnumerateArray());

        var health = (await _server.EventuallyAsync("/health", body => body.GetProperty("sources").GetProperty("coinmarketcap").GetProperty("credits_left").ValueKind == JsonValueKind.Number))
            .GetProperty("sources").GetProperty("coinmarketcap");
        Assert.Equal(50, health.GetProperty("rate_limit").GetInt32()); // by its own word
        Assert.True(health.GetProperty("interval_seconds").GetProperty("prices").GetDouble() > 60, "15,000 credits a month do not pay for a round a minute.");
    }

    [Fact]
    public async Task No_key_is_shown_or_stored_whatever_goes_wrong()
    {
        await _server.EventuallyAsync("/api/v1/global", body => body.GetProperty("data").GetArrayLength() == 3);
        foreach (var (path, scenario) in new[] { ("/coingecko", "unauthorized"), ("/coinpaprika", "unauthorized"), ("/cmc", "connection_refused"), ("/cmc-dex", "redirect_elsewhere") })
            await _simulator.SpoilAsync(path, scenario);
        foreach (var task in new[] { "prices", "dex", "quota" })
        {
            using var started = await _server.SendAsync(HttpMethod.Post, $"/fetch-crypto?task={task}", ("X-API-Key", AdminKey));
            started.EnsureSuccessStatusCode();
        }

        foreach (var source in new[] { "coingecko", "coinpaprika", "coinmarketcap_dex" })
            await _server.EventuallyAsync($"/api/v1/runs?source={source}&status=failure", body => body.GetProperty("data").GetArrayLength() > 0);

        foreach (var path in new[] { "/health", "/stats", "/api/v1/runs?page_size=100", "/api/v1/rejected", "/api/v1/sources", "/api/v1/drift", "/openapi/v1.json", "/data?source=nobody" })
        {
            using var response = await _server.GetAsync(path);
            Assert.DoesNotContain("CANARY", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        var ended = await _server.Process.StopAsync();
        Assert.DoesNotContain("CANARY", ended.Output + ended.Errors, StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("CANARY", System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        using var data = new SqliteData(_folder.Database);
        Assert.Empty(data.Query("SELECT url FROM raw_payloads WHERE url LIKE '%CANARY%'", row => row.Text(0)));
    }

    private static string[] Sources(JsonElement rows) => [.. rows.EnumerateArray().Select(row => row.GetProperty("source").GetString()!).Distinct().Order()];

    private async Task<string[]> SourcesOfAsync(string path, int atLeast) =>
        Sources((await _server.EventuallyAsync(path, body => body.GetProperty("data").GetArrayLength() >= atLeast)).GetProperty("data"));
}
