using System.Threading.Channels;

namespace Assay.Tests.Providers;

/// <summary>A clock that stands still, and tells which timers are being set, so that a test moves time on exactly when somebody waits for it.</summary>
internal sealed class WatchedClock(DateTimeOffset start) : TimeProvider
{
    private readonly ManualClock _clock = new(start);
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(_clock.CreateTimer(callback, state, dueTime, period), _timers.Writer);
        timer.Tell(dueTime);
        return timer;
    }

    public void Advance(TimeSpan by) => _clock.Advance(by);

    /// <summary>The next timer that somebody sets, timers of <paramref name="ignored"/> length left out.</summary>
    public Task<TimeSpan> NextTimerAsync(TimeSpan ignored, CancellationToken cancellationToken) => NextTimerAsync([ignored], cancellationToken);

    /// <summary>Moves time on to every timer that is set until the work is done; returns the waits that it took.</summary>
    public Task<IReadOnlyList<TimeSpan>> RunAsync(Task work, TimeSpan ignored, CancellationToken cancellationToken) => RunAsync(work, [ignored], cancellationToken);

    /// <param name="work">Ends the running.</param>
    /// <param name="ignored">Lengths of timers that are limits and no waits.</param>
    /// <param name="cancellationToken">Ends it too.</param>
    public async Task<IReadOnlyList<TimeSpan>> RunAsync(Task work, TimeSpan[] ignored, CancellationToken cancellationToken)
    {
        var waits = new List<TimeSpan>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var timer = NextTimerAsync(ignored, stop.Token);
        while (await Task.WhenAny(work, timer) == timer)
        {
            waits.Add(await timer);
            Advance(waits[^1]);
            timer = NextTimerAsync(ignored, stop.Token);
        }

        await stop.CancelAsync();
        return waits;
    }

    private async Task<TimeSpan> NextTimerAsync(TimeSpan[] ignored, CancellationToken cancellationToken)
    {
        TimeSpan due;
        do
            due = await _timers.Reader.ReadAsync(cancellationToken);
        while (ignored.Contains(due));
        return due;
    }

    private sealed class WatchedTimer(ITimer timer, ChannelWriter<TimeSpan> told) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            Tell(dueTime);
            return changed;
        }

        public void Tell(TimeSpan dueTime)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
                told.TryWrite(dueTime);
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
