using System.Net.Http.Json;
using Assay.Adapters.Providers;
using Assay.Board;
using Assay.History;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Simulator;
using Assay.Tests.Providers;
using Assay.Tests.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Tests.History;

/// <summary>Sources that tell the past, over real HTTP against the simulator, and a real database that several programs work on, one after the other.</summary>
internal sealed class PastMarket : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 4, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan[] Limits = [TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(30)];

    private readonly WebApplication _simulator;
    private readonly HttpClient _client;
    private readonly StoreBundle _store;
    private readonly List<Program> _programs = [];

    private PastMarket(WatchedClock clock, WebApplication simulator, StoreBundle store)
    {
        (Clock, _simulator, _store) = (clock, simulator, store);
        _client = new HttpClient { BaseAddress = new Uri(simulator.Urls.Single()) };
        _client.DefaultRequestHeaders.Add("x-cg-demo-api-key", "any");
    }

    public WatchedClock Clock { get; }

    public StoreBundle Store => _store;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PastMarket> StartAsync(SimulatorOptions? options = null)
    {
        var clock = new WatchedClock(Start);
        var simulator = SimulatorApp.Build((options ?? new()) with { Port = 0, Coins = 30, Gaps = false }, clock);
        await simulator.StartAsync(Cancellation);
        return new PastMarket(clock, simulator, await SqliteBundle.CreateAsync());
    }

    /// <summary>Another program on the same database.</summary>
    public async Task<Program> OpenAsync(IngestionOptions? options = null)
    {
        var program = new Program(this, options ?? new IngestionOptions { TopCoins = 30 });
        _programs.Add(program);
        await program.Pipeline.ReloadAsync(Cancellation);
        return program;
    }

    /// <summary>How often CoinGecko has been asked for anything.</summary>
    public async Task<int> CountCallsAsync()
    {
        using var answer = await _client.GetAsync("coingecko/api/v3/key", Cancellation);
        return System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).GetProperty("current_total_monthly_calls").GetInt32();
    }

    public async Task SpoilAsync(string path, string scenario)
    {
        using var answer = await _client.PostAsJsonAsync("faults", new { path, scenario }, Cancellation);
        answer.EnsureSuccessStatusCode();
    }

    public async Task BehaveAsync()
    {
        using var answer = await _client.DeleteAsync("faults", Cancellation);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<RunResult> CompleteAsync(StartedRun run)
    {
        await Clock.RunAsync(run.Completion, Limits, Cancellation);
        return await run.Completion;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
            await program.DisposeAsync();
        await _store.DisposeAsync();
        _client.Dispose();
        await _simulator.DisposeAsync();
    }

    internal sealed class Program : IAsyncDisposable
    {
        private readonly PastMarket _market;
        private readonly ServiceProvider _services;
        private readonly Rounds _rounds;

        public Program(PastMarket market, IngestionOptions options)
        {
            var (store, clock, address) = (market.Store, market.Clock, market._client.BaseAddress!);
            _market = market;
            _services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddLogging().AddProviders(new Dictionary<SourceId, ProviderSettings>
            {
                [SourceId.CoinGecko] = Of(new Uri(address, "coingecko/api/v3")),
                [SourceId.CoinPaprika] = Of(new Uri(address, "coinpaprika/v1")),
                [SourceId.CoinMarketCap] = Of(new Uri(address, "cmc")) with { ApiKey = "any", Plan = "startup" },
            }).BuildServiceProvider();
            Providers = new ProviderRegistry(_services.GetServices<IProvider>());
            Pace = new Pace(options, clock);
            Pipeline = new Pipeline(store.Raw, store.Market, store.Assets, Identity, Board, options, NullLogger<Pipeline>.Instance, pace: Pace);
            var recorder = new RunRecorder(Pipeline, store.Runs, clock, NullLogger<RunRecorder>.Instance);
            _rounds = new Rounds(Providers, new Requests(Identity, Board, store.Facts, options, clock), Pace, recorder, options, clock);
            Backfiller = new Backfiller(Identity, store.Coverage, recorder, clock);
            Filler = new HistoryFiller(Backfiller, Pace, Board, options, clock);
            Gaps = new GapReader(store.History, store.Coverage, store.Runs, Providers, Pace);
        }

        public ProviderRegistry Providers { get; }

        public IdentityMap Identity { get; } = new();

        public MarketBoard Board { get; } = new();

        public Pace Pace { get; }

        public Pipeline Pipeline { get; }

        public Backfiller Backfiller { get; }

        public HistoryFiller Filler { get; }

        public GapReader Gaps { get; }

        public IHistoricProvider Of(SourceId source) => (IHistoricProvider)Providers.Find(source.Name)!;

        public Task<RunResult> RoundAsync(SourceId source) =>
            _market.CompleteAsync(_rounds.Start(Of(source), FetchTask.Prices, coin: null, progress: null, Cancellation));

        public Task<BackfillPlan> PlanAsync(SourceId source, TimeSpan back, params string[] coins) => Backfiller.PlanAsync(
            Of(source), coins, new TimeRange(_market.Clock.GetUtcNow() - back, TimeRange.All.To), int.MaxValue, Cancellation);

        public Task<RunResult> FillAsync(BackfillPlan plan) => _market.CompleteAsync(Backfiller.Start(plan, TimeSpan.Zero, long.MaxValue, progress: null, Cancellation));

        public async ValueTask DisposeAsync()
        {
            Pipeline.Dispose();
            await _services.DisposeAsync();
        }

        private static ProviderSettings Of(Uri address) => new() { BaseUrl = address, CallsPerMinute = 6000 };
    }
}
