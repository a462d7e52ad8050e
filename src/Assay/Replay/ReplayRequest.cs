namespace Assay.Replay;

/// <summary>Which payloads are replayed; null does not filter.</summary>
/// <param name="From">Only those fetched at this time or later.</param>
/// <param name="To">Only those fetched at this time or earlier.</param>
/// <param name="Source">Only those of this source.</param>
public sealed record ReplayRequest(DateTimeOffset? From, DateTimeOffset? To, SourceId? Source)
{
    public bool IsWhole => this == new ReplayRequest(null, null, null);
}
