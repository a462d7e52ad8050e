using Assay.Ingestion;
using Assay.Moving;
using Assay.Storage;
using Assay.Tests.Storage;

namespace Assay.Tests.Moving;

public sealed class StoreCopyTests : IAsyncLifetime
{
    private const int QuotesPerAsset = 25;

    private StoreBundle _from = null!;
    private StoreBundle _to = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _from = await SqliteBundle.CreateAsync();
        await Fill.AllTablesAsync(_from, QuotesPerAsset, Cancellation);
        _to = SqliteBundle.InNewFolder();
    }

    public async ValueTask DisposeAsync()
    {
        await _from.DisposeAsync();
        await _to.DisposeAsync();
    }

    [Fact]
    public async Task Everything_arrives_and_both_stores_sum_up_to_the_same()
    {
        var comparisons = await CopyAsync();

        Assert.Equal(Table.All.Select(table => table.Name), comparisons.Select(comparison => comparison.Expected.Table));
        Assert.All(comparisons, comparison => Assert.Equal(comparison.Expected, comparison.Found));
        Assert.All(comparisons, comparison => Assert.NotEqual(0, comparison.Found.Rows));
        Assert.Equal(Fill.Assets.Length * 2 * QuotesPerAsset, comparisons.Single(comparison => comparison.Found.Table == "quotes").Found.Rows);
        Assert.Equal(await _from.Market.LatestAsync(Cancellation), await _to.Market.LatestAsync(Cancellation));
        Assert.Equal((await _from.Runs.TallyAsync(Cancellation)).Where(tally => tally.Source != SourceId.Assay),
            (await _to.Runs.TallyAsync(Cancellation)).Where(tally => tally.Source != SourceId.Assay));
    }

    [Fact]
    public async Task The_copy_stands_on_the_books_of_the_target()
    {
        var comparisons = await CopyAsync();

        var run = Assert.Single((await _to.Runs.ReadRunsAsync(new RunFilter("assay", "copy"), 1, 10, Cancellation)).Items);
        Assert.Equal((RunStatus.Success, null), (run.Status, run.Error));
        Assert.Equal(comparisons.Sum(comparison => comparison.Found.Rows), run.RecordsProcessed);
    }

    [Fact]
    public async Task What_comes_afterwards_is_numbered_behind_what_was_copied()
    {
        await CopyAsync();
        var last = (await _to.Rows.FindLastRowAsync(Table.RawPayloads, Cancellation))![0];

        var run = Make.Run(9);
        await _to.Runs.BeginAsync(run, Cancellation);
        var id = await _to.Raw.KeepAsync(run.Id, Make.Payload([9]), Cancellation);

        Assert.True(id > (long)last!);
        await _to.Market.CommitAsync(Make.Page(Make.Quote(Fill.Assets[0], Make.Noon.AddDays(1), 7)) with { Run = run.Id, Payload = id }, Cancellation);
        Assert.Equal(7, (await _to.Market.LatestAsync(Cancellation))[(SourceId.CoinGecko, Fill.Assets[0])].Figures.Price);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(31)]
    [InlineData(45)]
    public async Task Cut_off_anywhere_it_goes_on_where_it_was(int batches)
    {
        var whole = await CountBatchesAsync();
        using var cut = new CancellationTokenSource();
        var first = new Reports(count =>
        {
            if (count == batches)
                cut.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => NewCopy().RunAsync(force: false, first, cut.Token));

        var second = new Reports(_ => { });
        var comparisons = await NewCopy().RunAsync(force: false, second, Cancellation);

        Assert.All(comparisons, comparison => Assert.Equal(comparison.Expected, comparison.Found));
        // Sources and runs are a batch each, and the batch that was being written when it was cut may or may not have arrived.
        Assert.InRange(second.Count, whole - batches, whole - batches + 3);
        Assert.Equal(RunStatus.Success, Assert.Single((await _to.Runs.ReadRunsAsync(new RunFilter("assay", "copy"), 1, 10, Cancellation)).Items).Status);
    }

    [Fact]
    public async Task A_row_that_does_not_arrive_as_it_was_is_found()
    {
        var copy = new StoreCopy(EndOf(_from), EndOf(_to) with { Rows = new Flaw(_to.Rows) }, TimeProvider.System);

        var comparisons = await copy.RunAsync(force: false, progress: null, Cancellation);

        var differing = Assert.Single(comparisons, comparison => !comparison.IsSame);
        Assert.Equal(("candles", differing.Expected.Rows), (differing.Found.Table, differing.Found.Rows));
        var run = Assert.Single((await _to.Runs.ReadRunsAsync(new RunFilter("assay", "copy"), 1, 10, Cancellation)).Items);
        Assert.Equal(RunStatus.Failure, run.Status);
        Assert.Contains("candles", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_holds_anything_else_is_refused()
    {
        await _to.Database.MigrateAsync(Cancellation);
        await _to.Market.CommitAsync(Make.Identities(new AssetId("mine")), Cancellation);

        var error = await Assert.ThrowsAsync<StoreException>(CopyAsync);

        Assert.Contains("is not empty", error.Message, StringComparison.Ordinal);
        Assert.Equal([new AssetId("mine")], (await _to.Assets.ReadAssetsAsync(Cancellation)).Select(asset => asset.Id));
    }

    [Fact]
    public async Task A_finished_copy_is_not_copied_over_again()
    {
        await CopyAsync();

        await Assert.ThrowsAsync<StoreException>(CopyAsync);
    }

    [Fact]
    public async Task An_unfinished_copy_of_another_store_is_refused()
    {
        await using var other = (SqliteBundle)await SqliteBundle.CreateAsync();
        await Fill.AllTablesAsync(other, 1, Cancellation);
        using var cut = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new StoreCopy(EndOf(other), EndOf(_to), TimeProvider.System).RunAsync(force: false, new Reports(_ => cut.Cancel()), cut.Token));

        var error = await Assert.ThrowsAsync<StoreException>(CopyAsync);

        Assert.Contains(other.Database.Description, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_somebody_works_on_is_copied_only_by_force()
    {
        await _from.Runs.BeginAsync(Make.Run(5, owner: "1@another-machine"), Cancellation);

        var error = await Assert.ThrowsAsync<StoreException>(CopyAsync);
        Assert.Contains("1@another-machine", error.Message, StringComparison.Ordinal);

        Assert.All(await NewCopy().RunAsync(force: true, progress: null, Cancellation), comparison => Assert.True(comparison.IsSame));
    }

    [Fact]
    public async Task A_source_that_does_not_exist_is_not_created_and_none_is_copied_to_itself()
    {
        await using var nowhere = SqliteBundle.InNewFolder();

        await Assert.ThrowsAsync<StoreException>(() => new StoreCopy(EndOf(nowhere), EndOf(_to), TimeProvider.System).RunAsync(force: false, progress: null, Cancellation));
        await Assert.ThrowsAsync<StoreException>(() => new StoreCopy(EndOf(_from), EndOf(_from), TimeProvider.System).RunAsync(force: true, progress: null, Cancellation));

        Assert.False(File.Exists(nowhere.File));
    }

    private Task<IReadOnlyList<TableComparison>> CopyAsync() => NewCopy().RunAsync(force: false, progress: null, Cancellation);

    private StoreCopy NewCopy() => new(EndOf(_from), EndOf(_to), TimeProvider.System) { BatchSize = 7 };

    private async Task<int> CountBatchesAsync()
    {
        await using var elsewhere = SqliteBundle.InNewFolder();
        var reports = new Reports(_ => { });
        await new StoreCopy(EndOf(_from), EndOf(elsewhere), TimeProvider.System) { BatchSize = 7 }.RunAsync(force: false, reports, Cancellation);
        return reports.Count;
    }

    private static CopyEnd EndOf(StoreBundle store) => new(store.Database, store.Rows, store.Runs);

    /// <summary>Counts the batches that were copied.</summary>
    private sealed class Reports(Action<int> onBatch) : IProgress<CopyProgress>
    {
        public int Count { get; private set; }

        public void Report(CopyProgress value)
        {
            if (value.Step == "copy")
                onBatch(++Count);
        }
    }

    /// <summary>Changes the last bit of one price on its way.</summary>
    private sealed class Flaw(IRowStore rows) : IRowStore
    {
        public IAsyncEnumerable<object?[]> ReadRowsAsync(Table table, IReadOnlyList<object?>? after, CancellationToken cancellationToken) =>
            rows.ReadRowsAsync(table, after, cancellationToken);

        public Task<object?[]?> FindLastRowAsync(Table table, CancellationToken cancellationToken) => rows.FindLastRowAsync(table, cancellationToken);

        public Task WriteRowsAsync(Table table, IReadOnlyList<object?[]> written, CancellationToken cancellationToken)
        {
            if (table == Table.Candles)
                written[0][7] = Math.BitIncrement((double)written[0][7]!);
            return rows.WriteRowsAsync(table, written, cancellationToken);
        }

        public Task DeleteRowsAsync(Table table, IReadOnlyList<object?[]> removed, CancellationToken cancellationToken) =>
            rows.DeleteRowsAsync(table, removed, cancellationToken);
    }
}
