using Microsoft.AspNetCore.Http;

namespace Assay.Simulator;

/// <summary>Counts what is used of one provider's plan, by the minute, the day and the month.</summary>
internal sealed class PlanUsage(SimulatedPlan plan, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Counter _minute = new(time => time.UtcTicks / TimeSpan.TicksPerMinute);
    private readonly Counter _day = new(time => time.UtcTicks / TimeSpan.TicksPerDay);
    private readonly Counter _month = new(time => time.Year * 12L + time.Month);

    public SimulatedPlan Plan => plan;

    public int RequestsThisMinute => Read(_minute);

    public int CreditsToday => Read(_day);

    public int CreditsThisMonth => Read(_month);

    public int CreditsLeft => Math.Max(0, plan.CallsPerMonth - CreditsThisMonth);

    public DateTimeOffset MonthEnds
    {
        get
        {
            var now = clock.GetUtcNow();
            return new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
        }
    }

    public void Count(int credits)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            _minute.Add(now, 1);
            _day.Add(now, credits);
            _month.Add(now, credits);
        }
    }

    /// <summary>Where each call costs one credit, whatever comes of it.</summary>
    public RequestDelegate Counting(RequestDelegate handler) => context =>
    {
        Count(1);
        return handler(context);
    };

    private int Read(Counter counter)
    {
        lock (_gate)
            return counter.Read(clock.GetUtcNow());
    }

    /// <summary>Begins again at zero in each new period.</summary>
    private sealed class Counter(Func<DateTimeOffset, long> period)
    {
        private long _period;
        private int _count;

        public int Read(DateTimeOffset now) => period(now) == _period ? _count : 0;

        public void Add(DateTimeOffset now, int count)
        {
            _count = Read(now) + count;
            _period = period(now);
        }
    }
}
