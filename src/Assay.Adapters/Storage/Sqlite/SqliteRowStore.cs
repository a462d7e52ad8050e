using System.Runtime.CompilerServices;
using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

internal sealed class SqliteRowStore(SqliteDatabase database) : IRowStore
{
    public async IAsyncEnumerable<object?[]> ReadRowsAsync(
        Table table, IReadOnlyList<object?>? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursor = await database.ReadAsync(connection => new RowCursor(connection, table, after), cancellationToken);
        while (!cursor.IsAtEnd)
        {
            foreach (var row in await database.ReadAsync(cursor.ReadPiece, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return row;
            }
        }
    }

    public Task<object?[]?> FindLastRowAsync(Table table, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => new RowCursor(connection, table, after: null).FindLast(connection), cancellationToken);

    public Task WriteRowsAsync(Table table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken) => database.WriteAsync(writer =>
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(writer, RowSql.Of(table).Upsert, table, row);
        }

        return rows.Count;
    }, cancellationToken);

    public Task DeleteRowsAsync(Table table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken) => database.WriteAsync(writer =>
    {
        Delete(writer, RowSql.Of(table), rows, cancellationToken);
        writer.Numbers.Forget(); // names may be among them
        return rows.Count;
    }, cancellationToken);

    /// <summary>Writes one row with a statement of <see cref="RowSql"/>, within the transaction that the writer has begun.</summary>
    public static void Write(Writer writer, string upsert, Table table, object?[] row)
    {
        var write = writer.Connection.Prepare(upsert);
        for (var i = 0; i < row.Length; i++)
            Bind(write, writer.Numbers, table.Columns[i].Kind, row[i]);
        write.Execute();
    }

    private static void Delete(Writer writer, RowSql sql, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken)
    {
        var delete = writer.Connection.Prepare(sql.Delete);
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var value in row.AsSpan(0, sql.Table.KeyLength))
                delete.BindValue(value);
            delete.Execute();
        }
    }

    private static void Bind(Statement statement, Numbers numbers, ColumnKind kind, object? value) => _ = kind switch
    {
        ColumnKind.Source => statement.Bind(numbers.Of(new SourceId((string)value!))),
        ColumnKind.Asset => statement.Bind(numbers.Of(new AssetId((string)value!))),
        _ => statement.BindValue(value),
    };
}
