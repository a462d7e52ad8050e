namespace Assay.Providers;

/// <summary>
/// The credits that a plan gives for a month: how many are used and left, and until when nothing is to be asked. What the source itself
/// says of them wins over what was set. Safe for use by several threads.
/// </summary>
/// <param name="monthlyCredits">Null where there is no limit, or none is known.</param>
public sealed class CreditBudget(long? monthlyCredits, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private long? _limit = monthlyCredits;
    private long _used;
    private DateTimeOffset _resetsAt = NextMonth(clock.GetUtcNow());
    private DateTimeOffset? _usedUpUntil;

    /// <summary>Credits a month; null where there is no limit.</summary>
    public long? Limit
    {
        get
        {
            lock (_lock)
                return _limit;
        }
    }

    public long Used
    {
        get
        {
            lock (_lock)
            {
                BeginMonth();
                return _used;
            }
        }
    }

    /// <summary>Null where there is no limit.</summary>
    public long? Left
    {
        get
        {
            lock (_lock)
            {
                BeginMonth();
                return _limit is { } limit ? Math.Max(0, limit - _used) : null;
            }
        }
    }

    /// <summary>When the credits are full again.</summary>
    public DateTimeOffset ResetsAt
    {
        get
        {
            lock (_lock)
            {
                BeginMonth();
                return _resetsAt;
            }
        }
    }

    /// <summary>Set while nothing is left, by our count or by the source's own word.</summary>
    public DateTimeOffset? UsedUpUntil
    {
        get
        {
            lock (_lock)
            {
                BeginMonth();
                if (_usedUpUntil > clock.GetUtcNow())
                    return _usedUpUntil;
                return _used >= _limit ? _resetsAt : null;
            }
        }
    }

    public void Spend(long credits)
    {
        lock (_lock)
        {
            BeginMonth();
            _used += credits;
        }
    }

    /// <summary>The source says that nothing is left before this time.</summary>
    public void UseUpUntil(DateTimeOffset time)
    {
        lock (_lock)
            _usedUpUntil = time;
    }

    /// <summary>Takes the source's own word.</summary>
    public void Report(Quota quota)
    {
        lock (_lock)
        {
            BeginMonth();
            _limit = quota.MonthlyCredits ?? _limit;
            _used = quota.CreditsUsed ?? _used;
            _resetsAt = quota.ResetsAt is { } reset && reset > clock.GetUtcNow() ? reset : _resetsAt;
        }
    }

    internal static DateTimeOffset NextMonth(DateTimeOffset now) => new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);

    private void BeginMonth()
    {
        var now = clock.GetUtcNow();
        if (now < _resetsAt)
            return;

        _used = 0;
        while (_resetsAt <= now)
            _resetsAt = _resetsAt.AddMonths(1);
    }
}
