using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Statements with parameters $1, $2, …</summary>
internal static class Statements
{
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = sql;
        Fill(command.Parameters, values);
        batch.BatchCommands.Add(command);
    }

    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        Fill(command.Parameters, values);
        return command;
    }

    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, object?[] values, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<List<T>> QueryAsync<T>(
        this NpgsqlConnection connection, string sql, object?[] values, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(sql, values);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<T>();
        while (await rows.ReadAsync(cancellationToken))
            found.Add(read(rows));
        return found;
    }

    private static void Fill(NpgsqlParameterCollection parameters, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            parameters.Add(new NpgsqlParameter
            {
                Value = value switch
                {
                    null => DBNull.Value,
                    string text => Texts.Encode(text),
                    string?[] texts => Array.ConvertAll(texts, Texts.Encode),
                    _ => value,
                },
            });
        }
    }
}

internal static class Columns
{
    /// <summary>One value of each item, as an array for <c>unnest</c>.</summary>
    public static TValue[] Map<T, TValue>(this IReadOnlyList<T> items, Func<T, TValue> value)
    {
        var values = new TValue[items.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(items[i]);
        return values;
    }
}
