using Assay.Storage;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Brings a database to the schema of this program.</summary>
internal sealed class Migrator(NpgsqlConnection connection, string description, TimeProvider clock)
{
    /// <summary>All steps of the schema, oldest first.</summary>
    public static readonly IReadOnlyList<Migration> Known = Migration.Beside(typeof(Migrator));

    /// <summary>Any number that no other program takes for a lock of this database.</summary>
    private const long LockNumber = 0x4153534159;

    private const string CreateTable = """
        CREATE TABLE IF NOT EXISTS schema_migrations (version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL);
        COMMENT ON TABLE schema_migrations IS 'Which steps of the schema have been applied.';
        COMMENT ON COLUMN schema_migrations.version IS 'The number of the step.';
        COMMENT ON COLUMN schema_migrations.name IS 'What it is about.';
        COMMENT ON COLUMN schema_migrations.applied_at IS 'When it was applied.';
        """;

    /// <summary>Applies what is missing, each step in a transaction of its own, and returns it. A second process waits meanwhile and then finds nothing to do.</summary>
    public async Task<IReadOnlyList<Migration>> RunAsync(CancellationToken cancellationToken)
    {
        // A step may rewrite years of data; the locks go with the session, and the settings are reset with it.
        await connection.ExecuteAsync("SET statement_timeout = 0; SET lock_timeout = '10min'", [], cancellationToken);
        await ExecuteAsync($"SELECT pg_advisory_lock({LockNumber})", cancellationToken);
        try
        {
            return await ApplyMissingAsync(cancellationToken);
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
                await ExecuteAsync($"SELECT pg_advisory_unlock({LockNumber})", CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<Migration>> ApplyMissingAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(CreateTable, cancellationToken);
        var applied = (await connection.QueryAsync("SELECT coalesce(max(version), 0) FROM schema_migrations", [], row => row.GetInt32(0), cancellationToken))[0];
        if (applied > Known[^1].Version)
            throw new StoreException(Migration.TooNew(description, applied, Known[^1].Version));

        var missing = Known.Where(migration => migration.Version > applied).ToList();
        foreach (var migration in missing)
            await ApplyAsync(migration, cancellationToken);
        return missing;
    }

    private async Task ApplyAsync(Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(migration.Script, cancellationToken);
        await connection.ExecuteAsync("INSERT INTO schema_migrations (version, name, applied_at) VALUES ($1, $2, $3)",
            [migration.Version, migration.Name, clock.GetUtcNow()], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task ExecuteAsync(string script, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = script;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
