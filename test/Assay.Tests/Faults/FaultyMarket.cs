using System.Net.Http.Json;
using Assay.Adapters.Providers;
using Assay.Board;
using Assay.Drift;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Simulator;
using Assay.Tests.Providers;
using Assay.Tests.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Tests.Faults;

/// <summary>The sources as the program has them, over real HTTP against the simulator and over a real database. Its time moves on when somebody waits.</summary>
internal sealed class FaultyMarket : IAsyncDisposable
{
    public const int Coins = 60;

    public static readonly DateTimeOffset Start = new(2026, 4, 1, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Limits and no waits: of an attempt, of closing the books, of a round.</summary>
    private static readonly TimeSpan[] Limits = [TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(30)];

    private readonly WebApplication _simulator;
    private readonly HttpClient _admin;
    private readonly ServiceProvider _services;
    private readonly Pipeline _pipeline;
    private readonly Rounds _rounds;

    private FaultyMarket(WatchedClock clock, WebApplication simulator, StoreBundle store)
    {
        (Clock, _simulator, Store) = (clock, simulator, store);
        _admin = new HttpClient { BaseAddress = new Uri(simulator.Urls.Single()) };
        _services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddLogging().AddProviders(Settings(_admin.BaseAddress)).BuildServiceProvider();
        Providers = new ProviderRegistry(_services.GetServices<IProvider>());
        var options = new IngestionOptions { TopCoins = Coins };
        var identity = new IdentityMap();
        var drift = new DriftWatch(store.Rows, NullLogger<DriftWatch>.Instance);
        _pipeline = new Pipeline(store.Raw, store.Market, store.Assets, identity, Board, options, NullLogger<Pipeline>.Instance, drift);
        _rounds = new Rounds(Providers, new Requests(identity, Board, store.Facts, options, clock), new Pace(options, clock),
            new RunRecorder(_pipeline, store.Runs, clock, NullLogger<RunRecorder>.Instance), options, clock);
    }

    public WatchedClock Clock { get; }

    public StoreBundle Store { get; }

    public MarketBoard Board { get; } = new();

    public ProviderRegistry Providers { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<FaultyMarket> StartAsync()
    {
        var clock = new WatchedClock(Start);
        var simulator = SimulatorApp.Build(new SimulatorOptions { Port = 0, Coins = Coins, Gaps = false }, clock);
        await simulator.StartAsync(Cancellation);
        return new FaultyMarket(clock, simulator, await SqliteBundle.CreateAsync());
    }

    /// <summary>Lets the simulator misbehave; see docs/simulator.md for the rule.</summary>
    public async Task SpoilAsync(object rule)
    {
        using var answer = await _admin.PostAsJsonAsync("faults", rule, Cancellation);
        answer.EnsureSuccessStatusCode();
    }

    public async Task BehaveAsync()
    {
        using var answer = await _admin.DeleteAsync("faults", Cancellation);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<RunResult> RoundAsync(SourceId source, string task)
    {
        var round = _rounds.Start((IPolledProvider)Providers.Find(source.Name)!, task, coin: null, progress: null, Cancellation).Completion;
        await Clock.RunAsync(round, Limits, Cancellation);
        return await round;
    }

    public async ValueTask DisposeAsync()
    {
        _pipeline.Dispose();
        await _services.DisposeAsync();
        await Store.DisposeAsync();
        _admin.Dispose();
        await _simulator.DisposeAsync();
    }

    private static Dictionary<SourceId, ProviderSettings> Settings(Uri simulator) => new()
    {
        [SourceId.CoinGecko] = Of(new Uri(simulator, "coingecko/api/v3")),
        [SourceId.CoinPaprika] = Of(new Uri(simulator, "coinpaprika/v1")),
        [SourceId.CoinMarketCap] = Of(new Uri(simulator, "cmc")) with { ApiKey = "any" },
        [SourceId.CoinMarketCapDex] = Of(new Uri(simulator, "cmc-dex")) with { ApiKey = "any" },
    };

    private static ProviderSettings Of(Uri address) => new() { BaseUrl = address, CallsPerMinute = 6000 };
}
