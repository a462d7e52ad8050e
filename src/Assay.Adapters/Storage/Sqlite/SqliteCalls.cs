using System.Runtime.InteropServices;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>
/// The calls that every row makes a dozen times, without counting references to the statement on each: whoever calls owns it.
/// Binding a number returns at once, so the garbage collector need not be told of it either.
/// </summary>
internal static partial class SqliteCalls
{
    public const string Library = "e_sqlite3";

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [SuppressGCTransition]
    public static partial int Bind(nint statement, int parameter, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_double")]
    [SuppressGCTransition]
    public static partial int Bind(nint statement, int parameter, double value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    [SuppressGCTransition]
    public static partial int BindNull(nint statement, int parameter);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial int Reset(nint statement);
}
