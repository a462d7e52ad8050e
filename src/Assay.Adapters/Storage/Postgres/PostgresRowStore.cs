using System.Runtime.CompilerServices;
using Assay.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Assay.Adapters.Storage.Postgres;

internal sealed class PostgresRowStore(PostgresDatabase database, Writer writer) : IRowStore
{
    // Reading a whole table takes its time, and whoever reads may be slow. What is read is of one moment.
    private const string BeginReading = """
        SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
        SET LOCAL statement_timeout = 0;
        SET LOCAL idle_in_transaction_session_timeout = 0;
        SET LOCAL plan_cache_mode = force_generic_plan;
        """;

    // The planner knows nothing of a temporary table, and to find the keys of a few rows it would read all of a large table.
    private const string FindByKey = "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

    private static readonly Dictionary<Table, string> PartitionedBy = new()
    {
        [Table.RawPayloads] = "fetched_at",
        [Table.Quotes] = "observed_at",
        [Table.QuoteCorrections] = "observed_at",
        [Table.Candles] = "opened_at",
        [Table.ConsensusEvidence] = "recorded_at",
    };

    /// <summary>Where rows bring numbers that a sequence would give out next.</summary>
    private static readonly Dictionary<Table, string> MoveSequence = new()
    {
        [Table.RawPayloads] = SetValue("raw_payloads_id", "max(id)"),
        [Table.RejectedRecords] = SetValue("raw_payloads_id", "max(id) >> 20"),
        [Table.RawProcessed] = SetValue("raw_processed_sequence_seq", "max(sequence)"),
    };

    public async IAsyncEnumerable<object?[]> ReadRowsAsync(
        Table table, IReadOnlyList<object?>? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.Primary.OpenAsync(cancellationToken);
        var rows = ReadRowsAsync(connection, table, after, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (rows.ConfigureAwait(false))
        {
            while (await MoveAsync(rows))
                yield return rows.Current;
        }

        async ValueTask<bool> MoveAsync(IAsyncEnumerator<object?[]> enumerator)
        {
            try
            {
                return await enumerator.MoveNextAsync();
            }
            catch (Exception exception) when (PostgresErrors.IsOfDatabase(exception))
            {
                throw database.Primary.Explain(exception);
            }
        }
    }

    public Task<object?[]?> FindLastRowAsync(Table table, CancellationToken cancellationToken) => database.Primary.RunAsync(async (connection, token) =>
    {
        var sql = RowSql.Of(table);
        if (!sql.IsByAsset)
            return (await connection.QueryAsync(sql.SelectLast, [], row => Read(table, row), token)).SingleOrDefault();
        var assets = await connection.QueryAsync(sql.LastAsset, [], row => row.GetInt32(0), token);
        return assets.Count == 0 ? null : (await connection.QueryAsync(sql.SelectLastOfAsset, [assets[0]], row => Read(table, row), token)).SingleOrDefault();
    }, cancellationToken);

    public async Task WriteRowsAsync(Table table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
    {
        if (PartitionedBy.TryGetValue(table, out var time))
        {
            var column = table.Columns.Select(column => column.Name).ToList().IndexOf(time);
            await database.Partitions.EnsureAsync([.. rows.Select(row => Partition.Of(table.Name, (DateTimeOffset)row[column]!)).Distinct()], cancellationToken);
        }

        await writer.CommitAsync(async (connection, _, token) =>
        {
            await LearnNamesAsync(connection, table, rows, token);
            await StageAsync(connection, table.Columns, rows, token);
            var sql = RowSql.Of(table);
            if (table == Table.Sources || table == Table.Assets)
            {
                await connection.ExecuteAsync(sql.UpsertIncoming(), [], token);
                return rows;
            }

            writer.Memory.Forget(); // it does not know of these
            await connection.ExecuteAsync(sql.DeleteIncoming(), [], token);
            await connection.ExecuteAsync(sql.InsertIncoming(), [], token);
            if (MoveSequence.TryGetValue(table, out var move))
                await connection.ExecuteAsync(move, [], token);
            return rows;
        }, cancellationToken);
    }

    public Task DeleteRowsAsync(Table table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken) => writer.CommitAsync(async (connection, _, token) =>
    {
        await StageAsync(connection, [.. table.Columns.Take(table.KeyLength)], rows, token);
        await connection.ExecuteAsync(RowSql.Of(table).DeleteIncoming(), [], token);
        writer.Memory.Forget(); // it may have known of these
        return rows;
    }, cancellationToken);

    private static async IAsyncEnumerable<object?[]> ReadRowsAsync(
        NpgsqlConnection connection, Table table, IReadOnlyList<object?>? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(BeginReading, [], cancellationToken);
        var sql = RowSql.Of(table);
        if (!sql.IsByAsset)
        {
            await foreach (var row in StreamAsync(connection, table, after is null ? sql.Select : sql.SelectAfter, after is null ? [] : [.. after], cancellationToken))
                yield return row;
            yield break;
        }

        var first = (string?)after?[0];
        foreach (var (number, slug) in await connection.QueryAsync(sql.Assets, [], row => (row.GetInt32(0), row.Text(1)), cancellationToken))
        {
            var order = first is null ? 1 : CompareByCodePoint(slug, first);
            if (order < 0)
                continue;
            var rows = order > 0
                ? StreamAsync(connection, table, sql.SelectOfAsset, [number], cancellationToken)
                : StreamAsync(connection, table, sql.SelectOfAssetAfter, [number, .. after!.Skip(1)], cancellationToken);
            await foreach (var row in rows)
                yield return row;
        }
    }

    private static async IAsyncEnumerable<object?[]> StreamAsync(
        NpgsqlConnection connection, Table table, string sql, object?[] values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, values);
        command.CommandTimeout = 0;
        if (values.Length > 0)
            await command.PrepareAsync(cancellationToken);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            yield return Read(table, row);
    }

    public static object?[] Read(Table table, NpgsqlDataReader row)
    {
        var values = new object?[table.Columns.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = row.IsDBNull(i) ? null : table.Columns[i].Kind switch
            {
                ColumnKind.Time => row.Time(i),
                ColumnKind.Text or ColumnKind.Json or ColumnKind.Source or ColumnKind.Asset => row.Text(i),
                _ => row.GetValue(i),
            };
        }

        return values;
    }

    private async Task LearnNamesAsync(NpgsqlConnection connection, Table table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var column = i;
            var names = rows.Select(row => (string)row[column]!).Distinct();
            if (table.Columns[i].Kind == ColumnKind.Source)
                await writer.Memory.Numbers.LearnAsync(connection, names.Select(name => new SourceId(name)), cancellationToken);
            if (table.Columns[i].Kind != ColumnKind.Asset)
                continue;
            var assets = names.Select(name => new AssetId(name)).ToList();
            await writer.Memory.Numbers.LearnAsync(connection, assets, cancellationToken);
            assets.ForEach(asset => writer.Memory.Numbers.Of(asset)); // says which one is not there
        }
    }

    private static async Task StageAsync(NpgsqlConnection connection, IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(FindByKey, [], cancellationToken);
        await connection.ExecuteAsync(RowSql.CreateIncoming(columns), [], cancellationToken);
        await using var copy = await connection.BeginBinaryImportAsync(RowSql.CopyIncoming(columns), cancellationToken);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            for (var i = 0; i < columns.Count; i++)
                await WriteAsync(copy, columns[i].Kind, row[i], cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, ColumnKind kind, object? value, CancellationToken cancellationToken) => (kind, value) switch
    {
        (_, null) => copy.WriteNullAsync(cancellationToken),
        (ColumnKind.Whole, long number) => copy.WriteAsync(number, NpgsqlDbType.Bigint, cancellationToken),
        (ColumnKind.Number, double number) => copy.WriteAsync(number, NpgsqlDbType.Double, cancellationToken),
        (ColumnKind.Time, DateTimeOffset time) => copy.WriteAsync(time.UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken),
        (ColumnKind.Id, Guid id) => copy.WriteAsync(id, NpgsqlDbType.Uuid, cancellationToken),
        (ColumnKind.Bytes, byte[] bytes) => copy.WriteAsync(bytes, NpgsqlDbType.Bytea, cancellationToken),
        (ColumnKind.Json, string json) => copy.WriteAsync(Texts.Encode(json)!, NpgsqlDbType.Json, cancellationToken),
        (_, string text) => copy.WriteAsync(Texts.Encode(text)!, NpgsqlDbType.Text, cancellationToken),
        _ => throw new ArgumentException($"A column of {kind} cannot hold a {value.GetType().Name}.", nameof(value)),
    };

    private static int CompareByCodePoint(string left, string right) =>
        System.Text.Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(right));

    private static string SetValue(string sequence, string number) =>
        $"SELECT setval('{sequence}', n) FROM (SELECT {number} AS n FROM incoming) AS last WHERE n > (SELECT last_value FROM {sequence})";
}
