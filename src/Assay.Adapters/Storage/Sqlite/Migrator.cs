using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Brings a database to the schema of this program.</summary>
internal sealed class Migrator(Connection connection, string description, TimeProvider clock)
{
    /// <summary>All steps of the schema, oldest first.</summary>
    public static readonly IReadOnlyList<Migration> Known = Migration.Beside(typeof(Migrator));

    /// <summary>Applies what is missing, all of it or nothing, and returns it. A second process waits meanwhile and then finds nothing to do.</summary>
    public IReadOnlyList<Migration> Run() => connection.InTransaction(() =>
    {
        var applied = AppliedVersion();
        if (applied > Known[^1].Version)
            throw new StoreException(Migration.TooNew(description, applied, Known[^1].Version));

        var missing = Known.Where(migration => migration.Version > applied).ToList();
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
