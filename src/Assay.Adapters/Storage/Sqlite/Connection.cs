using Assay.Storage;
using SQLitePCL;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>One connection with the statements that were prepared on it. Used by one thread at a time.</summary>
internal sealed class Connection : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = [];
    private readonly sqlite3 _handle;
    private readonly string _path;

    private Connection(sqlite3 handle, string path) => (_handle, _path) = (handle, path);

    public long LastRowId => raw.sqlite3_last_insert_rowid(_handle);

    public int Changes => raw.sqlite3_changes(_handle);

    public bool IsInTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Opens the file and applies the settings, which are pragmas.</summary>
    public static Connection Open(string path, bool create, params ReadOnlySpan<string> settings)
    {
        SqliteLibrary.Load();
        // Without SQLite's own mutex: we already see to it that nobody shares a connection.
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        var connection = new Connection(handle, path);
        try
        {
            if (code != raw.SQLITE_OK)
                throw connection.Explain(code);
            connection.Execute("PRAGMA busy_timeout = 10000");
            foreach (var setting in settings)
                connection.Execute(setting);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The statement, ready to be bound; it is prepared once and stays.</summary>
    public Statement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var known))
            return known.Reset();

        var code = raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle);
        if (code != raw.SQLITE_OK)
            throw Explain(code);
        return _statements[sql] = new Statement(this, handle);
    }

    public int Execute(string sql) => Prepare(sql).Execute();

    /// <summary>Runs several statements that are needed only once.</summary>
    public void RunScript(string script)
    {
        var code = raw.sqlite3_exec(_handle, script);
        if (code != raw.SQLITE_OK)
            throw Explain(code);
    }

    public T InTransaction<T>(Func<T> work)
    {
        // Not BEGIN alone: a transaction that reads first and then finds another writer before it cannot wait, only fail.
        Execute("BEGIN IMMEDIATE");
        try
        {
            var result = work();
            Execute("COMMIT");
            return result;
        }
        catch
        {
            // After some errors, such as a full disk, SQLite has rolled back by itself.
            if (IsInTransaction)
                Execute("ROLLBACK");
            throw;
        }
    }

    /// <summary>All that is read within the work is of one moment, whatever others write meanwhile.</summary>
    public T InSnapshot<T>(Func<T> work)
    {
        Execute("BEGIN");
        try
        {
            Execute("SELECT 1 FROM sqlite_schema LIMIT 1"); // only the first read fixes the moment
            return work();
        }
        finally
        {
            Execute("COMMIT");
        }
    }

    /// <summary>The first value of the first row; null where there is none.</summary>
    public string? ReadText(string sql)
    {
        using var rows = Prepare(sql).Query();
        return rows.Read() ? rows.TextOrNull(0) : null;
    }

    /// <summary>The number that a query comes to.</summary>
    public long ReadNumber(string sql)
    {
        using var rows = Prepare(sql).Query();
        return rows.Read() ? rows.Int64(0) : 0;
    }

    /// <summary>Copies the whole database into an empty one. Within <see cref="InSnapshot"/>, or each commit of others makes it begin again.</summary>
    public void BackUpTo(Connection target, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        const int Pages = 500;
        using var backup = raw.sqlite3_backup_init(target._handle, "main", _handle, "main");
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var code = raw.sqlite3_backup_step(backup, Pages);
            if (code == raw.SQLITE_DONE)
                return;
            if (code != raw.SQLITE_OK)
                throw target.Explain(code);
            progress?.Report(1 - ((double)raw.sqlite3_backup_remaining(backup) / raw.sqlite3_backup_pagecount(backup)));
        }
    }

    public StoreException Explain(int code) => SqliteErrors.Explain(code, raw.sqlite3_errmsg(_handle).utf8_to_string(), _path);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _handle.Dispose();
    }
}
