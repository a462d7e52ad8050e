using Assay.Adapters.Storage.Sqlite;
using Assay.Storage;
using SQLitePCL;

namespace Assay.Tests.Storage;

public sealed class SqliteDatabaseTests : IAsyncDisposable
{
    private readonly SqliteBundle _store = SqliteBundle.InNewFolder();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrating_creates_the_folder_and_the_tables_and_the_second_time_finds_nothing_to_do()
    {
        Assert.Equal(Migrator.Known.Count, await _store.Database.MigrateAsync(Cancellation));
        Assert.Equal(0, await _store.Database.MigrateAsync(Cancellation));

        await _store.Database.CheckAsync(Cancellation);
        Assert.Equal(Migrator.Known.Select(migration => (migration.Version, migration.Name, Make.Noon)),
            await _store.ReadAsync("SELECT version, name, applied_at FROM schema_migrations ORDER BY version", rows => (rows.Int32(0), rows.Text(1), rows.Time(2))));
        Assert.Equal(["wal"], await _store.ReadAsync("PRAGMA journal_mode", rows => rows.Text(0)));
    }

    [Fact]
    public async Task Programs_that_start_at_once_migrate_only_once()
    {
        SqliteBundle[] programs = [.. Enumerable.Range(0, 4).Select(_ => _store.OpenAgain())];

        var applied = await Task.WhenAll(programs.Select(program => Task.Run(() => program.Database.MigrateAsync(Cancellation))));

        Assert.Equal(Migrator.Known.Count, applied.Sum());
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
        await _store.ExecuteAsync("INSERT INTO schema_migrations VALUES (9999, 'future', 0)");

        var error = await Assert.ThrowsAsync<StoreException>(() => _store.Database.MigrateAsync(Cancellation));

        Assert.Contains("9999", error.Message, StringComparison.Ordinal);
        Assert.Contains("newer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_the_first_version_keeps_its_rows_and_learns_the_order_of_its_payloads()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_store.File)!);
        using (var first = Connection.Open(_store.File, create: true))
        {
            first.RunScript($"""
                {Migrator.Known[0].Script}
                CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL);
                INSERT INTO schema_migrations VALUES (1, 'spine', 0);
                INSERT INTO sources (id, name) VALUES (1, 'coingecko');
                INSERT INTO raw_payloads VALUES
                  (3, '{Guid.Empty}', 1, 'prices', 'u', 200, NULL, 'x', 0, NULL, NULL, NULL, NULL, NULL, x'01'),
                  (5, '{Guid.Empty}', 1, 'prices', 'u', 200, NULL, 'y', 0, NULL, NULL, NULL, NULL, NULL, x'02'),
                  (8, '{Guid.Empty}', 1, 'prices', 'u', 200, NULL, 'z', 0, NULL, NULL, NULL, NULL, NULL, x'03');
                INSERT INTO raw_backlog VALUES (5);
                INSERT INTO quote_corrections VALUES (1, 1, 10, 20, 30, 1.5, NULL, NULL), (1, 1, 10, 30, 30, 2.5, NULL, NULL), (1, 1, 10, 30, 40, 3.5, NULL, NULL);
                INSERT INTO rejected_records VALUES
                  (1, NULL, 3, 1, NULL, 'a', '', '', '', 0), (2, NULL, 8, 1, NULL, 'b', '', '', '', 0), (3, NULL, 3, 1, NULL, 'c', '', '', '', 0);
                """);
        }

        Assert.Equal(Migrator.Known.Count - 1, await _store.Database.MigrateAsync(Cancellation));

        Assert.Equal([(1L, 3L), (2L, 8L)], await _store.ReadAsync("SELECT sequence, payload_id FROM raw_processed ORDER BY 1", rows => (rows.Int64(0), rows.Int64(1))));
        Assert.Equal(["01", "02", "03"], await _store.ReadAsync("SELECT body_gzip FROM raw_payloads ORDER BY id", rows => Convert.ToHexString(rows.Blob(0))));
        Assert.Equal([1.5, 3.5], await _store.ReadAsync("SELECT price FROM quote_corrections ORDER BY superseded_at", rows => rows.Double(0)));
        Assert.Equal(
            [(RejectedRecord.NumberOf(3, 0), "a"), (RejectedRecord.NumberOf(3, 1), "c"), (RejectedRecord.NumberOf(8, 0), "b")],
            await _store.ReadAsync("SELECT id, reason FROM rejected_records ORDER BY id", rows => (rows.Int64(0), rows.Text(1))));
        Assert.Equal(9, await _store.Raw.KeepAsync(Guid.Empty, Make.Payload([1]), Cancellation));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_and_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_store.File)!);
        var text = string.Concat(Enumerable.Repeat("This is a letter, not a database. ", 100));
        await File.WriteAllTextAsync(_store.File, text, Cancellation);

        var error = await Assert.ThrowsAsync<StoreException>(() => _store.Database.MigrateAsync(Cancellation));

        Assert.Contains($"{_store.File} is not a SQLite database", error.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(_store.File, Cancellation));
    }

    [Fact]
    public async Task A_missing_database_does_not_answer_and_is_not_created()
    {
        var error = await Assert.ThrowsAsync<StoreException>(() => _store.Database.CheckAsync(Cancellation));
        await Assert.ThrowsAsync<StoreException>(() => _store.Raw.KeepAsync(Guid.Empty, Make.Payload([1]), Cancellation));

        Assert.Contains("assay migrate", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_store.File));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_created_is_named()
    {
        await File.WriteAllTextAsync(Path.GetDirectoryName(_store.File)!, "in the way", Cancellation);

        var error = await Assert.ThrowsAsync<StoreException>(() => _store.Database.MigrateAsync(Cancellation));

        Assert.Contains(_store.File, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(raw.SQLITE_FULL, "full")]
    [InlineData(raw.SQLITE_BUSY, "held by another program")]
    [InlineData(raw.SQLITE_BUSY | (2 << 8), "held by another program")]
    [InlineData(raw.SQLITE_READONLY, "cannot be written")]
    [InlineData(raw.SQLITE_CORRUPT, "damaged")]
    [InlineData(raw.SQLITE_ERROR, "no such thing")]
    public void Every_failure_names_the_file_and_what_is_wrong(int code, string expected)
    {
        var message = SqliteErrors.Explain(code, "no such thing", "/data/assay.db").Message;

        Assert.Contains("/data/assay.db", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_views_show_names_and_times()
    {
        await _store.Database.MigrateAsync(Cancellation);
        await _store.Market.CommitAsync(Make.Identities(new AssetId("bitcoin")), Cancellation);
        await _store.Market.CommitAsync(
            Make.Page(Make.Quote(new("bitcoin"), Make.Noon.AddMilliseconds(7), 2)) with { Candles = [Make.Candle(new("bitcoin"), Make.Noon, 20)] }, Cancellation);

        (string, string, string, double) quote = ("coingecko", "bitcoin", "2025-12-27T12:00:00.007Z", 2);
        Assert.Equal([quote], await _store.ReadAsync("SELECT source, asset_id, observed_at, price FROM v_quotes", ReadView));
        Assert.Equal([quote], await _store.ReadAsync("SELECT source, asset_id, observed_at, price FROM v_latest", ReadView));
        Assert.Equal([("coingecko", "bitcoin", "2025-12-27T12:00:00.000Z", 20.0)],
            await _store.ReadAsync("SELECT source, asset_id, opened_at, close FROM v_candles WHERE method = 'native'", ReadView));
    }

    [Fact]
    public async Task What_was_committed_survives_a_process_that_never_closes_its_database()
    {
        await _store.Database.MigrateAsync(Cancellation);
        await _store.Market.CommitAsync(Make.Identities(new AssetId("bitcoin")), Cancellation);
        await _store.Market.CommitAsync(Make.Page(Make.Quote(new("bitcoin"), Make.Noon, 2)), Cancellation);

        // The files as they lie on the disk while the first program is still at work.
        await using var copy = SqliteBundle.InNewFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(copy.File)!);
        foreach (var suffix in new[] { "", "-wal" })
            File.Copy(_store.File + suffix, copy.File + suffix);

        Assert.Equal(0, await copy.Database.MigrateAsync(Cancellation));
        Assert.Equal(2, Assert.Single(await copy.Market.LatestAsync(Cancellation)).Value.Figures.Price);
        Assert.Equal(["ok"], await copy.ReadAsync("PRAGMA integrity_check", rows => rows.Text(0)));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static (string, string, string, double) ReadView(Rows rows) => (rows.Text(0), rows.Text(1), rows.Text(2), rows.Double(3));
}
