namespace Assay.Storage;

/// <summary>Tells for which times a source has been asked.</summary>
public interface ICoverageStore
{
    /// <summary>The covered intervals, oldest first; they neither touch nor overlap.</summary>
    Task<IReadOnlyList<TimeRange>> ReadCoverageAsync(SourceId source, string task, string coinId, CancellationToken cancellationToken);
}
