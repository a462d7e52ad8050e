using Assay.IntegrationTests.Postgres;

[assembly: AssemblyFixture(typeof(SharedCluster))]

namespace Assay.IntegrationTests.Postgres;

/// <summary>One server for all tests, started by the first that needs it.</summary>
public sealed class SharedCluster : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresCluster>> Cluster = new(() => PostgresCluster.StartAsync());

    internal static Task<PostgresCluster> GetAsync() => Cluster.Value;

    public async ValueTask DisposeAsync()
    {
        if (Cluster.IsValueCreated)
            await (await Cluster.Value).DisposeAsync();
    }
}
