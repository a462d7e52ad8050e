namespace Assay.Storage;

/// <summary>
/// The tables row by row, for what copies, compares or rebuilds whole stores. A row is one value per column of its <see cref="Table"/>;
/// sources and assets stand by their names, so that rows of two stores are alike whatever numbers they use inside.
/// </summary>
public interface IRowStore
{
    /// <summary>The rows in ascending order of their key (names and texts by code point, null first), piece by piece.</summary>
    /// <param name="table">Which table.</param>
    /// <param name="after">Only rows whose key is greater; null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<object?[]> ReadRowsAsync(Table table, IReadOnlyList<object?>? after, CancellationToken cancellationToken);

    /// <summary>The row with the greatest key; null where there is none.</summary>
    Task<object?[]?> FindLastRowAsync(Table table, CancellationToken cancellationToken);

    /// <summary>Stores rows as they are, in one transaction; a row with the key of a stored one replaces it. Sources and assets that they name must be there.</summary>
    Task WriteRowsAsync(Table table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken);

    /// <summary>Removes the rows with the keys of these, in one transaction; those that are not there are passed over.</summary>
    Task DeleteRowsAsync(Table table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken);
}
