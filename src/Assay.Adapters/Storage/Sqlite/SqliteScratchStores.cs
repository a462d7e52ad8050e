using Assay.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Scratch stores are database files in the system's folder for temporary files.</summary>
internal sealed class SqliteScratchStores(TimeProvider clock) : IScratchStores
{
    public async Task<IScratchStore> OpenAsync(CancellationToken cancellationToken)
    {
        var scratch = new Scratch(CreateFolder(), clock);
        await scratch.Database.MigrateAsync(cancellationToken);
        return scratch;
    }

    private static DirectoryInfo CreateFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("assay-scratch-");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"No scratch database can be created in {Path.GetTempPath()}: {e.Message}. Let TMPDIR name a folder with room.", e);
        }
    }

    private sealed class Scratch : IScratchStore
    {
        private readonly DirectoryInfo _folder;

        public Scratch(DirectoryInfo folder, TimeProvider clock)
        {
            _folder = folder;
            Database = new SqliteDatabase(Path.Combine(folder.FullName, "scratch.db"), clock, NullLogger<SqliteDatabase>.Instance, isDurable: false);
            Market = new SqliteMarketStore(Database);
            Assets = new SqliteAssetStore(Database);
            Runs = new SqliteRunBook(Database);
            Rows = new SqliteRowStore(Database);
        }

        public SqliteDatabase Database { get; }

        public IMarketStore Market { get; }

        public IAssetStore Assets { get; }

        public IRunBook Runs { get; }

        public IRowStore Rows { get; }

        public ValueTask DisposeAsync()
        {
            Database.Dispose();
            _folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
