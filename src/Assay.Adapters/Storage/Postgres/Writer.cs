using Assay.Storage;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>
/// Writes market data, one transaction at a time in all processes: each begins by counting <c>store_state.version</c> on, which makes the
/// others wait and tells whether another process wrote since our last one.
/// </summary>
internal sealed class Writer(PostgresDatabase database) : IDisposable
{
    // A page is joined to the tables in memory.
    private const string Begin = "SET LOCAL work_mem = '64MB'; UPDATE store_state SET version = version + 1 RETURNING version";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _writing = new(1, 1);
    private long _version = -1;
    private bool _wasAsked;
    private bool _hasChanged = true;

    public Memory Memory { get; } = new();

    /// <summary>
    /// Runs the work in a transaction, which is durable when this returns. The work learns whether another process has written since
    /// <see cref="HasChangedElsewhereAsync"/> was asked; where it returns null, nothing is written.
    /// </summary>
    public async Task<T?> CommitAsync<T>(Func<NpgsqlConnection, bool, CancellationToken, Task<T?>> work, CancellationToken cancellationToken)
        where T : class
    {
        await EnterAsync(cancellationToken);
        try
        {
            return await database.Primary.RunAsync((connection, token) => TryAsync(connection, work, token), cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async Task<bool> HasChangedElsewhereAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        try
        {
            var version = await database.Primary.RunAsync(
                async (connection, token) => (await connection.QueryAsync("SELECT version FROM store_state", [], row => row.GetInt64(0), token))[0], cancellationToken);
            var hasChanged = _hasChanged || version != _version;
            if (hasChanged)
                Memory.Forget();
            (_version, _hasChanged, _wasAsked) = (version, false, true);
            return hasChanged;
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private async Task<T?> TryAsync<T>(NpgsqlConnection connection, Func<NpgsqlConnection, bool, CancellationToken, Task<T?>> work, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var version = (await connection.QueryAsync(Begin, [], row => row.GetInt64(0), cancellationToken))[0];
            var isForeign = version != _version + 1;
            if (isForeign)
                Memory.Forget(); // another process may have renamed an asset
            if (await work(connection, _wasAsked && (_hasChanged || isForeign), cancellationToken) is not { } result)
            {
                await transaction.RollbackAsync(cancellationToken);
                return null;
            }

            await transaction.CommitAsync(cancellationToken);
            (_version, _hasChanged) = (version, _hasChanged || isForeign);
            return result;
        }
        catch
        {
            Memory.Forget(); // some of them may have been given out by the transaction that is now undone
            throw;
        }
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        if (!await _writing.WaitAsync(Patience, cancellationToken))
            throw new StoreException($"{database.Description} has been busy for {Patience.TotalSeconds:0} seconds. Try again when it has less to do.");
    }
}
