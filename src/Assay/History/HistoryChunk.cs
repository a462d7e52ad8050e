using Assay.Providers;

namespace Assay.History;

/// <summary>One question about the past, which one answer settles.</summary>
/// <param name="CoinId">The source's own id.</param>
/// <param name="Reach">The detail that is asked for.</param>
/// <param name="Range">In whole seconds, which is what sources take.</param>
public sealed record HistoryChunk(string CoinId, HistoryReach Reach, TimeRange Range)
{
    /// <summary>The part of it that the plan still answers; null where it has come too late.</summary>
    public TimeRange? Within(DateTimeOffset now) => Range.Common(new TimeRange(Reach.Earliest(now), now));

    /// <summary>Cuts what is not covered into chunks, the newest first. Each time is asked for in the finest detail that reaches so far back; a hole narrower than a step has nothing to give.</summary>
    public static IEnumerable<HistoryChunk> Cut(string coinId, IReadOnlyList<TimeRange> holes, IReadOnlyList<HistoryReach> reaches, DateTimeOffset now)
    {
        var end = now;
        foreach (var reach in reaches)
        {
            var earliest = reach.Earliest(now);
            foreach (var hole in holes.Reverse().Select(hole => hole.Common(new TimeRange(earliest, end))).OfType<TimeRange>().Where(hole => hole.Width >= reach.Step).Select(InSeconds))
            {
                for (var to = hole.To; to > hole.From; to -= reach.Chunk)
                    yield return new HistoryChunk(coinId, reach, new TimeRange(hole.From > to - reach.Chunk ? hole.From : to - reach.Chunk, to));
            }

            end = earliest < end ? earliest : end;
        }
    }

    /// <summary>Rather a second too much than one that nobody asks for.</summary>
    private static TimeRange InSeconds(TimeRange range) => new(
        DateTimeOffset.FromUnixTimeSeconds(range.From.ToUnixTimeSeconds()), DateTimeOffset.FromUnixTimeMilliseconds((range.To.ToUnixTimeMilliseconds() + 999) / 1000 * 1000));
}
