using System.Collections.Concurrent;
using Assay.Storage;
using Microsoft.Extensions.Logging;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>A database file: one connection that writes, and a few that read what was committed without waiting for it.</summary>
/// <remarks>SQLite has no asynchronous calls: only the waits for a connection are asynchronous, the work itself runs on the caller's thread.</remarks>
internal sealed class SqliteDatabase(string path, TimeProvider clock, ILogger<SqliteDatabase> logger) : IDatabase, IDisposable
{
    private const int MostReaders = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _reading = new(MostReaders, MostReaders);
    private readonly ConcurrentBag<Connection> _idleReaders = [];
    private Writer? _writer;

    public string Description { get; } = $"SQLite database {path}";

    public async Task<int> MigrateAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(_writing, cancellationToken);
        try
        {
            CreateFolder();
            using var connection = Connection.Open(path, create: true, "PRAGMA journal_mode = WAL");
            var applied = new Migrator(connection, Description, clock).Run();
            foreach (var migration in applied)
                logger.MigrationApplied(Description, migration.Version, migration.Name);
            return applied.Count;
        }
        finally
        {
            _writing.Release();
        }
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        // An open connection does not notice that its file is gone.
        if (!File.Exists(path))
            throw new StoreException($"The database {path} does not exist. Create it with `assay migrate`.");
        await ReadAsync(connection => connection.Execute("SELECT 1 FROM schema_migrations LIMIT 1"), cancellationToken);
    }

    /// <summary>Runs the work in a transaction of its own, which is durable when this returns, or rolled back when it throws.</summary>
    public Task<T> WriteAsync<T>(Func<Writer, T> work, CancellationToken cancellationToken) =>
        WriteAsync(Durability.OutlivesPowerCut, work, cancellationToken);

    public async Task<T> WriteAsync<T>(Durability durability, Func<Writer, T> work, CancellationToken cancellationToken)
    {
        await EnterAsync(_writing, cancellationToken);
        try
        {
            _writer ??= Writer.Open(path);
            return _writer.Commit(durability, work);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async Task<T> ReadAsync<T>(Func<Connection, T> work, CancellationToken cancellationToken)
    {
        using var reader = await RentReaderAsync(cancellationToken);
        return work(reader.Connection);
    }

    public async Task<Reader> RentReaderAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(_reading, cancellationToken);
        try
        {
            return new Reader(this, _idleReaders.TryTake(out var idle) ? idle : OpenReader());
        }
        catch
        {
            _reading.Release();
            throw;
        }
    }

    public void Dispose()
    {
        while (_idleReaders.TryTake(out var reader))
            reader.Dispose();
        _writer?.Dispose();
        _writing.Dispose();
        _reading.Dispose();
    }

    private Connection OpenReader() =>
        Connection.Open(path, create: false, "PRAGMA query_only = ON", "PRAGMA cache_size = -4000");

    private async Task EnterAsync(SemaphoreSlim gate, CancellationToken cancellationToken)
    {
        if (!await gate.WaitAsync(Patience, cancellationToken))
            throw new StoreException($"{Description} has been busy for {Patience.TotalSeconds:0} seconds. Try again when it has less to do.");
    }

    private void CreateFolder()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The folder of the database {path} cannot be created: {e.Message}", e);
        }
    }

    /// <summary>A reading connection on loan.</summary>
    public readonly struct Reader(SqliteDatabase owner, Connection connection) : IDisposable
    {
        public Connection Connection => connection;

        public void Dispose()
        {
            owner._idleReaders.Add(connection);
            owner._reading.Release();
        }
    }
}
