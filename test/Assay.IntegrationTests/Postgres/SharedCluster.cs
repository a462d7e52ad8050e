using System.Collections.Concurrent;
using Assay.Adapters.Storage.Postgres;
using Assay.IntegrationTests.Postgres;
using Assay.IntegrationTests.Running;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(SharedCluster))]

namespace Assay.IntegrationTests.Postgres;

/// <summary>One server for all tests, started by the first that needs it.</summary>
public sealed class SharedCluster : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresCluster>> Cluster = new(() => Needs.PostgresAsync());

    /// <summary>Migrated databases that another test has left empty: to make one takes as long as ten tests.</summary>
    private static readonly ConcurrentBag<string> Empty = [];

    // Without triggers: neither are references checked nor tallies kept while everything goes.
    private const string Clear = """
        SET session_replication_role = replica;
        DO $$ DECLARE name text; BEGIN
          FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
            AND relname NOT IN ('schema_migrations', 'store_state')
          LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
        END $$
        """;

    internal static Task<PostgresCluster> GetAsync() => Cluster.Value;

    /// <summary>A database with the tables of this program and nothing in them, to be given back.</summary>
    internal static async Task<string> LendAsync(CancellationToken cancellationToken)
    {
        if (Empty.TryTake(out var name))
            return name;

        var cluster = await GetAsync();
        name = await cluster.CreateDatabaseAsync();
        using var database = new PostgresDatabase(
            ConnectionUrl.Parse("DATABASE_URL", cluster.Url(name), "primary"), null, TimeProvider.System, NullLogger<PostgresDatabase>.Instance);
        await database.MigrateAsync(cancellationToken);
        return name;
    }

    internal static async Task GiveBackAsync(string name)
    {
        await (await GetAsync()).ExecuteAsync(name, Clear);
        Empty.Add(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (Cluster.IsValueCreated)
            await (await Cluster.Value).DisposeAsync();
    }
}
