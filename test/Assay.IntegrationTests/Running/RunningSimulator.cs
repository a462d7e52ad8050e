using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Assay.Simulator;
using Microsoft.AspNetCore.Builder;

namespace Assay.IntegrationTests.Running;

/// <summary>The providers' stand-in, on a free port of the loopback interface.</summary>
internal sealed class RunningSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private RunningSimulator(WebApplication app)
    {
        _app = app;
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    /// <summary>Each coin has a new quote every second, so that each round brings something to store.</summary>
    public static SimulatorOptions Lively { get; } = new()
    {
        CoinGeckoDelay = new QuoteDelay(TimeSpan.Zero, TimeSpan.FromSeconds(1)),
        CoinPaprikaDelay = new QuoteDelay(TimeSpan.Zero, TimeSpan.FromSeconds(2)),
    };

    public static async Task<RunningSimulator> StartAsync(SimulatorOptions options)
    {
        var app = SimulatorApp.Build(options with { Port = 0 }, TimeProvider.System);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningSimulator(app);
    }

    /// <summary>Settings that let the program ask this simulator for prices, as often as it likes, and nobody for anything else.</summary>
    public Dictionary<string, string> Settings(int interval) => new()
    {
        ["COINGECKO_BASE_URL"] = $"{_client.BaseAddress}coingecko/api/v3",
        ["COINPAPRIKA_BASE_URL"] = $"{_client.BaseAddress}coinpaprika/v1",
        ["COINGECKO_RATE_LIMIT"] = "10000",
        ["COINPAPRIKA_RATE_LIMIT"] = "10000",
        ["ENABLE_CMC"] = "false",
        ["ENABLE_CMC_DEX"] = "false",
        ["METADATA_UPDATE_INTERVAL"] = "0",
        ["SENTIMENT_UPDATE_INTERVAL"] = "0",
        ["DEX_UPDATE_INTERVAL"] = "0",
        ["EXCHANGE_UPDATE_INTERVAL"] = "0",
        ["PRICE_UPDATE_INTERVAL"] = interval.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Settings that let the program ask this simulator for everything, with keys.</summary>
    /// <param name="key">The key of every source.</param>
    public Dictionary<string, string> AllSettings(string key) => new()
    {
        ["COINGECKO_BASE_URL"] = $"{_client.BaseAddress}coingecko/api/v3",
        ["COINGECKO_PLAN"] = "demo",
        ["COINGECKO_API_KEY"] = key,
        ["COINPAPRIKA_BASE_URL"] = $"{_client.BaseAddress}coinpaprika/v1",
        ["COINPAPRIKA_API_KEY"] = key,
        ["COINPAPRIKA_RATE_LIMIT"] = "60", // the plan that the simulator plays has 600
        ["CMC_BASE_URL"] = $"{_client.BaseAddress}cmc",
        ["CMC_API_KEY"] = key,
        ["CMC_DEX_BASE_URL"] = $"{_client.BaseAddress}cmc-dex",
        ["CMC_DEX_API_KEY"] = key,
        ["TRACKED_COINS"] = "bitcoin",
        ["LOG_LEVEL"] = "Trace",
    };

    /// <summary>Lets a scenario happen to the next answers of a path.</summary>
    public async Task SpoilAsync(string path, string scenario)
    {
        using var answer = await _client.PostAsJsonAsync("faults", new { path, scenario }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async Task HoldBackAsync(string path, TimeSpan delay)
    {
        using var answer = await _client.PostAsJsonAsync("faults", new[] { new { path, delay_ms = (int)delay.TotalMilliseconds } }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How often CoinGecko has been asked for anything.</summary>
    public async Task<int> CountCallsAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "coingecko/api/v3/key");
        request.Headers.Add("x-cg-demo-api-key", "any");
        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("current_total_monthly_calls").GetInt32();
    }

    public async Task BehaveAsync()
    {
        using var answer = await _client.DeleteAsync("faults", TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }
}
