using Assay.Adapters.Storage.Sqlite;

namespace Assay.IntegrationTests.Running;

/// <summary>A database as it lies on the disk, read with plain SQL that both kinds understand: times are milliseconds since 1970, ids are texts.</summary>
internal abstract class StoredData : IDisposable
{
    /// <summary>Whether the program has made its tables.</summary>
    public abstract bool HasTables { get; }

    public abstract List<T> Query<T>(string sql, Func<IStoredRow, T> read);

    /// <param name="from">A table, with a condition if need be.</param>
    public long Count(string from) => Query($"SELECT count(*) FROM {from}", row => row.Int64(0)).Single();

    public abstract void Dispose();
}

internal interface IStoredRow
{
    long Int64(int column);

    double Double(int column);

    double? DoubleOrNull(int column);

    string Text(int column);

    string? TextOrNull(int column);

    byte[] Blob(int column);

    DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Int64(column));
}

/// <summary>A file as it lies there.</summary>
internal sealed class SqliteData(string path) : StoredData
{
    private readonly Connection _connection = Connection.Open(path, create: false, "PRAGMA query_only = ON");

    public override bool HasTables => Count("sqlite_master WHERE name = 'quotes'") > 0;

    public override List<T> Query<T>(string sql, Func<IStoredRow, T> read)
    {
        var found = new List<T>();
        using var rows = _connection.Prepare(sql).Query();
        while (rows.Read())
            found.Add(read(new Row(rows)));
        return found;
    }

    /// <summary>A copy of a database that nobody has open: whoever opened the true one would tidy up for the program.</summary>
    public static SqliteData CopyOf(string database, string folder)
    {
        var copy = Path.Combine(folder, "assay.db");
        foreach (var suffix in (string[])["", "-wal"])
        {
            File.Delete(copy + suffix);
            if (File.Exists(database + suffix))
                File.Copy(database + suffix, copy + suffix);
        }

        return new SqliteData(copy);
    }

    public override void Dispose() => _connection.Dispose();

    private sealed class Row(Rows rows) : IStoredRow
    {
        public long Int64(int column) => rows.Int64(column);

        public double Double(int column) => rows.Double(column);

        public double? DoubleOrNull(int column) => rows.DoubleOrNull(column);

        public string Text(int column) => rows.Text(column);

        public string? TextOrNull(int column) => rows.TextOrNull(column);

        public byte[] Blob(int column) => rows.Blob(column).ToArray();
    }
}
