using System.Text;
using Assay.Storage;
using SQLitePCL;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>The rows of a running statement, one at a time.</summary>
internal readonly struct Rows(Statement statement, sqlite3_stmt handle) : IDisposable
{
    public bool Read() => statement.Step();

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    public int Int32(int column) => raw.sqlite3_column_int(handle, column);

    public int? Int32OrNull(int column) => IsNull(column) ? null : Int32(column);

    public double Double(int column) => raw.sqlite3_column_double(handle, column);

    public double? DoubleOrNull(int column) => IsNull(column) ? null : Double(column);

    // Not column_text, which ends at the first NUL character.
    public string Text(int column) => Encoding.UTF8.GetString(Blob(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>Holds until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Int64(column));

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public Guid Guid(int column) => System.Guid.Parse(Text(column));

    public Guid? GuidOrNull(int column) => IsNull(column) ? null : Guid(column);

    public object? Value(int column, ColumnKind kind) => IsNull(column) ? null : kind switch
    {
        ColumnKind.Whole => (object)Int64(column),
        ColumnKind.Number => Double(column),
        ColumnKind.Time => Time(column),
        ColumnKind.Id => Guid(column),
        ColumnKind.Bytes => Blob(column).ToArray(),
        _ => Text(column),
    };

    /// <summary>A row of the table, whose columns are selected in its order.</summary>
    public object?[] Values(Table table)
    {
        var values = new object?[table.Columns.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Value(i, table.Columns[i].Kind);
        return values;
    }

    public void Dispose() => statement.Reset();
}
