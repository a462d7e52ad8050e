using Assay.Ingestion;
using Assay.Server.Health;
using Assay.Storage;

namespace Assay.Tests.Server;

/// <summary>An interval of one minute, and a round is given up after thirty.</summary>
public sealed class PriceRoundsTests
{
    private static readonly DateTimeOffset Noon = new(2025, 12, 27, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(180, false)]
    [InlineData(181, true)]
    public void Late_is_who_has_had_no_success_for_three_intervals(int seconds, bool isLate) =>
        Assert.Equal(isLate, IsLate(seconds, Ended(RunStatus.Success, startedBefore: seconds + 1, duration: 1)));

    [Theory]
    [InlineData(900, false)]
    [InlineData(901, true)]
    public void Who_needs_five_minutes_for_a_round_has_three_times_as_long(int seconds, bool isLate) => Assert.Equal(isLate, IsLate(
        seconds, Ended(RunStatus.Failure, startedBefore: 60, duration: 5), Ended(RunStatus.Success, startedBefore: seconds + 300, duration: 300)));

    [Fact]
    public void A_failure_that_takes_long_buys_no_time() => Assert.True(IsLate(
        400, Ended(RunStatus.Failure, startedBefore: 310, duration: 300), Ended(RunStatus.Success, startedBefore: 401, duration: 1)));

    [Theory]
    [InlineData(RunStatus.Success, 1799, false)]
    [InlineData(RunStatus.Success, 1801, true)] // nobody works on it any more
    [InlineData(RunStatus.Interrupted, 600, false)] // the program was started anew
    [InlineData(RunStatus.Failure, 600, true)]
    public void A_round_under_way_is_waited_for_unless_the_one_before_has_failed(string before, int startedBefore, bool isLate) => Assert.Equal(isLate, IsLate(
        7200, UnderWay(startedBefore), Ended(before, startedBefore: 7201, duration: 1)));

    [Fact]
    public void Before_the_first_success_it_is_late_though_prices_may_be_on_their_way()
    {
        var first = new PriceRounds(SourceId.CoinGecko, Interval, null, [UnderWay(startedBefore: 600)]);

        Assert.True(first.IsLate(Noon, TimeSpan.FromMinutes(30)));
        Assert.True(first.IsUnderWay(Noon, TimeSpan.FromMinutes(30)));
        Assert.Equal("coingecko has had no successful price run yet. Its first run has not ended.", first.Explain());
    }

    private static bool IsLate(int secondsSinceSuccess, params Run[] recent) =>
        new PriceRounds(SourceId.CoinGecko, Interval, new SourceTally { Source = SourceId.CoinGecko, Task = "prices", LastSuccess = Noon.AddSeconds(-secondsSinceSuccess) }, recent)
            .IsLate(Noon, TimeSpan.FromMinutes(30));

    private static Run UnderWay(int startedBefore) => new()
    {
        Id = Guid.CreateVersion7(Noon),
        Source = SourceId.CoinGecko,
        Task = "prices",
        Status = RunStatus.Running,
        StartedAt = Noon.AddSeconds(-startedBefore),
        Owner = "nobody",
    };

    private static Run Ended(string status, int startedBefore, int duration) =>
        UnderWay(startedBefore) with { Status = status, FinishedAt = Noon.AddSeconds(duration - startedBefore) };
}
