using Assay.Adapters.Storage.Postgres;
using Assay.Storage;
using Assay.Tests.Storage;

namespace Assay.IntegrationTests.Postgres;

public sealed class PostgresDatabaseTests : IAsyncLifetime
{
    private const string All = "SELECT asset_id, observed_at, price FROM quotes ORDER BY asset_id, source, observed_at";

    /// <summary>How many rows of the month have a later one before them.</summary>
    private const string OutOfOrder = """
        SELECT count(*) FROM (
          SELECT (asset_id, source, observed_at) < lag((asset_id, source, observed_at)) OVER (ORDER BY ctid) AS is_late FROM quotes_2025_09) AS rows WHERE is_late
        """;

    private PostgresBundle _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await PostgresBundle.WithoutTablesAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Programs_that_start_at_once_migrate_only_once()
    {
        PostgresBundle[] programs = [.. Enumerable.Range(0, 5).Select(_ => _store.OpenAgain())];

        var applied = await Task.WhenAll(programs.Select(program => program.Database.MigrateAsync(Cancellation)));

        Assert.Equal(Migrator.Known.Count, applied.Sum());
        Assert.Equal(0, await _store.Database.MigrateAsync(Cancellation));
        Assert.Equal(Migrator.Known.Select(migration => (migration.Version, migration.Name)),
            await _store.ReadAsync("SELECT version, name FROM schema_migrations ORDER BY version", row => (row.GetInt32(0), row.GetString(1))));
        foreach (var program in programs)
            await program.DisposeAsync();
    }

    [Fact]
    public void Migrations_are_numbered_without_gaps() =>
        Assert.Equal(Enumerable.Range(1, Migrator.Known.Count), Migrator.Known.Select(migration => migration.Version));

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        await _store.Database.MigrateAsync(Cancellation);
        await _store.ExecuteAsync("INSERT INTO schema_migrations VALUES (9999, 'future', now())");

        var error = await Assert.ThrowsAsync<StoreException>(() => _store.Database.MigrateAsync(Cancellation));

        Assert.Contains("9999", error.Message, StringComparison.Ordinal);
        Assert.Contains("newer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named_with_the_command_that_creates_it()
    {
        await _store.Cluster.ExecuteAsync("postgres", $"ALTER DATABASE {_store.Name} RENAME TO {_store.Name}_away");

        var error = await Assert.ThrowsAsync<StoreException>(() => _store.Database.MigrateAsync(Cancellation));

        await _store.Cluster.ExecuteAsync("postgres", $"ALTER DATABASE {_store.Name}_away RENAME TO {_store.Name}");
        Assert.Contains($"createdb -O assay {_store.Name}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_without_tables_says_which_command_makes_them()
    {
        var error = await Assert.ThrowsAsync<StoreException>(() => _store.Database.CheckAsync(Cancellation));

        Assert.Contains("assay migrate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Months_are_there_before_they_are_needed_and_others_when_they_are()
    {
        await _store.Database.MigrateAsync(Cancellation);
        var now = TimeProvider.System.GetUtcNow();
        for (var month = 0; month <= 3; month++)
            Assert.Contains($"quotes_{now.AddMonths(month):yyyy_MM}", await TablesAsync());

        await _store.Market.CommitAsync(Make.Identities(new AssetId("bitcoin")), Cancellation);
        PostgresBundle[] programs = [.. Enumerable.Range(0, 4).Select(_ => _store.OpenAgain())];
        await Task.WhenAll(programs.Select((program, number) => program.Market.CommitAsync(
            Make.Page([.. Enumerable.Range(0, 12).Select(month => Make.Quote(new("bitcoin"), new DateTimeOffset(2010, 1 + month, 1 + number, 0, 0, 0, TimeSpan.Zero), 1))]), Cancellation)));

        Assert.Equal(12, (await TablesAsync()).Count(table => table.StartsWith("quotes_2010_", StringComparison.Ordinal)));
        Assert.Equal(48, (await _store.ReadAsync("SELECT count(*) FROM quotes", row => row.GetInt64(0))).Single());
        foreach (var program in programs)
            await program.DisposeAsync();
    }

    [Fact]
    public async Task A_month_that_another_program_dropped_is_made_again()
    {
        await _store.Database.MigrateAsync(Cancellation);
        await _store.Market.CommitAsync(Make.Identities(new AssetId("bitcoin")), Cancellation);
        await _store.Market.CommitAsync(Make.Page(Make.Quote(new("bitcoin"), Make.Noon, 1)), Cancellation);
        await _store.ExecuteAsync("DROP TABLE quotes_2025_12");

        var outcome = await _store.Market.CommitAsync(Make.Page(Make.Quote(new("bitcoin"), Make.Noon.AddMinutes(1), 2)), Cancellation);

        Assert.Equal(1, outcome!.Stored);
    }

    [Fact]
    public async Task Quotes_that_were_put_there_without_becoming_the_latest_are_found_before_anything_is_written()
    {
        await _store.Database.MigrateAsync(Cancellation);
        await _store.Market.CommitAsync(Make.Identities(new AssetId("bitcoin")), Cancellation);
        await _store.Market.CommitAsync(Make.Page(Make.Quote(new("bitcoin"), Make.Noon, 1), Make.Quote(new("bitcoin"), Make.Noon.AddMinutes(1), 2)), Cancellation);
        await _store.ExecuteAsync("DELETE FROM latest_quotes");
        await using var other = _store.OpenAgain();

        var outcome = await other.Market.CommitAsync(
            Make.Page(Make.Quote(new("bitcoin"), Make.Noon, 1), Make.Quote(new("bitcoin"), Make.Noon.AddMinutes(2), 3)), Cancellation);

        Assert.Equal((1, 0, 1), (outcome!.Stored, outcome.Corrected, outcome.Unchanged));
    }

    [Fact]
    public async Task A_month_that_is_over_is_put_in_order_once_with_nothing_lost_and_can_still_be_corrected()
    {
        var longAgo = new DateTimeOffset(2025, 9, 10, 8, 0, 0, TimeSpan.Zero);
        AssetId[] assets = [.. Enumerable.Range(0, 50).Select(number => new AssetId($"coin-{number}"))];
        await _store.Database.MigrateAsync(Cancellation);
        await _store.Market.CommitAsync(Make.Identities(assets), Cancellation);
        for (var round = 0; round < 60; round++)
        {
            var time = longAgo.AddMinutes(round);
            await _store.Market.CommitAsync(Make.Page([.. assets.Select((asset, place) => Make.Quote(asset, time, 1 + place + (round / 100.0)))]), Cancellation);
        }

        var before = await _store.ReadAsync(All, row => $"{row.GetInt32(0)} {row.GetDateTime(1):O} {row.GetDouble(2)}");
        await _store.Maintenance.TidyAsync(Cancellation);

        Assert.Equal(before, await _store.ReadAsync(All, row => $"{row.GetInt32(0)} {row.GetDateTime(1):O} {row.GetDouble(2)}"));
        Assert.Equal([0L], await _store.ReadAsync(OutOfOrder, row => row.GetInt64(0)));
        var file = await _store.ReadAsync("SELECT pg_relation_filenode('quotes_2025_09')::bigint", row => row.GetInt64(0));
        await _store.Maintenance.TidyAsync(Cancellation);
        Assert.Equal(file, await _store.ReadAsync("SELECT pg_relation_filenode('quotes_2025_09')::bigint", row => row.GetInt64(0)));

        var corrected = await _store.Market.CommitAsync(Make.Page(Make.Quote(assets[7], longAgo, 99, recordedAt: longAgo.AddDays(1))), Cancellation);
        Assert.Equal((0, 1), (corrected!.Stored, corrected.Corrected));
        Assert.Equal(99, (await _store.History.ReadQuotesAsync(SourceId.CoinGecko, assets[7], TimeRange.All, Cancellation).ToListAsync(Cancellation))[0].Price);
    }

    [Fact]
    public async Task Every_table_and_every_column_is_explained()
    {
        await _store.Database.MigrateAsync(Cancellation);

        Assert.Empty(await _store.ReadAsync(
            """
            SELECT c.relname || coalesce('.' || a.attname, '') FROM pg_class c
            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind <> 'v'
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
              AND (obj_description(c.oid, 'pg_class') IS NULL OR (a.attname IS NOT NULL AND col_description(c.oid, a.attnum) IS NULL))
            """, row => row.GetString(0)));
    }

    [Fact]
    public async Task The_views_show_names_and_times()
    {
        await _store.Database.MigrateAsync(Cancellation);
        await _store.Market.CommitAsync(Make.Identities(new AssetId("bitcoin")), Cancellation);
        await _store.Market.CommitAsync(
            Make.Page(Make.Quote(new("bitcoin"), Make.Noon.AddMilliseconds(7), 2)) with { Candles = [Make.Candle(new("bitcoin"), Make.Noon, 20)] }, Cancellation);

        (string, string, DateTimeOffset, double) quote = ("coingecko", "bitcoin", Make.Noon.AddMilliseconds(7), 2);
        foreach (var view in new[] { "v_quotes", "v_latest" })
            Assert.Equal([quote], await _store.ReadAsync($"SELECT source, asset_id, observed_at, price FROM {view}", row => (row.GetString(0), row.GetString(1), row.Time(2), row.GetDouble(3))));
        Assert.Equal([("coingecko", "bitcoin", Make.Noon, 20.0)],
            await _store.ReadAsync("SELECT source, asset_id, opened_at, close FROM v_candles WHERE method = 'native'", row => (row.GetString(0), row.GetString(1), row.Time(2), row.GetDouble(3))));
    }

    private Task<List<string>> TablesAsync() => _store.ReadAsync("SELECT relname FROM pg_class WHERE relkind = 'r'", row => row.GetString(0));
}
