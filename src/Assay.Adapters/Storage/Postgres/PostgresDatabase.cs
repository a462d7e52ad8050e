using Assay.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>A PostgreSQL database, with a replica for reading where there is one.</summary>
internal sealed class PostgresDatabase : IDatabase, IDisposable
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a replica that failed is left alone.</summary>
    private static readonly TimeSpan ReplicaRest = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Server? _replica;
    private long _replicaFailedAt;
    private volatile bool _replicaFails;

    public PostgresDatabase(
        NpgsqlConnectionStringBuilder address, NpgsqlConnectionStringBuilder? readAddress, TimeProvider clock, ILogger<PostgresDatabase> logger)
    {
        (_clock, _logger) = (clock, logger);
        Primary = new Server(address, clock, logger);
        _replica = readAddress is null ? null : new Server(readAddress, clock, logger);
        Partitions = new Partitions(Primary, clock, logger);
    }

    public Server Primary { get; }

    public Partitions Partitions { get; }

    public string Description => Primary.Description;

    public async Task<int> MigrateAsync(CancellationToken cancellationToken)
    {
        var applied = await Primary.RunAsync(
            (connection, token) => new Migrator(connection, Description, _clock).RunAsync(token), cancellationToken);
        foreach (var migration in applied)
            _logger.MigrationApplied(Description, migration.Version, migration.Name);
        await Partitions.MakeAheadAsync(cancellationToken);
        return applied.Count;
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(CheckTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await Primary.RunOnceAsync(
                (connection, token) => connection.ExecuteAsync("SELECT 1 FROM schema_migrations LIMIT 1", [], token), either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreException($"{Description} has not answered for {CheckTimeout.TotalSeconds:0} seconds.", exception);
        }
    }

    /// <summary>For history and candles: from the replica where there is one that works, else from the primary.</summary>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (_replica is not null && (!_replicaFails || _clock.GetElapsedTime(Volatile.Read(ref _replicaFailedAt)) > ReplicaRest))
        {
            try
            {
                var result = await _replica.RunOnceAsync(work, cancellationToken);
                _replicaFails = false;
                return result;
            }
            catch (StoreException exception)
            {
                Volatile.Write(ref _replicaFailedAt, _clock.GetTimestamp());
                _replicaFails = true;
                _logger.ReplicaFails(exception.Message);
            }
        }

        return await Primary.RunAsync(work, cancellationToken);
    }

    public void Dispose()
    {
        Primary.Dispose();
        _replica?.Dispose();
    }
}
