namespace Assay.Adapters.Storage.Sqlite;

/// <summary>The connection that writes, with the numbers of the names it has met.</summary>
internal sealed class Writer : IDisposable
{
    private Writer(Connection connection) => (Connection, Numbers) = (connection, new Numbers(connection));

    public Connection Connection { get; }

    public Numbers Numbers { get; }

    public static Writer Open(string path, bool isDurable) => new(Connection.Open(path, create: false,
        // FULL: what was committed outlives a power cut, not only our own end.
        $"PRAGMA synchronous = {(isDurable ? "FULL" : "OFF")}", "PRAGMA foreign_keys = ON", "PRAGMA cache_size = -16000",
        "PRAGMA wal_autocheckpoint = 4000", "PRAGMA journal_size_limit = 67108864"));

    public T Commit<T>(Func<Writer, T> work)
    {
        try
        {
            return Connection.InTransaction(() =>
            {
                Numbers.ForgetIfChangedElsewhere();
                return work(this);
            });
        }
        catch
        {
            Numbers.Forget(); // some of them may have been given out by the transaction that is now undone
            throw;
        }
    }

    public void Dispose() => Connection.Dispose();
}
