using Assay.Adapters.Storage.Sqlite;
using Assay.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Tests.Storage;

public sealed class SqliteMarketStoreTests : MarketStoreContract
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

    public SqliteBundle OpenAgain() => new(File, null);

    public override Task<IReadOnlyList<Correction>> ReadCorrectionsAsync(AssetId asset) => ReadAsync(
        $"""
        SELECT observed_at, recorded_at, superseded_at, price, market_cap, volume_24h FROM quote_corrections
        WHERE asset_id = (SELECT id FROM assets WHERE slug = '{asset}') ORDER BY superseded_at
        """,
        rows => new Correction(rows.Time(0), rows.Time(1), rows.Time(2), rows.Double(3), rows.DoubleOrNull(4), rows.DoubleOrNull(5)));

    public override Task<IReadOnlyList<StoredCandle>> ReadCandlesAsync(AssetId asset) => ReadAsync(
        $"""
        SELECT interval, opened_at, open, high, low, close, volume, samples, revision, recorded_at FROM candles
        WHERE asset_id = (SELECT id FROM assets WHERE slug = '{asset}') ORDER BY opened_at
        """,
        rows => new StoredCandle(rows.Text(0), rows.Time(1), rows.Double(2), rows.Double(3), rows.Double(4), rows.Double(5), rows.DoubleOrNull(6),
            rows.Int32OrNull(7), rows.Int32(8), rows.Time(9)));

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
