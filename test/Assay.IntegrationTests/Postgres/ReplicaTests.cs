using Assay.Adapters.Storage.Postgres;
using Assay.Tests.Storage;
using Microsoft.Extensions.Logging;

namespace Assay.IntegrationTests.Postgres;

/// <summary>Reading from another address than writing. The two stores differ here, so that one sees who answered.</summary>
public sealed class ReplicaTests : IAsyncLifetime
{
    private static readonly AssetId Bitcoin = new("bitcoin");

    private PostgresBundle _primary = null!;
    private PostgresBundle _replica = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _primary = (PostgresBundle)await PostgresBundle.CreateAsync();
        _replica = (PostgresBundle)await PostgresBundle.CreateAsync();
        foreach (var (store, price) in new[] { (_primary, 1.0), (_replica, 2.0) })
        {
            await store.Market.CommitAsync(Make.Identities(Bitcoin), Cancellation);
            await store.Market.CommitAsync(Make.Page(Make.Quote(Bitcoin, Make.Noon, price)), Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _primary.DisposeAsync();
        await _replica.DisposeAsync();
    }

    [Fact]
    public async Task History_comes_from_the_replica_and_everything_else_from_the_primary()
    {
        using var database = Open(_replica.Name, new Warnings());

        Assert.Equal([2.0], await ReadAsync(database));
        Assert.Equal(1, Assert.Single(await new PostgresMarketStore(database, new Writer(database)).LatestAsync(Cancellation)).Value.Figures.Price);
    }

    [Fact]
    public async Task While_the_replica_fails_the_primary_answers_and_the_log_says_so_once()
    {
        var warnings = new Warnings();
        using var database = Open("nowhere", warnings);

        Assert.Equal([1.0], await ReadAsync(database));
        Assert.Equal([1.0], await ReadAsync(database));

        Assert.Contains("nowhere", Assert.Single(warnings.Messages), StringComparison.Ordinal);
    }

    private PostgresDatabase Open(string replica, Warnings warnings) => new(
        ConnectionUrl.Parse("DATABASE_URL", _primary.Cluster.Url(_primary.Name), "primary"),
        ConnectionUrl.Parse("DATABASE_READ_URL", _primary.Cluster.Url(replica), "any"), TimeProvider.System, warnings);

    private static Task<IReadOnlyList<double>> ReadAsync(PostgresDatabase database) =>
        new PostgresHistoryStore(database).ReadNewestPricesAsync(SourceId.CoinGecko, Bitcoin, 10, Cancellation);

    private sealed class Warnings : ILogger<PostgresDatabase>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Messages.Add(formatter(state, exception));
        }
    }
}
