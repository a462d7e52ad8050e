using Assay.Adapters.Storage.Sqlite;
using Assay.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Tests.Storage;

public sealed class SqliteMarketStoreTests : MarketStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => SqliteBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((SqliteBundle)Store).OpenAgain();
}

public sealed class SqliteCandleStoreTests : CandleStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => SqliteBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((SqliteBundle)Store).OpenAgain();
}

public sealed class SqliteDecisionStoreTests : DecisionStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => SqliteBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((SqliteBundle)Store).OpenAgain();
}

public sealed class SqliteMadeCandleTests : MadeCandleContract
{
    protected override Task<StoreBundle> CreateAsync() => SqliteBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((SqliteBundle)Store).OpenAgain();
}

public sealed class SqliteCandleHistoryTests : CandleHistoryContract
{
    protected override Task<StoreBundle> CreateAsync() => SqliteBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((SqliteBundle)Store).OpenAgain();
}

public sealed class SqliteFactStoreTests : FactStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => SqliteBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((SqliteBundle)Store).OpenAgain();
}

public sealed class SqliteAssetStoreTests : AssetStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => SqliteBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((SqliteBundle)Store).OpenAgain();
}

public sealed class SqliteHistoryStoreTests : HistoryStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => SqliteBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((SqliteBundle)Store).OpenAgain();
}

public sealed class SqliteCoverageStoreTests : CoverageStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => SqliteBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((SqliteBundle)Store).OpenAgain();
}

public sealed class SqliteRawStoreTests : RawStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => SqliteBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((SqliteBundle)Store).OpenAgain();
}

public sealed class SqliteRunBookTests : RunBookContract
{
    protected override Task<StoreBundle> CreateAsync() => SqliteBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((SqliteBundle)Store).OpenAgain();
}

public sealed class SqliteRowStoreTests : RowStoreContract
{
    protected override Task<StoreBundle> CreateAsync() => SqliteBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((SqliteBundle)Store).OpenAgain();
}

public sealed class SqliteMaintenanceTests : MaintenanceContract
{
    protected override Task<StoreBundle> CreateAsync() => SqliteBundle.CreateAsync();

    protected override StoreBundle OpenAgain() => ((SqliteBundle)Store).OpenAgain();

    [Fact]
    public async Task To_the_day_and_not_only_to_the_month_it_removes_what_is_old()
    {
        await Store.Market.CommitAsync(Make.Identities(Bitcoin), Cancellation);
        await Store.Market.CommitAsync(Make.Page([.. Enumerable.Range(1, 20).Select(day => Make.Quote(Bitcoin, Noon.AddDays(-day), day))]), Cancellation);

        var removed = await Store.Maintenance.RemoveAsync(Noon.AddDays(-5), null, Cancellation);

        Assert.Equal(15, removed[Table.Quotes]); // the fifth day is not before the time but at it
        Assert.Equal([5, 4, 3, 2, 1], (await Store.History.ReadQuotesAsync(Gecko, Bitcoin, TimeRange.All, Cancellation).ToListAsync(Cancellation)).Select(quote => quote.Price));
    }

    [Fact]
    public async Task A_body_that_younger_payloads_share_goes_to_the_oldest_of_them()
    {
        var ids = new List<long>();
        foreach (var day in new[] { 1, 2, 20, 21, 22 })
            ids.Add(await KeepProcessedAsync(new DateTimeOffset(2025, 12, day, 0, 0, 0, TimeSpan.Zero), [7, 7]));

        var removed = await Store.Maintenance.RemoveAsync(null, new DateTimeOffset(2025, 12, 10, 0, 0, 0, TimeSpan.Zero), Cancellation);

        Assert.Equal(2, removed[Table.RawPayloads]);
        var left = await Store.Raw.ReadProcessedAsync(null, TimeRange.All, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(ids[2..], left.Select(kept => kept.Id));
        Assert.All(left, kept => Assert.Equal([7, 7], kept.Payload.Body.ToArray()));
        Assert.Equal([ids[2]], await ((SqliteBundle)Store).ReadAsync("SELECT id FROM raw_payloads WHERE body_gzip IS NOT NULL", rows => rows.Int64(0)));
    }

    [Fact]
    public async Task Pages_that_are_free_in_excess_are_given_back()
    {
        var store = (SqliteBundle)Store;
        await store.Market.CommitAsync(Make.Identities(Bitcoin), Cancellation);
        await store.Market.CommitAsync(Make.Page([.. Enumerable.Range(0, 40_000).Select(minute => Make.Quote(Bitcoin, Noon.AddMinutes(minute), 1))]), Cancellation);
        await store.Maintenance.RemoveAsync(Noon.AddYears(1), null, Cancellation);
        var before = await PagesAsync(store);

        await store.Maintenance.TidyAsync(Cancellation);

        Assert.True(before > 200, $"{before} pages are too few to tell.");
        Assert.InRange(await PagesAsync(store), 1, before / 2);
        Assert.Equal(["ok"], await store.ReadAsync("PRAGMA integrity_check", rows => rows.Text(0)));
    }

    private static async Task<long> PagesAsync(SqliteBundle store) => (await store.ReadAsync("PRAGMA page_count", rows => rows.Int64(0))).Single();
}

/// <summary>An SQLite database in a folder of its own, which goes with the bundle that created it.</summary>
internal sealed class SqliteBundle : StoreBundle
{
    private readonly SqliteDatabase _database;
    private readonly DirectoryInfo? _folder;

    private SqliteBundle(string file, DirectoryInfo? folder)
    {
        (File, _folder) = (file, folder);
        _database = new SqliteDatabase(file, new ManualClock(Make.Noon), NullLogger<SqliteDatabase>.Instance);
        Raw = new SqliteRawStore(_database);
        Market = new SqliteMarketStore(_database);
        Assets = new SqliteAssetStore(_database);
        History = new SqliteHistoryStore(_database);
        Runs = new SqliteRunBook(_database);
        Coverage = new SqliteCoverageStore(_database);
        Rows = new SqliteRowStore(_database);
        Facts = new SqliteFactStore(_database);
        Maintenance = new SqliteMaintenance(_database);
        Backup = new SqliteBackup(_database, new ManualClock(Make.Noon));
    }

    public string File { get; }

    public override IDatabase Database => _database;

    public override IRawStore Raw { get; }

    public override IMarketStore Market { get; }

    public override IAssetStore Assets { get; }

    public override IHistoryStore History { get; }

    public override IRunBook Runs { get; }

    public override ICoverageStore Coverage { get; }

    public override IRowStore Rows { get; }

    public override IFactStore Facts { get; }

    public override IMaintenance Maintenance { get; }

    public IBackup Backup { get; }

    public static async Task<StoreBundle> CreateAsync()
    {
        var bundle = InNewFolder();
        await bundle.Database.MigrateAsync(TestContext.Current.CancellationToken);
        return bundle;
    }

    /// <summary>A database that does not exist yet.</summary>
    public static SqliteBundle InNewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("assay-");
        return new SqliteBundle(Path.Combine(folder.FullName, "data", "assay.db"), folder);
    }

    /// <summary>A database that somebody else cleans up.</summary>
    public static SqliteBundle At(string file) => new(file, null);

    public SqliteBundle OpenAgain() => At(File);

    public override Task<IReadOnlyList<Correction>> ReadCorrectionsAsync(AssetId asset) => ReadAsync(
        $"""
        SELECT observed_at, recorded_at, superseded_at, price, market_cap, volume_24h FROM quote_corrections
        WHERE asset_id = (SELECT id FROM assets WHERE slug = '{asset}') ORDER BY superseded_at
        """,
        rows => new Correction(rows.Time(0), rows.Time(1), rows.Time(2), rows.Double(3), rows.DoubleOrNull(4), rows.DoubleOrNull(5)));

    public override Task<IReadOnlyList<StoredCandle>> ReadCandlesAsync(AssetId asset) => ReadAsync(
        $"""
        SELECT interval, opened_at, open, high, low, close, volume, samples, revision, recorded_at, method FROM candles
        WHERE asset_id = (SELECT id FROM assets WHERE slug = '{asset}') ORDER BY opened_at
        """,
        rows => new StoredCandle(rows.Text(0), rows.Time(1), rows.Double(2), rows.Double(3), rows.Double(4), rows.Double(5), rows.DoubleOrNull(6),
            rows.Int32OrNull(7), rows.Int32(8), rows.Time(9), rows.Text(10)));

    public override async Task<int> CountLinksAsync(SourceId source, string coinId) => (await ReadAsync(
        $"SELECT count(*) FROM asset_links WHERE source = (SELECT id FROM sources WHERE name = '{source}') AND coin_id = '{coinId}'",
        rows => rows.Int32(0))).Single();

    public override async Task<string?> FindTitleAsync(SourceId source) =>
        (await ReadAsync($"SELECT title FROM sources WHERE name = '{source}'", rows => rows.TextOrNull(0))).SingleOrDefault();

    public Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<Rows, T> read) => _database.ReadAsync<IReadOnlyList<T>>(connection =>
    {
        var found = new List<T>();
        using var rows = connection.Prepare(sql).Query();
        while (rows.Read())
            found.Add(read(rows));
        return found;
    }, TestContext.Current.CancellationToken);

    /// <summary>Runs a statement of the test's own, as another program might.</summary>
    public Task ExecuteAsync(string sql) => _database.WriteAsync(writer => writer.Connection.Execute(sql), TestContext.Current.CancellationToken);

    public override ValueTask DisposeAsync()
    {
        _database.Dispose();
        _folder?.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
