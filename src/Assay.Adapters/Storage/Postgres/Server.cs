using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Retry;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>
/// Lends connections of its pool to pieces of work. What fails on the way to the database is tried again for a while, so a piece of work
/// has to be right when it is done twice: it may have been committed although the answer was lost.
/// </summary>
internal sealed class Server : IDisposable
{
    /// <summary>How long an outage may last before it is told to whoever waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly ResiliencePropertyKey<long> FailingSince = new("failing-since");

    private readonly NpgsqlConnectionStringBuilder _address;
    private readonly NpgsqlDataSource _pool;
    private readonly TargetSessionAttributes _session;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _retries;

    public Server(NpgsqlConnectionStringBuilder address, TimeProvider clock, ILogger logger)
    {
        (_address, _clock, _logger) = (address, clock, logger);
        _pool = CreatePool(address);
        _session = Enum.Parse<TargetSessionAttributes>(address.TargetSessionAttributes!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        _retries = new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(RetryOptions()).Build();
    }

    public string Description => PostgresErrors.Describe(_address);

    /// <summary>One connection, every statement for itself.</summary>
    public Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        PersistAsync(token => TryAsync(work, token), cancellationToken);

    /// <summary>The same, once: whoever asks has no time for another try.</summary>
    public Task<T> RunOnceAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        ExplainAsync(() => TryAsync(work, cancellationToken), cancellationToken);

    /// <summary>One transaction, which is durable when this returns.</summary>
    public Task<T> CommitAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(async (connection, token) =>
        {
            await using var transaction = await connection.BeginTransactionAsync(token);
            var result = await work(connection, token);
            await transaction.CommitAsync(token);
            return result;
        }, cancellationToken);

    /// <summary>A connection for as long as the caller needs it. What happens on it is the caller's business, see <see cref="Explain"/>.</summary>
    public Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) =>
        PersistAsync(token => ConnectAsync(token).AsTask(), cancellationToken);

    public Exception Explain(Exception exception) => PostgresErrors.Explain(exception, _address);

    public void Dispose() => _pool.Dispose();

    private static NpgsqlDataSource CreatePool(NpgsqlConnectionStringBuilder address)
    {
        var settings = new NpgsqlConnectionStringBuilder(address.ConnectionString) { TargetSessionAttributes = null }; // asked for with each connection
        return settings.Host!.Contains(',', StringComparison.Ordinal)
            ? new NpgsqlDataSourceBuilder(settings.ConnectionString).BuildMultiHost()
            : NpgsqlDataSource.Create(settings);
    }

    private ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => _pool is NpgsqlMultiHostDataSource several
        ? several.OpenConnectionAsync(_session, cancellationToken)
        : _pool.OpenConnectionAsync(cancellationToken);

    private async Task<T> TryAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        return await work(connection, cancellationToken);
    }

    private Task<T> PersistAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) => ExplainAsync(async () =>
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            return await _retries.ExecuteAsync(static async (context, work) => await work(context.CancellationToken), context, work);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }, cancellationToken);

    private async Task<T> ExplainAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (PostgresErrors.IsOfDatabase(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Explain(exception);
        }
    }

    private RetryStrategyOptions RetryOptions() => new()
    {
        MaxRetryAttempts = int.MaxValue,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromMilliseconds(100),
        MaxDelay = TimeSpan.FromSeconds(3),
        ShouldHandle = args => ValueTask.FromResult(PostgresErrors.IsTransient(args.Outcome.Exception) && HasPatience(args.Context)),
        OnRetry = args =>
        {
            _logger.Retrying(Description, PostgresErrors.Reason(args.Outcome.Exception!), args.RetryDelay);
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>Counted from the first failure: the work itself may take longer.</summary>
    private bool HasPatience(ResilienceContext context)
    {
        if (!context.Properties.TryGetValue(FailingSince, out var since))
            context.Properties.Set(FailingSince, since = _clock.GetTimestamp());
        return _clock.GetElapsedTime(since) < Patience;
    }
}
