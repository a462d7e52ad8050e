using Assay.History;
using Assay.Providers;
using Assay.Tests.Storage;

namespace Assay.Tests.History;

/// <summary>Fine rows for the last two days, an hour a call; hourly ones for ten days, three days a call.</summary>
public sealed class HistoryChunkTests
{
    private static readonly DateTimeOffset Now = Make.Noon;

    private static readonly HistoryReach Fine = new(TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromDays(2));
    private static readonly HistoryReach Coarse = new(TimeSpan.FromHours(1), TimeSpan.FromDays(3), TimeSpan.FromDays(10));

    [Fact]
    public void A_hole_is_cut_from_its_newest_end()
    {
        var chunks = Cut(Hole(-150, 0));

        Assert.All(chunks, chunk => Assert.Equal(("bitcoin", Fine), (chunk.CoinId, chunk.Reach)));
        Assert.Equal([Hole(-60, 0), Hole(-120, -60), Hole(-150, -120)], chunks.Select(chunk => chunk.Range));
    }

    [Fact]
    public void Each_time_is_asked_for_in_the_finest_detail_that_reaches_it_and_nothing_beyond_the_last()
    {
        var chunks = Cut(new TimeRange(Now.AddDays(-30), Now.AddDays(-1)));

        Assert.All(chunks, chunk => Assert.True(chunk.Range.From >= chunk.Reach.Earliest(Now).AddSeconds(-1)));
        Assert.All(chunks, chunk => Assert.True(chunk.Range.To - chunk.Range.From <= chunk.Reach.Chunk));
        Assert.Equal([Fine.Earliest(Now), Coarse.Earliest(Now)], chunks.GroupBy(chunk => chunk.Reach).Select(same => same.Min(chunk => chunk.Range.From)));
        Assert.Equal(chunks.OrderByDescending(chunk => chunk.Range.To), chunks);
        Assert.All(chunks.Zip(chunks.Skip(1)), pair => Assert.Equal(pair.First.Range.From, pair.Second.Range.To)); // nothing between them is missed
        Assert.Equal(24 + 3, chunks.Count);
    }

    [Fact]
    public void What_a_reach_ends_at_leaves_a_margin_for_the_answer_to_be_waited_for()
    {
        Assert.Equal(Now.AddDays(-2).AddMinutes(10), Fine.Earliest(Now));
        Assert.Equal(new DateTimeOffset(2009, 1, 3, 0, 0, 0, TimeSpan.Zero), (Fine with { Back = null }).Earliest(Now));
    }

    [Fact]
    public void A_hole_narrower_than_a_step_has_nothing_to_give()
    {
        Assert.Empty(Cut(Hole(-4, 0)));
        Assert.Single(Cut(Hole(-5, 0)));
        Assert.Empty(Cut(new TimeRange(Now.AddDays(-5), Now.AddDays(-5).AddMinutes(59))));
    }

    [Fact]
    public void Sources_are_asked_in_whole_seconds_and_miss_nothing()
    {
        var hole = new TimeRange(Now.AddMinutes(-30).AddMilliseconds(250), Now.AddMinutes(-10).AddMilliseconds(250));

        Assert.Equal(new TimeRange(Now.AddMinutes(-30), Now.AddMinutes(-10).AddSeconds(1)), Assert.Single(Cut(hole)).Range);
        // A second more than a day would have a day of hours instead of five minutes.
        Assert.Equal([60.0, 60.0], Cut(new TimeRange(hole.To.AddMinutes(-119), hole.To.AddMilliseconds(-1))).Select(chunk => (chunk.Range.To - chunk.Range.From).TotalMinutes).Select(Math.Ceiling));
    }

    [Fact]
    public void A_chunk_that_was_waited_for_too_long_is_asked_for_as_far_as_the_plan_still_goes()
    {
        var chunk = new HistoryChunk("bitcoin", Fine, new TimeRange(Now.AddDays(-2), Now.AddDays(-2).AddHours(1)));

        Assert.Equal(Now.AddDays(-2).AddMinutes(40), chunk.Within(Now.AddMinutes(30))!.Value.From);
        Assert.Null(chunk.Within(Now.AddHours(2)));
    }

    private static List<HistoryChunk> Cut(params TimeRange[] holes) => [.. HistoryChunk.Cut("bitcoin", holes, [Fine, Coarse], Now)];

    private static TimeRange Hole(int from, int to) => new(Now.AddMinutes(from), Now.AddMinutes(to));
}
