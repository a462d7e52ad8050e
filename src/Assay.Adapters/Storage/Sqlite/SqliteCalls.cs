using System.Runtime.InteropServices;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>
/// The calls that every row makes a dozen times, without counting references to the statement on each: whoever calls owns it.
/// Binding a number returns at once, so the garbage collector need not be told of it either.
/// </summary>
internal static class SqliteCalls
{
    public const string Library = "e_sqlite3";

    [DllImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [SuppressGCTransition]
    public static extern int Bind(nint statement, int parameter, long value);

    [DllImport(Library, EntryPoint = "sqlite3_bind_double")]
    [SuppressGCTransition]
    public static extern int Bind(nint statement, int parameter, double value);

    [DllImport(Library, EntryPoint = "sqlite3_bind_null")]
    [SuppressGCTransition]
    public static extern int BindNull(nint statement, int parameter);

    [DllImport(Library, EntryPoint = "sqlite3_step")]
    public static extern int Step(nint statement);

    [DllImport(Library, EntryPoint = "sqlite3_reset")]
    public static extern int Reset(nint statement);
}
