using Assay.Candles;
using Assay.Storage;

namespace Assay.IntegrationTests.Postgres;

/// <summary>
/// Asks everything that the API asks of a store that is filled, and reads in the server's own log how it went about it: it must never read
/// a large table from end to end.
/// </summary>
public sealed class PlanTests : IAsyncLifetime
{
    private const string Fill = """
        INSERT INTO sources (name) SELECT unnest(ARRAY['coingecko', 'coinpaprika', 'consensus', 'csv']);
        INSERT INTO assets (slug, name) SELECT 'coin-' || n, 'Coin ' || n FROM generate_series(1, 150) n;
        INSERT INTO quotes (asset_id, source, observed_at, recorded_at, price)
          SELECT a.id, s.id, t, t, 1 FROM assets a, sources s, generate_series('2025-10-05Z'::timestamptz, '2025-12-28Z', '3 hours') t WHERE s.name <> 'csv';
        INSERT INTO candles (asset_id, source, "interval", opened_at, recorded_at, open, high, low, close, revision, method)
          SELECT a.id, s.id, '1h', t, t, 1, 1, 1, 1, 1, 'native' FROM assets a, sources s, generate_series('2025-10-05Z'::timestamptz, '2025-12-28Z', '6 hours') t WHERE s.name <> 'csv';
        INSERT INTO runs (id, source, task, status, started_at, finished_at, records_processed, records_rejected, owner)
          SELECT lpad(to_hex(n), 32, '0')::uuid, 1 + n % 2, 'prices', CASE WHEN n % 500 = 0 THEN 'failure' ELSE 'success' END, now(), now(), 1, 0, 'a' FROM generate_series(1, 20000) n;
        INSERT INTO raw_payloads (id, run_id, source, task, url, status, sha256, fetched_at, body_gzip)
          SELECT n, '00000000-0000-0000-0000-000000000001', 1 + n % 2, 'prices', 'x', 200, md5(n::text), '2025-11-01Z'::timestamptz + n * interval '5 minutes', '\x1f8b080000000000000303000000000000000000' FROM generate_series(1, 10000) n;
        INSERT INTO raw_processed (payload_id) SELECT n FROM generate_series(1, 9990) n;
        INSERT INTO raw_backlog (payload_id) SELECT n FROM generate_series(9991, 10000) n;
        INSERT INTO rejected_records (id, payload_id, recorded_at, source, reason, detail, location, excerpt)
          SELECT n, n, now(), 1 + n % 2, CASE WHEN n % 400 = 0 THEN 'malformed' ELSE 'price_missing' END, 'x', 'x', 'x' FROM generate_series(1, 20000) n;
        INSERT INTO coverage (source, task, coin, "from", "to", state)
          SELECT 1 + n % 2, 'prices', 'coin-' || n, now(), now(), 'covered' FROM generate_series(1, 20000) n;
        INSERT INTO imported_files (source, sha256, name, length, "offset", line) SELECT 4, md5(n::text), 'x', 1, 1, 1 FROM generate_series(1, 5000) n;
        ANALYZE;
        """;

    private static readonly string[] Large =
        ["quotes", "candles", "quote_corrections", "runs ", "raw_payloads", "raw_processed", "rejected_records", "coverage", "imported_files"];

    private static readonly DateTimeOffset End = new(2025, 12, 28, 0, 0, 0, TimeSpan.Zero);
    private static readonly SourceId Gecko = SourceId.CoinGecko;
    private static readonly AssetId Coin = new("coin-77");

    private PostgresBundle _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await PostgresBundle.WithoutTablesAsync();
        await _store.Database.MigrateAsync(Cancellation);
        await _store.MakeMonthsAsync(new DateTimeOffset(2025, 10, 1, 0, 0, 0, TimeSpan.Zero), 3);
        await _store.ExecuteAsync(Fill);
        await _store.ExecuteAsync($"""
            ALTER DATABASE {_store.Name} SET session_preload_libraries = 'auto_explain';
            ALTER DATABASE {_store.Name} SET auto_explain.log_min_duration = 0;
            ALTER DATABASE {_store.Name} SET auto_explain.log_nested_statements = on;
            ALTER DATABASE {_store.Name} SET log_min_messages = 'log';
            """);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task No_question_of_the_API_reads_a_large_table_from_end_to_end()
    {
        await using (var program = _store.OpenAgain()) // with connections that explain themselves
        {
            await AskHistoryAsync(program.History);
            await AskBooksAsync(program);
        }

        var plans = await ReadPlansAsync();

        Assert.True(plans.Count >= 25, $"Only {plans.Count} plans were logged.");
        Assert.Contains(plans, plan => plan.Contains("quotes_2025_12_pkey", StringComparison.Ordinal));
        var slow = plans.FindAll(plan => plan.Split('\n').Any(ReadsLargeTable));
        Assert.True(slow.Count == 0, string.Join('\n', slow));
    }

    /// <summary>What costs nothing is a month that has no rows yet.</summary>
    private static bool ReadsLargeTable(string line) =>
        Large.Any(table => line.Contains($"Seq Scan on {table}", StringComparison.Ordinal)) && !line.Contains("cost=0.00..0.00", StringComparison.Ordinal);

    private static async Task AskHistoryAsync(IHistoryStore history)
    {
        foreach (var range in new[] { new TimeRange(End.AddDays(-1), End), new TimeRange(End.AddDays(-60), End), TimeRange.All })
        {
            Assert.NotEmpty(await history.ReadQuotesAsync(Gecko, Coin, range, Cancellation).ToListAsync(Cancellation));
            Assert.NotNull(await history.FindQuoteFromEndAsync(Gecko, Coin, range, 4, Cancellation));
            Assert.NotEmpty(await history.ReadCandlesAsync(Gecko, Coin, CandleInterval.OneHour, range, Cancellation).ToListAsync(Cancellation));
            Assert.NotNull(await history.FindCandleFromEndAsync(Gecko, Coin, CandleInterval.OneHour, range, 4, Cancellation));
            Assert.NotEmpty(await history.ReadQuotesAsync(Gecko, Coin, range, End, Cancellation).ToListAsync(Cancellation));
            Assert.NotNull(await history.FindQuoteFromEndAsync(Gecko, Coin, range, 4, End, Cancellation));
            Assert.NotEmpty(await history.ReadCandlesAsync(Gecko, Coin, CandleInterval.OneHour, range, End, Cancellation).ToListAsync(Cancellation));
        }

        Assert.Equal(100, (await history.ReadNewestPricesAsync(Gecko, Coin, 100, Cancellation)).Count);
    }

    private static async Task AskBooksAsync(PostgresBundle store)
    {
        Assert.NotEmpty(await store.Runs.TallyAsync(Cancellation));
        Assert.Null(await store.Runs.FindAsync(Guid.Empty, Cancellation));
        foreach (var filter in new[] { new RunFilter(), new RunFilter("coingecko"), new RunFilter("coingecko", "prices"), new RunFilter(Status: "failure"), new RunFilter("coingecko", null, "failure") })
            Assert.NotEqual(0, (await store.Runs.ReadRunsAsync(filter, 2, 10, Cancellation)).Total);
        foreach (var (source, reason) in new (string?, string?)[] { (null, null), ("coingecko", null), (null, "malformed"), ("coingecko", "malformed") })
            Assert.NotEqual(0, (await store.Runs.ReadRejectedAsync(source, reason, 2, 10, Cancellation)).Total);
        Assert.Single(await store.Coverage.ReadCoverageAsync(Gecko, "prices", "coin-100", Cancellation));
        Assert.Null(await store.Market.FindFileAsync(SourceId.Csv, "c0ffee", Cancellation));
        Assert.Equal(9991, (await store.Raw.ReadUnprocessedAsync(Cancellation).FirstAsync(Cancellation)).Id);
        Assert.NotNull(await store.Raw.ReadProcessedAsync(null, new TimeRange(End.AddDays(-40), End), Cancellation).FirstAsync(Cancellation));
    }

    /// <summary>One text per statement that was explained.</summary>
    private async Task<List<string>> ReadPlansAsync()
    {
        var plans = new List<string>();
        using var log = new StreamReader(new FileStream(_store.Cluster.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (await log.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.EndsWith("plan:", StringComparison.Ordinal))
                plans.Add("");
            else if (line.StartsWith('\t') && plans.Count > 0)
                plans[^1] += line + '\n';
        }

        return plans;
    }
}
