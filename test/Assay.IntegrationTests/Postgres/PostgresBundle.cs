using Assay.Adapters.Storage.Postgres;
using Assay.IntegrationTests.Running;
using Assay.Storage;
using Assay.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Assay.IntegrationTests.Postgres;

/// <summary>A PostgreSQL database of its own, which goes with the bundle that created it.</summary>
internal sealed class PostgresBundle : StoreBundle
{
    private readonly PostgresDatabase _database;
    private readonly Writer _writer;
    private readonly Func<Task>? _end;

    /// <param name="cluster">The server.</param>
    /// <param name="name">The database.</param>
    /// <param name="end">What is to be done with the database in the end.</param>
    /// <param name="port">Where it is reached, if not at the server's own port.</param>
    private PostgresBundle(PostgresCluster cluster, string name, Func<Task>? end, int? port = null)
    {
        (Cluster, Name, _end) = (cluster, name, end);
        _database = new PostgresDatabase(
            ConnectionUrl.Parse("DATABASE_URL", cluster.Url(name, port), "primary"), null, TimeProvider.System, NullLogger<PostgresDatabase>.Instance);
        _writer = new Writer(_database);
        Raw = new PostgresRawStore(_database);
        Market = new PostgresMarketStore(_database, _writer);
        Assets = new PostgresAssetStore(_database);
        History = new PostgresHistoryStore(_database);
        Runs = new PostgresRunBook(_database);
        Coverage = new PostgresCoverageStore(_database);
        Rows = new PostgresRowStore(_database, _writer);
        Facts = new PostgresFactStore(_database);
        Maintenance = new PostgresMaintenance(_database, TimeProvider.System);
    }

    public PostgresCluster Cluster { get; }

    public string Name { get; }

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

    public static async Task<StoreBundle> CreateAsync()
    {
        var name = await SharedCluster.LendAsync(TestContext.Current.CancellationToken);
        return new PostgresBundle(await SharedCluster.GetAsync(), name, () => SharedCluster.GiveBackAsync(name));
    }

    /// <summary>A database without tables.</summary>
    public static async Task<PostgresBundle> WithoutTablesAsync()
    {
        var cluster = await SharedCluster.GetAsync();
        var name = await cluster.CreateDatabaseAsync();
        return new PostgresBundle(cluster, name, () => cluster.DropDatabaseAsync(name));
    }

    public PostgresBundle OpenAgain() => new(Cluster, Name, end: null);

    /// <summary>The same database, reached through somebody at this port.</summary>
    public PostgresBundle OpenThrough(int port) => new(Cluster, Name, end: null, port);

    public override async Task<IReadOnlyList<Correction>> ReadCorrectionsAsync(AssetId asset) => await ReadAsync(
        $"""
        SELECT observed_at, recorded_at, superseded_at, price, market_cap, volume_24h FROM quote_corrections
        WHERE asset_id = (SELECT id FROM assets WHERE slug = '{asset}') ORDER BY superseded_at
        """,
        row => new Correction(row.Time(0), row.Time(1), row.Time(2), row.GetDouble(3), row.DoubleOrNull(4), row.DoubleOrNull(5)));

    public override async Task<IReadOnlyList<StoredCandle>> ReadCandlesAsync(AssetId asset) => await ReadAsync(
        $"""
        SELECT "interval", opened_at, open, high, low, close, volume, samples, revision, recorded_at, method FROM candles
        WHERE asset_id = (SELECT id FROM assets WHERE slug = '{asset}') ORDER BY opened_at
        """,
        row => new StoredCandle(row.GetString(0), row.Time(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4), row.GetDouble(5), row.DoubleOrNull(6),
            row.Int32OrNull(7), row.GetInt32(8), row.Time(9), row.GetString(10)));

    public override async Task<int> CountLinksAsync(SourceId source, string coinId) => (await ReadAsync(
        $"SELECT count(*)::int FROM asset_links WHERE source = (SELECT id FROM sources WHERE name = '{source}') AND coin_id = '{coinId}'",
        row => row.GetInt32(0))).Single();

    public override async Task<string?> FindTitleAsync(SourceId source) =>
        (await ReadAsync($"SELECT title FROM sources WHERE name = '{source}'", row => row.TextOrNull(0))).SingleOrDefault();

    public Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read) => Cluster.ReadAsync(Name, sql, read);

    /// <summary>Partitions for rows that a test puts there itself.</summary>
    public Task MakeMonthsAsync(DateTimeOffset first, int count) => _database.Partitions.EnsureAsync(
        [
            .. from table in new[] { Partitions.Quotes, Partitions.Candles, Partitions.Payloads }
               from month in Enumerable.Range(0, count)
               select Partition.Of(table, first.AddMonths(month)),
        ], TestContext.Current.CancellationToken);

    /// <summary>Runs a statement of the test's own, as another program might.</summary>
    public Task ExecuteAsync(string sql) => Cluster.ExecuteAsync(Name, sql);

    public override async ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _database.Dispose();
        if (_end is not null)
            await _end();
    }
}
