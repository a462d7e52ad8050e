using System.Globalization;
using System.Text.Json;
using Assay.Simulator;
using Microsoft.AspNetCore.Builder;

namespace Assay.Tests.Simulator;

/// <summary>A simulator on a free port of the loopback interface, with a client for it and a clock that tests move.</summary>
internal sealed class RunningSimulator : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningSimulator(WebApplication app, ManualClock clock)
    {
        _app = app;
        Clock = clock;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public static DateTimeOffset Start { get; } = DateTimeOffset.Parse("2026-03-01T12:00:00.250Z", CultureInfo.InvariantCulture);

    public ManualClock Clock { get; }

    public HttpClient Client { get; }

    public static async Task<RunningSimulator> StartAsync(SimulatorOptions options)
    {
        var clock = new ManualClock(Start);
        var app = SimulatorApp.Build(options with { Port = 0 }, clock);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningSimulator(app, clock);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path, TestContext.Current.CancellationToken);

    public Task<string> ReadAsync(string path) => Client.GetStringAsync(path, TestContext.Current.CancellationToken);

    public async Task<JsonElement> JsonAsync(string path) => JsonElement.Parse(await ReadAsync(path));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
