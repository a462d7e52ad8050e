using System.Runtime.CompilerServices;
using System.Text;
using Assay.Board;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Server.Scheduling;
using Assay.Storage;
using Assay.Tests.Replay;
using Assay.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Tests.Server;

/// <summary>A program that goes on running cleans up what an outage of its store has left.</summary>
public sealed class RecoveryTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = Make.Noon;
    private static readonly AssetId Bitcoin = new("bitcoin");

    private readonly TextSource _source = new(SourceId.CoinGecko);
    private readonly ManualClock _clock = new(Noon);
    private readonly MarketBoard _board = new();
    private StoreBundle _store = null!;
    private AwayStore _away = null!;
    private Pipeline _pipeline = null!;
    private RunRecorder _recorder = null!;
    private Recovery _recovery = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteBundle.CreateAsync();
        _away = new AwayStore(_store);
        _pipeline = new Pipeline(_store.Raw, _away, _store.Assets, new IdentityMap(), _board, new IngestionOptions(), NullLogger<Pipeline>.Instance);
        _recorder = new RunRecorder(_pipeline, _away, _clock, NullLogger<RunRecorder>.Instance);
        _recovery = new Recovery(new ProviderRegistry([_source]), _pipeline, _recorder, _away, _clock, NullLogger<Recovery>.Instance);
    }

    public ValueTask DisposeAsync()
    {
        _pipeline.Dispose();
        return _store.DisposeAsync();
    }

    [Fact]
    public async Task A_round_that_lost_its_store_is_closed_as_it_ended_and_what_it_had_kept_is_processed()
    {
        var lost = await RoundAsync(5, "bitcoin BTC Bitcoin 0 100", duringIt: () => _away.IsAway = true);
        await Assert.ThrowsAsync<StoreException>(() => _recovery.RunAsync(Cancellation));
        _away.IsAway = false;

        await _recovery.RunAsync(Cancellation);

        var run = (await _store.Runs.FindAsync(lost, Cancellation))!;
        Assert.Equal((RunStatus.Failure, Noon, "The store is away."), (run.Status, run.FinishedAt!.Value, run.Error));
        Assert.Equal([100.0], await PricesAsync(SourceId.CoinGecko));
        Assert.Empty(await _store.Raw.ReadUnprocessedAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_processed_late_does_not_come_on_top_of_what_is_newer()
    {
        await RoundAsync(5, "bitcoin BTC Bitcoin 0 100", duringIt: () => _away.IsAway = true);
        _away.IsAway = false;
        await RoundAsync(65, "bitcoin BTC Bitcoin 0 101\nbitcoin BTC Bitcoin 60 102");

        await _recovery.RunAsync(Cancellation);

        Assert.Equal([101.0, 102.0], await PricesAsync(SourceId.CoinGecko));
        Assert.Empty(await _store.ReadCorrectionsAsync(Bitcoin));
        Assert.Equal(102, _board.Find(SourceId.CoinGecko, Bitcoin)!.Quote.Figures.Price);
        Assert.Equal(_board.Find(SourceId.CoinGecko, Bitcoin)!.Quote, (await _store.Market.LatestAsync(Cancellation))[(SourceId.CoinGecko, Bitcoin)]);
    }

    [Fact]
    public async Task A_run_that_is_under_way_is_left_alone()
    {
        var goOn = new TaskCompletionSource();
        var run = _recorder.Start(SourceId.CoinGecko, FetchTask.Prices, Pages(Payload(5, "bitcoin BTC Bitcoin 0 100"), () => goOn.Task, Cancellation), Timeout.InfiniteTimeSpan, null, Cancellation);
        while (await _store.Runs.FindAsync(run.Id, Cancellation) is null)
            await Task.Yield();

        await _recovery.RunAsync(Cancellation);

        Assert.Equal(RunStatus.Running, (await _store.Runs.FindAsync(run.Id, Cancellation))!.Status);
        goOn.SetResult();
        Assert.Equal(RunStatus.Success, (await run.Completion).Status);
    }

    [Fact]
    public async Task A_consensus_that_was_not_decided_any_more_is_decided_once()
    {
        _away.Refuses = page => page.Source == SourceId.Consensus;
        await RoundAsync(5, "bitcoin BTC Bitcoin 0 100\nethereum ETH Ethereum -2000 7");
        _away.Refuses = _ => false;
        Assert.Empty(await PricesAsync(SourceId.Consensus));

        await _recovery.RunAsync(Cancellation);
        await _recovery.RunAsync(Cancellation);

        var consensus = (await _store.Market.LatestAsync(Cancellation))[(SourceId.Consensus, Bitcoin)];
        Assert.Equal((100, Noon, Noon.AddSeconds(5)), (consensus.Figures.Price, consensus.ObservedAt, consensus.RecordedAt)); // as if nothing had happened
        Assert.Equal(consensus, _board.Find(SourceId.Consensus, Bitcoin)!.Quote);
        Assert.Null(_board.Find(SourceId.Consensus, new("ethereum"))); // too old to have a vote
    }

    /// <summary>A round of one page; returns its run.</summary>
    private async Task<Guid> RoundAsync(double seconds, string body, Action? duringIt = null)
    {
        var run = _recorder.Start(SourceId.CoinGecko, FetchTask.Prices, Pages(Payload(seconds, body), () =>
        {
            duringIt?.Invoke();
            return Task.CompletedTask;
        }, Cancellation), Timeout.InfiniteTimeSpan, null, Cancellation);
        await run.Completion;
        return run.Id;
    }

    private async IAsyncEnumerable<(IProvider, RawPayload)> Pages(RawPayload page, Func<Task> before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await before();
        cancellationToken.ThrowIfCancellationRequested();
        yield return (_source, page);
    }

    private static RawPayload Payload(double seconds, string body) => Make.Payload(Encoding.UTF8.GetBytes(body)) with { FetchedAt = Noon.AddSeconds(seconds) };

    private Task<IReadOnlyList<double>> PricesAsync(SourceId source) => _store.History.ReadNewestPricesAsync(source, Bitcoin, 10, Cancellation);
}
