using Assay.Storage;

namespace Assay.Tests.Storage;

public sealed class SqliteBackupTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("assay-");
    private SqliteBundle _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Backup => Path.Combine(_folder.FullName, "backups", "assay.backup");

    public async ValueTask InitializeAsync()
    {
        _store = (SqliteBundle)await SqliteBundle.CreateAsync();
        await Fill.AllTablesAsync(_store, 100, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_backup_restored_elsewhere_holds_the_same()
    {
        var counts = await _store.Backup.BackUpAsync(Backup, progress: null, Cancellation);
        await using var elsewhere = SqliteBundle.InNewFolder();

        Assert.Null(await elsewhere.Backup.RestoreAsync(Backup, force: false, Cancellation));

        Assert.Equal(0, await elsewhere.Database.MigrateAsync(Cancellation));
        Assert.Equal(1000, counts["quotes"]);
        Assert.Equal(await _store.Market.LatestAsync(Cancellation), await elsewhere.Market.LatestAsync(Cancellation));
        Assert.Equal([Path.GetFileName(Backup)], Directory.EnumerateFiles(Path.GetDirectoryName(Backup)!).Select(Path.GetFileName));
        Assert.Equal(["wal"], await elsewhere.ReadAsync("PRAGMA journal_mode", rows => rows.Text(0)));
    }

    [Fact]
    public async Task It_is_of_one_moment_though_others_go_on_writing()
    {
        // Two rows in each commit: a backup of two moments would tear a pair apart.
        await using var writer = _store.OpenAgain();
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 1; !enough.IsCancellationRequested; i++)
                await writer.Market.CommitAsync(Make.Page(Make.Quote(Fill.Assets[0], Make.Noon.AddDays(i), i), Make.Quote(Fill.Assets[^1], Make.Noon.AddDays(i), i)), Cancellation);
        }, Cancellation);

        for (var i = 0; i < 5; i++)
            await _store.Backup.BackUpAsync(Backup + i, progress: null, Cancellation);
        await enough.CancelAsync();
        await writing;

        for (var i = 0; i < 5; i++)
        {
            await using var copy = SqliteBundle.InNewFolder();
            await copy.Backup.RestoreAsync(Backup + i, force: false, Cancellation);
            Assert.Equal(await CountAsync(copy, Fill.Assets[0]), await CountAsync(copy, Fill.Assets[^1]));
        }
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        await _store.Backup.BackUpAsync(Backup, progress: null, Cancellation);
        var written = File.GetLastWriteTimeUtc(Backup);

        await Assert.ThrowsAsync<StoreException>(() => _store.Backup.BackUpAsync(Backup, progress: null, Cancellation));

        Assert.Equal(written, File.GetLastWriteTimeUtc(Backup));
    }

    [Fact]
    public async Task A_backup_that_is_cut_off_leaves_nothing_behind()
    {
        using var cancelled = new CancellationTokenSource();
        var progress = new Then<double>(_ => cancelled.Cancel());
        await _store.Market.CommitAsync(Make.Page([.. Enumerable.Range(0, 100_000).Select(second => Make.Quote(Fill.Assets[1], Make.Noon.AddSeconds(second), 1))]), Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.Backup.BackUpAsync(Backup, progress, cancelled.Token));

        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(Backup)!));
    }

    [Fact]
    public async Task A_database_is_replaced_only_by_force_and_kept_aside()
    {
        await _store.Backup.BackUpAsync(Backup, progress: null, Cancellation);
        await using var present = await OtherAsync();
        await present.DisposeAsync();

        var refused = await Assert.ThrowsAsync<StoreException>(() => present.Backup.RestoreAsync(Backup, force: false, Cancellation));
        Assert.Contains("--force", refused.Message, StringComparison.Ordinal);
        await using var again = present.OpenAgain();
        var aside = await again.Backup.RestoreAsync(Backup, force: true, Cancellation);

        Assert.Equal(200, await CountAsync(again, Fill.Assets[0]));
        Assert.Equal($"{present.File}.20251227-120000", aside);
        await using var kept = SqliteBundle.At(aside!);
        Assert.Equal([new AssetId("mine")], (await kept.Assets.ReadAssetsAsync(Cancellation)).Select(asset => asset.Id));
        Directory.Delete(Path.GetDirectoryName(present.File)!, recursive: true);
    }

    [Fact]
    public async Task A_database_that_somebody_uses_is_not_replaced()
    {
        await _store.Backup.BackUpAsync(Backup, progress: null, Cancellation);
        await using var present = (SqliteBundle)await SqliteBundle.CreateAsync();
        await present.Market.CommitAsync(Make.Identities(new AssetId("mine")), Cancellation); // its connection stays open, as a server's would
        await using var command = present.OpenAgain();

        var error = await Assert.ThrowsAsync<StoreException>(() => command.Backup.RestoreAsync(Backup, force: true, Cancellation));

        Assert.Contains("held by another program", error.Message, StringComparison.Ordinal);
        await present.Market.CommitAsync(Make.Identities(new AssetId("more")), Cancellation);
        Assert.Equal(2, (await present.Assets.ReadAssetsAsync(Cancellation)).Count);
        Assert.Equal(["assay.db", "assay.db-shm", "assay.db-wal"], Directory.EnumerateFiles(Path.GetDirectoryName(present.File)!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task What_is_no_sound_backup_is_refused_and_the_database_left_alone()
    {
        await _store.Backup.BackUpAsync(Backup, progress: null, Cancellation);
        await using (var damage = new FileStream(Backup, FileMode.Open))
        {
            damage.Position = damage.Length / 2;
            damage.Write(new byte[20_000]);
        }

        var text = Path.Combine(_folder.FullName, "letter.txt");
        await File.WriteAllTextAsync(text, string.Concat(Enumerable.Repeat("not a database ", 1000)), Cancellation);
        await using var elsewhere = SqliteBundle.InNewFolder();

        foreach (var file in new[] { Backup, text, Path.Combine(_folder.FullName, "nowhere") })
            await Assert.ThrowsAsync<StoreException>(() => elsewhere.Backup.RestoreAsync(file, force: true, Cancellation));

        Assert.False(File.Exists(elsewhere.File));
    }

    private static async Task<SqliteBundle> OtherAsync()
    {
        var other = SqliteBundle.At(Path.Combine(Directory.CreateTempSubdirectory("assay-").FullName, "assay.db"));
        await other.Database.MigrateAsync(Cancellation);
        await other.Market.CommitAsync(Make.Identities(new AssetId("mine")), Cancellation);
        return other;
    }

    private static async Task<long> CountAsync(SqliteBundle store, AssetId asset) =>
        (await store.ReadAsync($"SELECT count(*) FROM v_quotes WHERE asset_id = '{asset}'", rows => rows.Int64(0))).Single();

    private sealed class Then<T>(Action<T> action) : IProgress<T>
    {
        public void Report(T value) => action(value);
    }
}
