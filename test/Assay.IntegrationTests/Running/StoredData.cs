using Assay.Adapters.Storage.Sqlite;

namespace Assay.IntegrationTests.Running;

/// <summary>A database file as it lies on the disk, read with plain SQL.</summary>
internal sealed class StoredData(string path) : IDisposable
{
    private readonly Connection _connection = Connection.Open(path, create: false, "PRAGMA query_only = ON");

    public List<T> Query<T>(string sql, Func<Rows, T> read)
    {
        var found = new List<T>();
        using var rows = _connection.Prepare(sql).Query();
        while (rows.Read())
            found.Add(read(rows));
        return found;
    }

    /// <param name="from">A table, with a condition if need be.</param>
    public long Count(string from) => Query($"SELECT count(*) FROM {from}", row => row.Int64(0)).Single();

    public void Dispose() => _connection.Dispose();
}
