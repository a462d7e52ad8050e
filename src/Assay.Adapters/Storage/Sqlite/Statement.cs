using System.Text;
using SQLitePCL;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>A prepared statement. Its parameters are bound in their order; nothing is boxed on the way.</summary>
internal sealed class Statement(Connection connection, sqlite3_stmt handle) : IDisposable
{
    private int _bound;

    public Statement Bind(long value) => Checked(raw.sqlite3_bind_int64(handle, ++_bound, value));

    public Statement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    public Statement Bind(double value) => Checked(raw.sqlite3_bind_double(handle, ++_bound, value));

    public Statement Bind(double? value) => value is { } number ? Bind(number) : BindNull();

    public Statement Bind(DateTimeOffset value) => Bind(value.ToUnixTimeMilliseconds());

    public Statement Bind(DateTimeOffset? value) => value is { } time ? Bind(time) : BindNull();

    public Statement Bind(Guid value) => Bind(value.ToString("D"));

    public Statement Bind(ReadOnlySpan<byte> value) => Checked(raw.sqlite3_bind_blob(handle, ++_bound, value));

    public Statement Bind(string? value)
    {
        if (value is null)
            return BindNull();
        if (value.Length is 0 or > 100)
            return Checked(raw.sqlite3_bind_text(handle, ++_bound, value)); // an empty span would become NULL

        Span<byte> utf8 = stackalloc byte[300];
        var length = Encoding.UTF8.GetBytes(value, utf8);
        return Checked(raw.sqlite3_bind_text(handle, ++_bound, utf8[..length]));
    }

    /// <summary>Runs to the end and returns how many rows it changed.</summary>
    public int Execute()
    {
        using (var rows = Query())
        {
            while (rows.Read())
            {
            }
        }

        return connection.Changes;
    }

    /// <summary>Begins to run; disposing the rows makes the statement ready for the next time.</summary>
    public Rows Query() => new(this, handle);

    public bool Step() => raw.sqlite3_step(handle) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var code => throw connection.Explain(code),
    };

    public Statement Reset()
    {
        _bound = 0;
        raw.sqlite3_reset(handle); // repeats the code of a failed step, which has been thrown already
        return this;
    }

    public void Dispose() => handle.Dispose();

    private Statement BindNull() => Checked(raw.sqlite3_bind_null(handle, ++_bound));

    private Statement Checked(int code) => code == raw.SQLITE_OK ? this : throw connection.Explain(code);
}
