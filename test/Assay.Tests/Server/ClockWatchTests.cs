using Assay.Server.Scheduling;

namespace Assay.Tests.Server;

public sealed class ClockWatchTests
{
    [Fact]
    public async Task A_clock_that_is_set_is_told_with_its_jump_and_one_that_runs_is_not()
    {
        var clock = new SetClock();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var jumps = ClockWatch.JumpsAsync(clock, ending.Token).GetAsyncEnumerator(ending.Token);

        var next = jumps.MoveNextAsync().AsTask();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(next.IsCompleted);

        clock.Set(TimeSpan.FromHours(-1));
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(await next);
        Assert.Equal(TimeSpan.FromHours(-1), jumps.Current);

        next = jumps.MoveNextAsync().AsTask();
        await ending.CancelAsync();
        Assert.False(await next);
    }

    /// <summary>A clock whose time of day can be set while what measures durations goes on.</summary>
    private sealed class SetClock : TimeProvider
    {
        private readonly ManualClock _running = new(new DateTimeOffset(2026, 3, 29, 12, 0, 0, TimeSpan.Zero));
        private TimeSpan _set;

        public override long TimestampFrequency => _running.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _running.GetUtcNow() + _set;

        public override long GetTimestamp() => _running.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            _running.CreateTimer(callback, state, dueTime, period);

        public void Set(TimeSpan jump) => _set += jump;

        public void Advance(TimeSpan time) => _running.Advance(time);
    }
}
