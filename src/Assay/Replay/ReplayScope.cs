using Assay.Consensus;
using Assay.Ingestion;
using Assay.Providers;

namespace Assay.Replay;

/// <summary>
/// What a replay can speak about: rows that were recorded when a replayed payload was fetched. All others are left alone, whether their
/// payloads were removed, passed over or came in since.
/// </summary>
/// <param name="request">What was asked for.</param>
/// <param name="isAllKept">Whether every payload that was ever processed is still there.</param>
/// <param name="quotesSince">What was observed earlier has been removed and is not brought back; null where all is kept.</param>
internal sealed class ReplayScope(ReplayRequest request, bool isAllKept, DateTimeOffset? quotesSince)
{
    /// <summary>What was observed before may have a vote for so long.</summary>
    private static readonly TimeSpan WarmUp = ConsensusEngine.Memory + ConsensusEngine.Freshness + QuoteCheck.ClockTolerance;

    private readonly HashSet<(SourceId Source, DateTimeOffset Time)> _times = [];
    private readonly HashSet<DateTimeOffset> _anyTime = [];
    private DateTimeOffset _oldest = DateTimeOffset.MaxValue;
    private bool _isAllRead = true;

    /// <summary>Begins earlier than asked for, so that the first decisions see what they saw.</summary>
    public TimeRange Fetched => new(
        request.From > TimeRange.All.From ? request.From.Value - WarmUp : TimeRange.All.From, request.To ?? TimeRange.All.To);

    /// <summary>Whether everything was replayed from the very first payload.</summary>
    public bool IsComplete => request.IsWhole && isAllKept && _isAllRead;

    public void Add(RawPayload payload)
    {
        _oldest = payload.FetchedAt < _oldest ? payload.FetchedAt : _oldest;
        if (payload.FetchedAt < request.From)
            return;

        _times.Add((payload.Source, payload.FetchedAt));
        _anyTime.Add(payload.FetchedAt);
    }

    public bool IsRemoved(DateTimeOffset observedAt) => observedAt < quotesSince;

    public void PassOver() => _isAllRead = false;

    /// <summary>Whether all that was observed since this time is replayed, of what <see cref="Covers"/>.</summary>
    public bool HoldsAllSince(DateTimeOffset time) => IsComplete || (isAllKept && request.From is null) || time >= _oldest + QuoteCheck.ClockTolerance;

    public bool Covers(SourceId source, DateTimeOffset time) =>
        source == SourceId.Consensus ? CoversConsensus(time) : _times.Contains((source, time));

    /// <summary>It is known only where all voters are.</summary>
    private bool CoversConsensus(DateTimeOffset time) =>
        request.Source is null && _isAllRead && (isAllKept || time >= _oldest + WarmUp) && _anyTime.Contains(time);
}
