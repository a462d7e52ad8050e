using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>A month (UTC) of one of the large tables. What lies before the first bitcoin is one partition, so that a mistaken year does not make hundreds.</summary>
internal readonly record struct Partition(string Table, DateTimeOffset From, DateTimeOffset To)
{
    private static readonly DateTimeOffset Beginning = new(2009, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Name => From < Beginning ? $"{Table}_before_2009" : string.Create(CultureInfo.InvariantCulture, $"{Table}_{From:yyyy_MM}");

    /// <summary>For the statement that attaches it.</summary>
    public string Bounds => From < Beginning
        ? $"FROM (MINVALUE) TO ('{Beginning:yyyy-MM-dd}T00:00:00Z')"
        : string.Create(CultureInfo.InvariantCulture, $"FROM ('{From:yyyy-MM-dd}T00:00:00Z') TO ('{To:yyyy-MM-dd}T00:00:00Z')");

    /// <summary>The same for a check of the quotes' time.</summary>
    public string Condition => From < Beginning
        ? $"observed_at < '{Beginning:yyyy-MM-dd}T00:00:00Z'"
        : string.Create(CultureInfo.InvariantCulture, $"observed_at >= '{From:yyyy-MM-dd}T00:00:00Z' AND observed_at < '{To:yyyy-MM-dd}T00:00:00Z'");

    public static Partition Of(string table, DateTimeOffset time)
    {
        if (time < Beginning)
            return new(table, DateTimeOffset.MinValue, Beginning);

        var utc = time.UtcDateTime;
        var from = new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero);
        return new(table, from, from.AddMonths(1));
    }

    public static Partition Of(string table, string name) => name.EndsWith("_before_2009", StringComparison.Ordinal)
        ? Of(table, DateTimeOffset.MinValue)
        : Of(table, DateTimeOffset.ParseExact(name.AsSpan(table.Length + 1), "yyyy_MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));
}

/// <summary>Makes the partitions of the large tables before anything is written to them.</summary>
internal sealed class Partitions(Server server, TimeProvider clock, ILogger logger)
{
    public const string Payloads = "raw_payloads";
    public const string Quotes = "quotes";
    public const string Corrections = "quote_corrections";
    public const string Candles = "candles";
    public const string Evidence = "consensus_evidence";

    private const int MonthsAhead = 3;

    /// <summary>Only one process at a time makes partitions.</summary>
    private const string Lock = "SELECT pg_advisory_xact_lock(280605770586)";

    private readonly ConcurrentDictionary<Partition, bool> _known = new();

    /// <summary>To be called when a partition is missing that was there: another process has dropped it.</summary>
    public void Forget() => _known.Clear();

    public Task MakeAheadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var months = Enumerable.Range(0, MonthsAhead + 1).Select(now.AddMonths).ToList();
        return EnsureAsync(
            [.. from table in new[] { Payloads, Quotes, Corrections, Candles, Evidence } from month in months select Partition.Of(table, month)], cancellationToken);
    }

    /// <summary>In a transaction of its own, because nobody else can use a partition before its transaction ends.</summary>
    public async Task EnsureAsync(IReadOnlyCollection<Partition> partitions, CancellationToken cancellationToken)
    {
        var missing = partitions.Where(partition => !_known.ContainsKey(partition)).ToList();
        if (missing.Count == 0)
            return;

        var made = await server.CommitAsync((connection, token) => MakeAsync(connection, missing, token), cancellationToken);
        foreach (var partition in made)
            logger.PartitionMade(server.Description, partition.Name);
        foreach (var partition in missing)
            _known.TryAdd(partition, true);
    }

    /// <summary>The partitions that end before this time or at it.</summary>
    public Task<List<Partition>> FindBeforeAsync(string table, DateTimeOffset time, CancellationToken cancellationToken) => server.RunAsync(async (connection, token) =>
    {
        var partitions = await FindAsync(connection, [table], token);
        return partitions.Where(partition => partition.To <= time).OrderBy(partition => partition.From).ToList();
    }, cancellationToken);

    /// <summary>Drops the partition within the transaction of the connection; returns how many rows it had. Waits for those who read the table, but not long.</summary>
    public async Task<long> DropAsync(NpgsqlConnection connection, Partition partition, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(Lock, [], cancellationToken);
        await connection.ExecuteAsync("SET LOCAL lock_timeout = '5s'", [], cancellationToken);
        var rows = await connection.CountPatientlyAsync(partition.Name, cancellationToken);
        await connection.ExecuteAsync($"DROP TABLE {partition.Name}", [], cancellationToken);
        _known.TryRemove(partition, out _);
        logger.PartitionDropped(server.Description, partition.Name, rows);
        return rows;
    }

    /// <summary>
    /// The months of the quotes that end before this time or at it and whose rows lie in the order in which they came, by what ANALYZE has found out:
    /// in order of the key the assets and the places of their rows correlate, in order of the rounds they do not.
    /// </summary>
    public Task<List<Partition>> FindUnsortedAsync(DateTimeOffset time, CancellationToken cancellationToken) => server.RunAsync(async (connection, token) =>
    {
        var unsorted = await connection.QueryAsync(
            """
            SELECT c.relname FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = 'asset_id'
            WHERE h.inhparent = 'quotes'::regclass AND abs(s.correlation) < 0.9
            """, [], row => Partition.Of(Quotes, row.GetString(0)), token);
        return unsorted.Where(month => month.To <= time).OrderBy(month => month.From).ToList();
    }, cancellationToken);

    /// <summary>
    /// Puts the quotes of a month into the order of their key, within the transaction of the connection. They came round by round, so that those of one asset
    /// lie on as many pages as there were rounds; in order they lie on few. Reading goes on meanwhile, only the last step waits for readers, but not long.
    /// </summary>
    /// <returns>False where another process is at it.</returns>
    public static async Task<bool> SortAsync(NpgsqlConnection connection, Partition month, CancellationToken cancellationToken)
    {
        if (!(await connection.QueryAsync("SELECT pg_try_advisory_xact_lock(280605770587)", [], row => row.GetBoolean(0), cancellationToken)).Single())
            return false;

        await connection.ExecuteAsync($"SET LOCAL lock_timeout = '5s'; LOCK TABLE {month.Name} IN SHARE MODE", [], cancellationToken);
        await connection.ExecutePatientlyAsync(
            $"""
            CREATE TABLE sorted_month (LIKE {Quotes} INCLUDING DEFAULTS INCLUDING STORAGE INCLUDING CONSTRAINTS);
            INSERT INTO sorted_month SELECT * FROM {month.Name} ORDER BY asset_id, source, observed_at;
            ALTER TABLE sorted_month ADD CONSTRAINT sorted_month_pkey PRIMARY KEY (asset_id, source, observed_at) WITH (fillfactor = 100);
            ALTER TABLE sorted_month ADD CONSTRAINT in_month CHECK ({month.Condition});
            ANALYZE sorted_month;
            """, cancellationToken);
        // No writer between here and the end, and none that holds what we wait for. The check spares the attaching a look at every row.
        await connection.ExecuteAsync(
            $"""
            SELECT version FROM store_state FOR UPDATE;
            DROP TABLE {month.Name};
            ALTER TABLE sorted_month RENAME TO {month.Name};
            ALTER INDEX sorted_month_pkey RENAME TO {month.Name}_pkey;
            ALTER TABLE {Quotes} ATTACH PARTITION {month.Name} FOR VALUES {month.Bounds};
            ALTER TABLE {month.Name} DROP CONSTRAINT in_month;
            """, [], cancellationToken);
        return true;
    }

    private static async Task<List<Partition>> FindAsync(NpgsqlConnection connection, string[] tables, CancellationToken cancellationToken) => await connection.QueryAsync(
        """
        SELECT p.relname, c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
        WHERE i.inhparent = ANY ($1::regclass[])
        """, [tables], row => Partition.Of(row.GetString(0), row.GetString(1)), cancellationToken);

    private static async Task<List<Partition>> MakeAsync(NpgsqlConnection connection, List<Partition> partitions, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(Lock, [], cancellationToken);
        var there = await FindAsync(connection, [.. partitions.Select(partition => partition.Table).Distinct()], cancellationToken);
        var missing = partitions.Except(there).ToList();
        foreach (var partition in missing)
            await MakeAsync(connection, partition, cancellationToken);
        return missing;
    }

    /// <summary>Made apart and then attached: CREATE … PARTITION OF would wait for everybody who reads the table, and let nobody else in meanwhile.</summary>
    public static Task MakeAsync(NpgsqlConnection connection, Partition partition, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"""
        CREATE TABLE {partition.Name} (LIKE {partition.Table} INCLUDING DEFAULTS INCLUDING STORAGE INCLUDING CONSTRAINTS);
        ALTER TABLE {partition.Table} ATTACH PARTITION {partition.Name} FOR VALUES {partition.Bounds};
        """, [], cancellationToken);
}
