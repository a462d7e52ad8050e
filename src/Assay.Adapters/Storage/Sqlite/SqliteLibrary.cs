using System.Reflection;
using System.Runtime.InteropServices;
using Assay.Storage;
using SQLitePCL;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>The operating system's sqlite: its security fixes come with the system's own.</summary>
internal static class SqliteLibrary
{
    private const int OldestVersion = 3_035_000; // the first with RETURNING

    private static readonly Lazy<nint> Handle = new(Find);

    private static readonly Lazy<bool> Provider = new(Bind);

    public static void Load() => _ = Provider.Value;

    private static bool Bind()
    {
        var handle = Handle.Value;
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, (name, _, _) => name == "e_sqlite3" ? handle : 0);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0); // its statistics put a global lock around every allocation
        if (raw.sqlite3_libversion_number() < OldestVersion)
            throw new StoreException($"The system's sqlite library is version {raw.sqlite3_libversion().utf8_to_string()}; Assay needs 3.35 or later.");
        return true;
    }

    private static nint Find()
    {
        foreach (var name in Names())
        {
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out var handle))
                return handle;
        }

        throw new StoreException(
            $"There is no sqlite library on this system ({string.Join(", ", Names())}). Install it, on Debian with: apt-get install libsqlite3-0");
    }

    private static string[] Names()
    {
        if (OperatingSystem.IsWindows())
            return ["winsqlite3.dll", "sqlite3.dll"];
        return OperatingSystem.IsMacOS() ? ["libsqlite3.dylib"] : ["libsqlite3.so.0", "libsqlite3.so"];
    }
}
