using Assay.Ingestion;

namespace Assay.Storage;

/// <summary>Runs as rows of <see cref="Table.Runs"/>, for those that no page is committed for.</summary>
public static class RunRows
{
    /// <summary>Puts the run on the books as it is, whether or not it stands there already.</summary>
    public static Task WriteRunAsync(this IRowStore rows, Run run, CancellationToken cancellationToken) => rows.WriteRowsAsync(
        Table.Runs,
        [[run.Id, run.Source.Name, run.Task, run.Status, run.StartedAt, run.FinishedAt, run.RecordsProcessed, run.RecordsRejected, run.Error, run.Owner]],
        cancellationToken);
}
