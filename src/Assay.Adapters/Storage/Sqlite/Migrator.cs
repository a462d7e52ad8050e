using System.Globalization;
using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>One numbered step of the schema, an SQL script in this assembly.</summary>
internal sealed record Migration(int Version, string Name, string Script)
{
    /// <summary>All that this program knows, oldest first.</summary>
    public static readonly IReadOnlyList<Migration> All = [.. Load().OrderBy(migration => migration.Version)];

    private static IEnumerable<Migration> Load()
    {
        var assembly = typeof(Migration).Assembly;
        var folder = $"{typeof(Migration).Namespace}.Migrations.";
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[folder.Length..^".sql".Length];
            yield return new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name[5..], reader.ReadToEnd());
        }
    }
}

/// <summary>Brings a database to the schema of this program.</summary>
internal sealed class Migrator(Connection connection, string description, TimeProvider clock)
{
    /// <summary>Applies what is missing, all of it or nothing, and returns it. A second process waits meanwhile and then finds nothing to do.</summary>
    public IReadOnlyList<Migration> Run() => connection.InTransaction(() =>
    {
        var applied = AppliedVersion();
        if (applied > Migration.All[^1].Version)
        {
            throw new StoreException(
                $"{description} was changed by a newer version of Assay (schema {applied}, this program knows {Migration.All[^1].Version}). "
                + "Run that version, or name another database in DATABASE_URL.");
        }

        var missing = Migration.All.Where(migration => migration.Version > applied).ToList();
        foreach (var migration in missing)
            Apply(migration);
        return missing;
    });

    private int AppliedVersion()
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL)");
        using var rows = connection.Prepare("SELECT coalesce(max(version), 0) FROM schema_migrations").Query();
        rows.Read();
        return rows.Int32(0);
    }

    private void Apply(Migration migration)
    {
        connection.RunScript(migration.Script);
        connection.Prepare("INSERT INTO schema_migrations (version, name, applied_at) VALUES (?, ?, ?)")
            .Bind(migration.Version).Bind(migration.Name).Bind(clock.GetUtcNow()).Execute();
    }
}
