namespace Assay.Storage;

/// <summary>Answers questions about the tables that are read by page: <see cref="Table.Facts"/> and <see cref="Table.DriftEvents"/>.</summary>
public interface IFactStore
{
    Task<Page<object?[]>> ReadAsync(FactQuery query, CancellationToken cancellationToken);

    /// <summary>When a source's coins were described last, by its own ids.</summary>
    Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadDescribedAsync(SourceId source, CancellationToken cancellationToken);
}

/// <summary>One page of the rows of a table.</summary>
/// <param name="Table">Whose rows; they come with a value per column.</param>
/// <param name="OrderBy">The column that they are ordered by, and then by their key. Missing values stand last.</param>
/// <param name="IsDescending">The greatest first.</param>
public sealed record FactQuery(Table Table, string OrderBy, bool IsDescending = false)
{
    /// <summary>Value by text column, or by that of the source; null does not filter.</summary>
    public IReadOnlyDictionary<string, string?> Where { get; init; } = new Dictionary<string, string?>();

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    public int PageSize { get; init; } = 100;
}
