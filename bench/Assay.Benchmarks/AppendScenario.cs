using Assay.Identity;
using Assay.Ingestion;
using Assay.IntegrationTests.Running;
using Assay.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Assay.Benchmarks;

/// <summary>Appending history to PostgreSQL, page by page, beside the same rows by binary COPY straight into the same table with its index.</summary>
internal static class AppendScenario
{
    private const int Pages = 40;
    private const int RowsPerPage = 5000;
    private const int Rows = Pages * RowsPerPage;
    private const int RowsPerCoin = 20_000;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync()
    {
        await using var cluster = await PostgresCluster.StartAsync(null, "max_wal_size = 4GB");
        var database = await cluster.CreateDatabaseAsync();
        await using var installation = await Installation.CreateAsync(new Dictionary<string, string?> { ["DATABASE_URL"] = cluster.Url(database) });
        await using var limit = NpgsqlDataSource.Create(cluster.ConnectionString(database));
        var (ours, paged, whole) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < Measure.Rounds; round++)
        {
            var mine = await Measure.SecondsAsync(() => CommitAsync(installation, round));
            var copied = await Measure.SecondsAsync(() => CopyAsync(limit, round, "paged", RowsPerPage));
            var once = await Measure.SecondsAsync(() => CopyAsync(limit, round, "whole", Rows));
            if (round < 0)
                continue; // the code is compiled, the partitions are made
            ours.Add(Rows / mine);
            paged.Add(Rows / copied);
            whole.Add(Rows / once);
        }

        Measure.Tell($"pg-append   {Rows:N0} quotes in pages of {RowsPerPage:N0}: {Measure.Median(ours):N0} rows/s   limit (binary COPY into the same table) {Measure.Median(paged):N0} rows/s page by page, {Measure.Median(whole):N0} at once   ratio {Measure.Median(ours) / Measure.Median(paged):P0} and {Measure.Median(ours) / Measure.Median(whole):P0}");
        return 0;
    }

    private static async Task CommitAsync(Installation installation, int round)
    {
        var market = installation.Get<IMarketStore>();
        var coins = Enumerable.Range(0, Rows / RowsPerCoin).Select(coin => new AssetId($"ours-{round}-{coin}")).ToArray();
        await market.CommitAsync(
            new PageCommit
            {
                Source = SourceId.Csv,
                RecordedAt = Start,
                Identity = new IdentityChange { Assets = [.. coins.Select(coin => new Asset { Id = coin, Name = coin.Slug })] },
            }, CancellationToken.None);
        for (var page = 0; page < Pages; page++)
        {
            var first = page * RowsPerPage;
            var quotes = Enumerable.Range(first, RowsPerPage).Select(row => new Quote
            {
                Source = SourceId.Csv,
                Asset = coins[row / RowsPerCoin],
                CoinId = "x",
                ObservedAt = Time(row),
                RecordedAt = Start,
                Figures = new MarketFigures { Price = Price(row), MarketCap = Price(row) * 1e7, Volume24h = Price(row) * 1e5 },
            }).ToArray();
            await market.CommitAsync(new PageCommit { Source = SourceId.Csv, RecordedAt = Start, Quotes = quotes }, CancellationToken.None);
        }
    }

    private static async Task CopyAsync(NpgsqlDataSource database, int round, string kind, int rowsPerCopy)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var register = new NpgsqlCommand("INSERT INTO sources (name) VALUES ($1) RETURNING id", connection) { Parameters = { new() { Value = $"{kind}-{round}" } } };
        var source = Convert.ToInt16(await register.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
        for (var first = 0; first < Rows; first += rowsPerCopy)
        {
            await using var copy = await connection.BeginBinaryImportAsync(
                "COPY quotes (asset_id, source, observed_at, recorded_at, price, market_cap, volume_24h) FROM STDIN (FORMAT binary)");
            for (var row = first; row < first + rowsPerCopy; row++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(row / RowsPerCoin + 1, NpgsqlDbType.Integer);
                await copy.WriteAsync(source, NpgsqlDbType.Smallint);
                await copy.WriteAsync(Time(row).UtcDateTime, NpgsqlDbType.TimestampTz);
                await copy.WriteAsync(Start.UtcDateTime, NpgsqlDbType.TimestampTz);
                await copy.WriteAsync(Price(row), NpgsqlDbType.Double);
                await copy.WriteAsync(Price(row) * 1e7, NpgsqlDbType.Double);
                await copy.WriteAsync(Price(row) * 1e5, NpgsqlDbType.Double);
            }

            await copy.CompleteAsync();
        }
    }

    private static DateTimeOffset Time(int row) => Start.AddMinutes(row % RowsPerCoin);

    private static double Price(int row) => 100 + row % 977 / 10.0;
}
