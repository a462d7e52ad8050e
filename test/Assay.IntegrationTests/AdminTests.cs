using System.Net;
using System.Text.Json;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary>Who may start a round, and what happens when two do.</summary>
[Collection(nameof(DemoServer))]
public sealed class AdminTests(DemoServer demo)
{
    [Theory]
    [InlineData("X-API-Key", DemoServer.AdminKey)]
    [InlineData("Authorization", $"Bearer {DemoServer.AdminKey}")]
    public async Task With_the_key_a_round_starts_and_is_in_the_books(string header, string value)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Get])
        {
            using var response = await demo.Server.SendAsync(method, "/fetch-crypto", (header, value));

            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            var ids = await RunIdsAsync(response);
            Assert.Equal(2, ids.Length); // one for each source
            await demo.Server.EventuallyAsync("/api/v1/runs?page_size=100", body => ids.All(id =>
                body.GetProperty("data").EnumerateArray().Any(run => run.GetProperty("id").GetString() == id)));
        }
    }

    [Theory]
    [InlineData("X-API-Key", "wrong")]
    [InlineData("Authorization", "Bearer wrong")]
    [InlineData("X-Something-Else", DemoServer.AdminKey)]
    public async Task Without_the_right_key_it_is_401(string header, string value)
    {
        using var response = await demo.Server.SendAsync(HttpMethod.Post, "/fetch-crypto", (header, value));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain(DemoServer.AdminKey, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source=nobody", "nobody")]
    [InlineData("task=dancing", "dancing")]
    public async Task A_round_that_nobody_can_run_is_400(string query, string named)
    {
        using var response = await demo.Server.SendAsync(HttpMethod.Post, $"/fetch-crypto?{query}", ("X-API-Key", DemoServer.AdminKey));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(named, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_development_this_machine_needs_no_key_and_triggers_at_once_share_a_run()
    {
        using var folder = new WorkFolder();
        await using var simulator = await RunningSimulator.StartAsync(RunningSimulator.Lively with { Coins = 20 });
        await simulator.HoldBackAsync("/coingecko/api/v3/coins/markets", TimeSpan.FromMinutes(5));
        var settings = simulator.Settings(interval: 0);
        settings["APP_ENV"] = "development";
        await using var server = await RunningServer.StartAsync(folder, settings);

        var responses = await Task.WhenAll(
            server.SendAsync(HttpMethod.Post, "/fetch-crypto?source=coingecko"), server.SendAsync(HttpMethod.Get, "/fetch-crypto?source=coingecko"));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Accepted, response.StatusCode));
        var ids = await Task.WhenAll(responses.Select(RunIdsAsync));
        Assert.Equal(Assert.Single(ids[0]), Assert.Single(ids[1]));
        var runs = await server.EventuallyAsync("/api/v1/runs", body => body.GetProperty("data").GetArrayLength() > 0);
        Assert.Equal(ids[0][0], Assert.Single(runs.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("running", (await server.JsonAsync("/health")).GetProperty("etl_status").GetProperty("sources").GetProperty("coingecko").GetString());
        foreach (var response in responses)
            response.Dispose();
    }

    private static async Task<string[]> RunIdsAsync(HttpResponseMessage response)
    {
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return [.. body.GetProperty("run_ids").EnumerateArray().Select(id => id.GetString()!)];
    }
}
