namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Inserts many rows with few statements: half of what a small row costs is the statement around it.</summary>
/// <param name="before">The statement up to VALUES.</param>
/// <param name="row">The parameters of one row, in brackets.</param>
/// <param name="after">What follows the rows.</param>
internal sealed class RowInserter(string before, string row, string after = "")
{
    public const int RowsAtOnce = 16;

    private readonly string _one = $"{before} {row} {after}";
    private readonly string _many = $"{before} {string.Join(", ", Enumerable.Repeat(row, RowsAtOnce))} {after}";

    public void Insert<T>(Connection connection, ReadOnlySpan<T> rows, Action<Statement, T> bind, CancellationToken cancellationToken)
    {
        var single = rows.Length % RowsAtOnce;
        Insert(connection, _many, RowsAtOnce, rows[..^single], bind, cancellationToken);
        Insert(connection, _one, 1, rows[^single..], bind, cancellationToken);
    }

    private static void Insert<T>(
        Connection connection, string sql, int atOnce, ReadOnlySpan<T> rows, Action<Statement, T> bind, CancellationToken cancellationToken)
    {
        if (rows.IsEmpty)
            return;

        var statement = connection.Prepare(sql);
        for (; rows.Length > 0; rows = rows[atOnce..])
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var next in rows[..atOnce])
                bind(statement, next);
            statement.Execute();
        }
    }
}
