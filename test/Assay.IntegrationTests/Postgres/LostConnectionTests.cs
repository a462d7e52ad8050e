using Assay.Ingestion;
using Assay.Tests.Storage;

namespace Assay.IntegrationTests.Postgres;

/// <summary>Connections that really break: killed by the server in the middle of the work, and cut just before the answer to a commit arrives.</summary>
public sealed class LostConnectionTests : IAsyncLifetime
{
    private static readonly AssetId Bitcoin = new("bitcoin");

    private PostgresBundle _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await PostgresBundle.WithoutTablesAsync();
        await _store.Database.MigrateAsync(Cancellation);
        await _store.Market.CommitAsync(Make.Identities(Bitcoin), Cancellation);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_page_whose_connection_is_killed_twice_in_the_middle_is_stored_once()
    {
        var (run, payload) = await KeepAsync(_store);
        await KillAtEveryWriteToAsync("coverage", times: 2);

        var outcome = await _store.Market.CommitAsync(Page(run, payload), Cancellation);

        Assert.Equal(2, outcome!.Stored);
        await AssertStoredOnceAsync(run);
    }

    [Fact]
    public async Task A_connection_killed_in_the_middle_of_a_copy_is_replaced()
    {
        var (run, payload) = await KeepAsync(_store);
        await KillAtEveryWriteToAsync("quotes", times: 1);

        Assert.Equal(2, (await _store.Market.CommitAsync(Page(run, payload), Cancellation))!.Stored);
        await AssertStoredOnceAsync(run);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_found_to_have_happened_and_tells_its_quotes_again()
    {
        await using var proxy = new LostAnswerProxy(_store.Cluster.Port);
        await using var program = _store.OpenThrough(proxy.Port);
        var (run, payload) = await KeepAsync(program);
        proxy.Arm();

        var page = Page(run, payload);
        var outcome = await program.Market.CommitAsync(page, Cancellation);

        Assert.True(proxy.HasCut);
        Assert.Equal(page.Quotes, outcome!.Changed);
        await AssertStoredOnceAsync(run);
    }

    [Fact]
    public async Task A_connection_that_was_killed_while_idle_is_not_noticed()
    {
        await _store.Cluster.ExecuteAsync("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_store.Name}'");

        Assert.NotNull(await _store.Market.CommitAsync(Make.Page(Make.Quote(Bitcoin, Make.Noon, 1)), Cancellation));
        Assert.NotEqual(0, await _store.Raw.KeepAsync(Guid.Empty, Make.Payload([1]), Cancellation));
        Assert.Single(await _store.Raw.ReadUnprocessedAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_waited_for_can_be_cancelled()
    {
        await using var holder = new Npgsql.NpgsqlConnection(_store.Cluster.ConnectionString(_store.Name));
        await holder.OpenAsync(Cancellation);
        await using var transaction = await holder.BeginTransactionAsync(Cancellation);
        await using (var hold = new Npgsql.NpgsqlCommand("UPDATE store_state SET version = version", holder, transaction))
            await hold.ExecuteNonQueryAsync(Cancellation);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var commit = _store.Market.CommitAsync(Make.Page(Make.Quote(Bitcoin, Make.Noon, 1)), cancelled.Token);
        while ((await _store.ReadAsync("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE store_state%'", row => row.GetInt32(0))).Count == 0)
            await Task.Yield();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => commit);
        await transaction.RollbackAsync(Cancellation);
        Assert.Empty(await _store.Market.LatestAsync(Cancellation));
    }

    /// <summary>The server process that writes to the table ends itself. A sequence counts, because it is not rolled back.</summary>
    private Task KillAtEveryWriteToAsync(string table, int times) => _store.ExecuteAsync(
        $"""
        CREATE SEQUENCE killed;
        CREATE FUNCTION kill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF nextval('killed') <= {times} THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER killing BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION kill();
        """);

    private static async Task<(Guid Run, long Payload)> KeepAsync(PostgresBundle store)
    {
        var run = Make.Run(0);
        await store.Runs.BeginAsync(run, Cancellation);
        return (run.Id, await store.Raw.KeepAsync(run.Id, Make.Payload([1]), Cancellation));
    }

    private static PageCommit Page(Guid run, long payload) => Make.Page(Make.Quote(Bitcoin, Make.Noon, 1), Make.Quote(Bitcoin, Make.Noon.AddMinutes(1), 2)) with
    {
        Run = run,
        Payload = payload,
        Coverage = [new CoveredInterval("prices", "bitcoin", new TimeRange(Make.Noon, Make.Noon), TimeSpan.Zero)],
    };

    private async Task AssertStoredOnceAsync(Guid run)
    {
        Assert.Equal([1.0, 2.0], await _store.History.ReadNewestPricesAsync(SourceId.CoinGecko, Bitcoin, 10, Cancellation));
        Assert.Equal(2, (await _store.Runs.FindAsync(run, Cancellation))!.RecordsProcessed);
        Assert.Empty(await _store.Raw.ReadUnprocessedAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Empty(await _store.ReadCorrectionsAsync(Bitcoin));
    }
}
