using Assay.Identity;
using Assay.Ingestion;
using Assay.IntegrationTests.Running;
using Assay.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Assay.Benchmarks;

/// <summary>
/// Rounds of 50,000 coins that are all known: the latest rows alone, and together with the history. Beside them the same update row by row with an ORM,
/// as services often do it, and in one statement from a staging table.
/// </summary>
internal static class LatestScenario
{
    private const int Coins = 50_000;
    private const int RowsByOrm = 1_000;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync()
    {
        await using var cluster = await PostgresCluster.StartAsync(null, "max_wal_size = 4GB");
        var database = await cluster.CreateDatabaseAsync();
        await using var installation = await Installation.CreateAsync(new Dictionary<string, string?> { ["DATABASE_URL"] = cluster.Url(database) });
        var market = installation.Get<IMarketStore>();
        AssetId[] coins = [.. Enumerable.Range(0, Coins).Select(coin => new AssetId($"coin-{coin}"))];
        await market.CommitAsync(Page([], 0) with { Identity = new IdentityChange { Assets = [.. coins.Select(coin => new Asset { Id = coin, Name = coin.Slug })] } }, CancellationToken.None);
        await cluster.ExecuteAsync(database, "CREATE TABLE orm_latest (id integer PRIMARY KEY, price double precision, observed_at timestamptz)");

        var (latest, round, staged, orm) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = -1; i < Measure.Rounds; i++)
        {
            var whole = Quotes(coins, minute: i + 2, rank: 1);
            var rounds = Coins / await Measure.SecondsAsync(() => market.CommitAsync(Page(whole, i + 2), CancellationToken.None));
            // Of the same time, with another rank: the history knows them, only the latest rows change.
            var moved = Quotes(coins, minute: i + 2, rank: 2);
            var moves = Coins / await Measure.SecondsAsync(() => market.CommitAsync(Page(moved, i + 2.5), CancellationToken.None));
            var stages = Coins / await Measure.SecondsAsync(() => UpsertFromStagingAsync(cluster.ConnectionString(database), i));
            var saves = RowsByOrm / await Measure.SecondsAsync(() => UpsertByOrmAsync(cluster.ConnectionString(database), i));
            if (i < 0)
                continue; // the code is compiled
            latest.Add(moves);
            round.Add(rounds);
            staged.Add(stages);
            orm.Add(saves);
        }

        Measure.Tell($"pg-latest   {Coins:N0} latest rows that all conflict: {Measure.Median(latest):N0} rows/s   with new history {Measure.Median(round):N0} rows/s   COPY to staging + upsert of three columns {Measure.Median(staged):N0} rows/s   row by row with EF Core {Measure.Median(orm):N0} rows/s   ratio to EF Core {Measure.Median(latest) / Measure.Median(orm):N0} × and {Measure.Median(round) / Measure.Median(orm):N0} ×");
        return 0;
    }

    private static PageCommit Page(Quote[] quotes, double minute) =>
        new() { Source = SourceId.CoinGecko, RecordedAt = Start.AddMinutes(minute), Quotes = quotes };

    private static Quote[] Quotes(AssetId[] coins, int minute, int rank) =>
    [
        .. coins.Select((coin, i) => new Quote
        {
            Source = SourceId.CoinGecko,
            Asset = coin,
            CoinId = coin.Slug,
            ObservedAt = Start.AddMinutes(minute),
            RecordedAt = Start.AddMinutes(minute + (rank / 4.0)),
            Figures = new MarketFigures
            {
                Price = 100 + i + minute, MarketCap = 1e9 + i, Volume24h = 1e6 + minute, PriceChange24h = minute, PriceChange7d = -minute,
                High24h = 200 + i, Low24h = 50 + i, CirculatingSupply = 1e7, TotalSupply = 2e7, MaxSupply = 3e7, Rank = i * rank,
            },
        }),
    ];

    private static async Task UpsertFromStagingAsync(string connectionString, int round)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var stage = new NpgsqlCommand("CREATE TEMPORARY TABLE stage (id integer, price double precision, observed_at timestamptz) ON COMMIT DROP", connection))
            await stage.ExecuteNonQueryAsync();
        await using (var copy = await connection.BeginBinaryImportAsync("COPY stage FROM STDIN (FORMAT binary)"))
        {
            for (var row = 0; row < Coins; row++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(row + RowsByOrm);
                await copy.WriteAsync((double)row + round);
                await copy.WriteAsync(Start.AddMinutes(round).UtcDateTime);
            }

            await copy.CompleteAsync();
        }

        await using (var upsert = new NpgsqlCommand("INSERT INTO orm_latest SELECT * FROM stage ON CONFLICT (id) DO UPDATE SET price = excluded.price, observed_at = excluded.observed_at", connection))
            await upsert.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private static async Task UpsertByOrmAsync(string connectionString, int round)
    {
        for (var row = 0; row < RowsByOrm; row++)
        {
            await using var context = new OrmContext(connectionString);
            if (await context.Latest.FindAsync(row) is { } known)
                (known.Price, known.ObservedAt) = (row + round, Start.AddMinutes(round).UtcDateTime);
            else
                context.Latest.Add(new OrmLatest { Id = row, Price = row + round, ObservedAt = Start.AddMinutes(round).UtcDateTime });
            await context.SaveChangesAsync();
        }
    }

    private sealed class OrmContext(string connectionString) : DbContext
    {
        public DbSet<OrmLatest> Latest => Set<OrmLatest>();

        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
            optionsBuilder.UseNpgsql(connectionString.Replace("Pooling=False", "Pooling=True", StringComparison.OrdinalIgnoreCase));

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<OrmLatest>(entity =>
        {
            entity.ToTable("orm_latest");
            entity.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            entity.Property(row => row.Price).HasColumnName("price");
            entity.Property(row => row.ObservedAt).HasColumnName("observed_at");
        });
    }

    private sealed class OrmLatest
    {
        public int Id { get; init; }

        public double Price { get; set; }

        public DateTime ObservedAt { get; set; }
    }
}
