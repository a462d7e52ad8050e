namespace Assay.Providers;

/// <summary>
/// Lets calls to one API through, in the order in which they come, and never more than so many in any 60 seconds.
/// A token bucket of our own, because the framework's limiter reads the Stopwatch and not a TimeProvider. It adapts: told that it is too
/// fast it halves its rate, and then takes a tenth of its limit back every minute.
/// </summary>
public sealed class RateGate
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    // Tokens return over a second more than a minute: capacity + 60 s of refill stay below callsPerMinute + 1 whole calls.
    private static readonly TimeSpan RefillTime = TimeSpan.FromSeconds(61);

    private readonly Lock _lock = new();
    private readonly Queue<TimeSpan> _calls = new();
    private readonly TimeProvider _clock;
    private readonly long _origin;
    private int _limit;
    private int _rate; // calls a minute, from 1 to the limit
    private TimeSpan _rateSince;
    private TimeSpan _perToken;
    private TimeSpan _burst;
    private TimeSpan _fullAt; // when the bucket will be full again
    private TimeSpan _blockedUntil;
    private Task _last = Task.CompletedTask; // ends when everybody who has come so far has gone through or given up
    private int _waiting;

    public RateGate(int callsPerMinute, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(callsPerMinute, 1);
        _clock = clock;
        _origin = clock.GetTimestamp();
        _limit = callsPerMinute;
        SetRate(callsPerMinute);
    }

    /// <summary>As many as are let through just now.</summary>
    public int CallsPerMinute
    {
        get
        {
            lock (_lock)
            {
                Recover();
                return _rate;
            }
        }
    }

    public int CallsLastMinute
    {
        get
        {
            lock (_lock)
            {
                ForgetOldCalls();
                return _calls.Count;
            }
        }
    }

    // Not the time of day: somebody may set that back while we wait.
    private TimeSpan Now => _clock.GetElapsedTime(_origin);

    /// <summary>Waits for the right to make one call; false, at once, where that would take longer than <paramref name="patience"/>.</summary>
    public async Task<bool> TryEnterAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (WaitBehind(Interlocked.Increment(ref _waiting) - 1) > patience)
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = Interlocked.Exchange(ref _last, turn.Task);
        try
        {
            await before.WaitAsync(cancellationToken);
            return await TakeWithinAsync(patience, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
            // Whoever gives up early must not let those behind overtake those before.
            _ = before.ContinueWith(_ => turn.SetResult(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Halves the rate: the provider says that it is too high.</summary>
    public void Slow()
    {
        lock (_lock)
        {
            Recover();
            SetRate(Math.Max(1, _rate / 2));
        }
    }

    /// <summary>Takes another limit, 1 or more, that the provider has named.</summary>
    public void SetLimit(int callsPerMinute)
    {
        lock (_lock)
        {
            if (callsPerMinute == _limit)
                return;
            _limit = callsPerMinute;
            SetRate(callsPerMinute);
        }
    }

    /// <summary>Lets nobody through before this time, as the provider has asked.</summary>
    public void BlockUntil(DateTimeOffset time)
    {
        lock (_lock)
        {
            var until = Now + (time - _clock.GetUtcNow());
            if (until > _blockedUntil)
                _blockedUntil = until;
        }
    }

    /// <summary>Takes a token and returns zero, or returns how long to wait before trying again.</summary>
    internal TimeSpan Take()
    {
        lock (_lock)
        {
            Recover();
            var wait = WaitBehind(0);
            if (wait > TimeSpan.Zero)
                return wait;

            var now = Now;
            ForgetOldCalls();
            _calls.Enqueue(now);
            _fullAt = (_fullAt > now ? _fullAt : now) + _perToken;
            return TimeSpan.Zero;
        }
    }

    private async Task<bool> TakeWithinAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        while ((wait = Take()) > TimeSpan.Zero)
        {
            if (wait > patience)
                return false;

            // Timers cut fractions of a millisecond off; without this one the loop would spin for the last of them.
            await Task.Delay(wait + TimeSpan.FromMilliseconds(1), _clock, cancellationToken);
        }

        return true;
    }

    private TimeSpan WaitBehind(int ahead)
    {
        lock (_lock)
        {
            var now = Now;
            var token = (_fullAt > now ? _fullAt : now) + _perToken * ahead - _burst;
            var free = token > _blockedUntil ? token : _blockedUntil;
            return free > now ? free - now : TimeSpan.Zero;
        }
    }

    private void Recover()
    {
        var minutes = (int)((Now - _rateSince) / Minute);
        if (_rate < _limit && minutes > 0)
            SetRate((int)Math.Min(_limit, _rate + ((long)minutes * Math.Max(1, _limit / 10))));
    }

    private void SetRate(int callsPerMinute)
    {
        var now = Now;
        var taken = _perToken > TimeSpan.Zero && _fullAt > now ? (_fullAt - now) / _perToken : 0;
        var capacity = Math.Max(1, callsPerMinute / 3);
        (_rate, _rateSince) = (callsPerMinute, now);
        _perToken = RefillTime / (callsPerMinute + 1 - capacity);
        _burst = _perToken * (capacity - 1);
        _fullAt = now + (_perToken * taken);
    }

    private void ForgetOldCalls()
    {
        while (_calls.TryPeek(out var oldest) && Now - oldest >= Minute)
            _calls.Dequeue();
    }
}
