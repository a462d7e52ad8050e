namespace Assay.Storage;

/// <summary>What keeps a store in good order over the years.</summary>
public interface IMaintenance
{
    /// <summary>
    /// Removes what was observed (quotes, their corrections, candles, <see cref="Table.FactHistories"/>) or fetched (raw payloads and what stands in the books about them) before these times. A store that is partitioned
    /// drops whole months, those that lie before the time to their last day.
    /// </summary>
    /// <param name="quotesBefore">Null keeps all.</param>
    /// <param name="payloadsBefore">Null keeps all. Payloads that are not processed yet are kept always.</param>
    /// <param name="cancellationToken">Ends the work between two steps; what was removed stays removed.</param>
    /// <returns>How many rows of which table were removed.</returns>
    Task<IReadOnlyDictionary<Table, long>> RemoveAsync(DateTimeOffset? quotesBefore, DateTimeOffset? payloadsBefore, CancellationToken cancellationToken);

    /// <summary>Statistics for the query planner, partitions for the months to come, space given back.</summary>
    Task TidyAsync(CancellationToken cancellationToken);
}
