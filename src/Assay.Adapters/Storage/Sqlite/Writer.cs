namespace Assay.Adapters.Storage.Sqlite;

/// <summary>The connection that writes, with the numbers of the names it has met.</summary>
internal sealed class Writer : IDisposable
{
    private Durability? _durability;

    private Writer(Connection connection) => (Connection, Numbers) = (connection, new Numbers(connection));

    public Connection Connection { get; }

    public Numbers Numbers { get; }

    public static Writer Open(string path) => new(Connection.Open(path, create: false,
        "PRAGMA foreign_keys = ON", "PRAGMA cache_size = -16000",
        "PRAGMA wal_autocheckpoint = 4000", "PRAGMA journal_size_limit = 67108864"));

    public T Commit<T>(Durability durability, Func<Writer, T> work)
    {
        if (_durability != durability)
            Connection.RunScript(durability == Durability.OutlivesPowerCut ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        _durability = durability;

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
