using Assay.Storage;

namespace Assay.Moving;

/// <summary>What a store holds, summed up table by table.</summary>
public static class StoreSums
{
    /// <summary>The task under which copying stands on the books.</summary>
    public const string CopyTask = "copy";

    public static async Task<TableSum> ReadSumAsync(this IRowStore rows, Table table, Action<long>? progress, CancellationToken cancellationToken)
    {
        await Task.Yield(); // some stores do all their work on the caller's thread
        const int Step = 100_000;
        var summer = new TableSummer(table);
        var read = 0L;
        await foreach (var row in rows.ReadRowsAsync(table, after: null, cancellationToken))
        {
            if (!IsOfCopying(table, row))
                summer.Add(row);
            if (++read % Step == 0)
                progress?.Invoke(read);
        }

        return summer.Sum;
    }

    /// <summary>What a copy notes of itself belongs to the store it stands in, not to what is copied.</summary>
    internal static bool IsOfCopying(Table table, object?[] row) =>
        (table == Table.Sources && (string)row[0]! == SourceId.Assay.Name)
        || (table == Table.Runs && (string)row[1]! == SourceId.Assay.Name && (string)row[2]! == CopyTask);
}

/// <summary>The sums of one table in two stores.</summary>
public sealed record TableComparison(TableSum Expected, TableSum Found)
{
    public bool IsSame => Expected == Found;
}
