using System.Runtime.CompilerServices;

namespace Assay.Server.Scheduling;

/// <summary>Notices when somebody sets the clock of the machine: what is planned by the time of day would come an hour late, or all at once.</summary>
internal static class ClockWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>What a clock is corrected by now and then without harm.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    /// <summary>By how much the clock was set, forwards or (negative) backwards, each time that it is. Ends when cancelled.</summary>
    public static async IAsyncEnumerable<TimeSpan> JumpsAsync(TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var (time, stamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        while (await TickAsync(timer, cancellationToken))
        {
            var jump = clock.GetUtcNow() - time - clock.GetElapsedTime(stamp);
            (time, stamp) = (clock.GetUtcNow(), clock.GetTimestamp());
            if (jump.Duration() > Tolerance)
                yield return jump;
        }
    }

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
