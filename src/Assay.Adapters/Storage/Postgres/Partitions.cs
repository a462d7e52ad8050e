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
        : Of(table, DateTimeOffset.ParseExact(name.AsSpan(table.Length + 1), "yyyy_MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
}

/// <summary>Makes the partitions of the large tables before anything is written to them.</summary>
internal sealed class Partitions(Server server, TimeProvider clock, ILogger logger)
{
    public const string Payloads = "raw_payloads";
    public const string Quotes = "quotes";
    public const string Corrections = "quote_corrections";
    public const string Candles = "candles";

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
            [.. from table in new[] { Payloads, Quotes, Corrections, Candles } from month in months select Partition.Of(table, month)], cancellationToken);
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

    private static async Task<List<Partition>> MakeAsync(NpgsqlConnection connection, List<Partition> partitions, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(Lock, [], cancellationToken);
        var there = await connection.QueryAsync(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent WHERE p.relname = ANY ($1)",
            [partitions.Select(partition => partition.Table).Distinct().ToArray()], row => row.GetString(0), cancellationToken);
        var missing = partitions.ExceptBy(there, partition => partition.Name).ToList();
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
