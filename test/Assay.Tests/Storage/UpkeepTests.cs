using Assay.Ingestion;
using Assay.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Tests.Storage;

public sealed class UpkeepTests : IAsyncLifetime
{
    private static readonly AssetId Bitcoin = new("bitcoin");

    private readonly ManualClock _clock = new(Make.Noon);
    private StoreBundle _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await SqliteBundle.CreateAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Retention_keeps_the_days_that_are_set_and_tells_the_books_how_many_rows_went()
    {
        await _store.Market.CommitAsync(Make.Identities(Bitcoin), Cancellation);
        await _store.Market.CommitAsync(Make.Page([.. Enumerable.Range(1, 10).Select(day => Make.Quote(Bitcoin, Make.Noon.AddDays(-day).AddSeconds(1), day))]), Cancellation);

        var run = await New(_store.Maintenance, new UpkeepOptions { KeepQuotes = TimeSpan.FromDays(4) }).RunAsync(Upkeep.Retention, Cancellation);

        Assert.Equal([4, 3, 2, 1], (await _store.History.ReadQuotesAsync(SourceId.CoinGecko, Bitcoin, TimeRange.All, Cancellation).ToListAsync(Cancellation)).Select(quote => quote.Price));
        // Six quotes with six candles each, and the day in the midst of which the kept time begins.
        Assert.Equal(("assay", Upkeep.Retention, RunStatus.Success, 6 + 36 + 1), (run.Source.Name, run.Task, run.Status, run.RecordsProcessed));
        Assert.Equal(run, await _store.Runs.FindAsync(run.Id, Cancellation));
    }

    [Fact]
    public async Task With_nothing_set_everything_is_kept()
    {
        await Fill.AllTablesAsync(_store, 3, Cancellation);
        _clock.Advance(TimeSpan.FromDays(4000));

        var run = await New(_store.Maintenance, new UpkeepOptions()).RunAsync(Upkeep.Retention, Cancellation);

        Assert.Equal((RunStatus.Success, 0), (run.Status, run.RecordsProcessed));
    }

    [Theory]
    [InlineData(Upkeep.Retention)]
    [InlineData(Upkeep.Maintenance)]
    public async Task What_fails_stands_on_the_books_with_the_reason(string task)
    {
        var run = await New(new Broken(new StoreException("The disk is full.")), new UpkeepOptions()).RunAsync(task, Cancellation);

        Assert.Equal((task, RunStatus.Failure, "The disk is full."), (run.Task, run.Status, run.Error));
        Assert.Equal(run, await _store.Runs.FindAsync(run.Id, Cancellation));
    }

    [Fact]
    public async Task What_is_stopped_stands_on_the_books_as_interrupted()
    {
        var run = await New(new Broken(new OperationCanceledException()), new UpkeepOptions()).RunAsync(Upkeep.Maintenance, Cancellation);

        Assert.Equal(RunStatus.Interrupted, (await _store.Runs.FindAsync(run.Id, Cancellation))!.Status);
    }

    private Upkeep New(IMaintenance maintenance, UpkeepOptions options) => new(maintenance, _store.Runs, _store.Rows, options, _clock, NullLogger<Upkeep>.Instance);

    private sealed class Broken(Exception reason) : IMaintenance
    {
        public Task<IReadOnlyDictionary<Table, long>> RemoveAsync(DateTimeOffset? quotesBefore, DateTimeOffset? payloadsBefore, CancellationToken cancellationToken) =>
            Task.FromException<IReadOnlyDictionary<Table, long>>(reason);

        public Task TidyAsync(CancellationToken cancellationToken) => Task.FromException(reason);
    }
}
