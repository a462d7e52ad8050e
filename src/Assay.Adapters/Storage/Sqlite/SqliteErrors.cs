using Assay.Storage;
using SQLitePCL;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Turns SQLite's result codes into sentences that say what to do.</summary>
internal static class SqliteErrors
{
    public static StoreException Explain(int code, string message, string path) =>
        new((code & 0xff) switch // the upper bits tell which kind of, say, I/O error it was
        {
            raw.SQLITE_FULL => $"The disk that holds the database {path} is full. Free some space; nothing that was stored is lost.",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                $"The database {path} is held by another program. End that program, or wait until it has finished, and try again.",
            raw.SQLITE_NOTADB =>
                $"{path} is not a SQLite database. Move the file away, or let DATABASE_URL name another one.",
            raw.SQLITE_CORRUPT =>
                $"The database {path} is damaged ({message}). Restore it from a backup, or rescue what is readable with: sqlite3 {path} .recover",
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
                $"The database {path} cannot be written. Give this user the right to write to the file and to its folder.",
            raw.SQLITE_CANTOPEN =>
                $"The database {path} cannot be opened. Create it with `assay migrate`, and see that this user may read and write the file and its folder.",
            raw.SQLITE_IOERR => $"The disk that holds the database {path} reported an error ({message}). Check the disk and the file system.",
            _ => $"The database {path} refused a statement: {message}.",
        });
}
