using System.Globalization;
using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Copies of the database file, made with SQLite's online backup.</summary>
internal sealed class SqliteBackup(SqliteDatabase database, TimeProvider clock) : IBackup
{
    public async Task<IReadOnlyDictionary<string, long>> BackUpAsync(string file, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file);
        if (File.Exists(path))
            throw new StoreException($"{path} exists already. Name a new file; backups are not overwritten.");

        SqliteDatabase.CreateFolderOf(path);
        using var part = new PartFile(path);
        var counts = await database.ReadAsync(source => source.InSnapshot(() => Copy(source, part.Path, progress, cancellationToken)), cancellationToken);
        part.Complete();
        return counts;
    }

    public Task<string?> RestoreAsync(string file, bool force, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            throw new StoreException($"There is no backup {Path.GetFullPath(file)}.");
        if (File.Exists(database.File) && !force)
            throw new StoreException($"There is a database {database.File} already. With --force the backup takes its place, and the present one is kept beside it.");

        using (var backup = Connection.Open(file, create: false, "PRAGMA query_only = ON"))
            RequireSound(backup, file);
        SqliteDatabase.CreateFolderOf(database.File);
        using var part = new PartFile(database.File);
        File.Copy(file, part.Path);
        cancellationToken.ThrowIfCancellationRequested();
        var former = SetAside();
        part.Complete();
        return Task.FromResult(former);
    }

    private static Dictionary<string, long> Copy(Connection source, string path, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var copy = Connection.Open(path, create: true);
        source.BackUpTo(copy, progress, cancellationToken);
        copy.Execute("PRAGMA journal_mode = DELETE"); // one file, without companions
        RequireSound(copy, path);
        var counts = Count(copy);
        return counts.SequenceEqual(Count(source))
            ? counts.ToDictionary()
            : throw new StoreException($"The backup did not come to as many rows as the database. Check the disk that holds {path} and try again.");
    }

    private static void RequireSound(Connection connection, string path)
    {
        var verdict = connection.ReadText("PRAGMA integrity_check(1)");
        if (verdict != "ok")
            throw new StoreException($"{path} is damaged ({verdict}) and cannot be used as a backup.");
        if (connection.ReadText("SELECT name FROM sqlite_schema WHERE name = 'schema_migrations'") is null)
            throw new StoreException($"{path} is a SQLite database, but not one of Assay.");
    }

    private static List<KeyValuePair<string, long>> Count(Connection connection)
    {
        var tables = new List<string>();
        using (var names = connection.Prepare(@"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name").Query())
        {
            while (names.Read())
                tables.Add(names.Text(0));
        }

        return [.. tables.Select(table => KeyValuePair.Create(table, connection.ReadNumber($"SELECT count(*) FROM \"{table}\"")))];
    }

    /// <summary>Moves the present database out of the way; returns where to, or null where there is none.</summary>
    private string? SetAside()
    {
        if (!File.Exists(database.File))
        {
            // What is left of a log whose database is gone must never be played into another one.
            File.Delete(database.File + "-wal");
            File.Delete(database.File + "-shm");
            return null;
        }

        // To leave WAL, SQLite needs the file for itself and folds the log into it: it fails while anybody has the database open.
        using (var present = Connection.Open(database.File, create: false, "PRAGMA busy_timeout = 1000"))
            present.Execute("PRAGMA journal_mode = DELETE");

        var aside = $"{database.File}.{clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        File.Move(database.File, aside);
        return aside;
    }
}
