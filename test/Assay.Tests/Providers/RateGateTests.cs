using Assay.Providers;

namespace Assay.Tests.Providers;

public sealed class RateGateTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan LongEnough = TimeSpan.FromHours(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(50)]
    [InlineData(997)]
    public void Never_lets_more_calls_through_than_allowed_in_any_60_seconds(int callsPerMinute)
    {
        const int Seed = 20260102;
        var random = new Random(Seed);
        var clock = new ManualClock(Start);
        var gate = new RateGate(callsPerMinute, clock);
        var calls = new List<DateTimeOffset>();

        while (calls.Count < 20 * callsPerMinute)
        {
            var wait = gate.Take();
            if (wait == TimeSpan.Zero)
                calls.Add(clock.GetUtcNow());
            else
                clock.Advance(random.Next(4) switch // sometimes too early, mostly greedy, sometimes after a pause
                {
                    0 => wait / 2,
                    3 when random.Next(20) == 0 => TimeSpan.FromSeconds(random.Next(200)),
                    _ => wait,
                });
        }

        for (var first = 0; first + callsPerMinute < calls.Count; first++)
            Assert.True(calls[first + callsPerMinute] - calls[first] > TimeSpan.FromSeconds(60), $"seed {Seed}, call {first}");
    }

    [Fact]
    public void A_greedy_caller_gets_at_least_two_thirds_of_what_is_allowed()
    {
        var clock = new ManualClock(Start);
        var gate = new RateGate(15, clock);
        var calls = 0;

        while (clock.GetUtcNow() < Start.AddMinutes(10))
        {
            var wait = gate.Take();
            if (wait == TimeSpan.Zero)
                calls++;
            else
                clock.Advance(wait);
        }

        Assert.InRange(calls, 10 * 15 * 2 / 3, 10 * 15);
    }

    [Fact]
    public async Task Callers_go_through_in_the_order_in_which_they_came()
    {
        var clock = new WatchedClock(Start);
        var gate = new RateGate(1, clock);
        var order = new List<int>();

        var callers = Enumerable.Range(0, 5).Select(async caller =>
        {
            Assert.True(await gate.TryEnterAsync(LongEnough, Cancelled));
            lock (order)
                order.Add(caller);
        }).ToList();
        await clock.RunAsync(Task.WhenAll(callers), TimeSpan.Zero, Cancelled);
        await Task.WhenAll(callers);

        Assert.Equal([0, 1, 2, 3, 4], order);
    }

    [Fact]
    public async Task Who_gives_up_neither_takes_a_token_nor_lets_others_overtake()
    {
        var clock = new WatchedClock(Start);
        var gate = new RateGate(1, clock);
        using var giveUp = new CancellationTokenSource();
        Assert.True(await gate.TryEnterAsync(LongEnough, Cancelled));

        var first = gate.TryEnterAsync(LongEnough, Cancelled);
        var second = gate.TryEnterAsync(LongEnough, giveUp.Token);
        var third = gate.TryEnterAsync(LongEnough, Cancelled);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(third.IsCompleted);

        var waits = await clock.RunAsync(Task.WhenAll(first, third), TimeSpan.Zero, Cancelled);

        Assert.True(await first && await third);
        Assert.InRange(waits.Count, 2, 3);
        Assert.InRange(clock.GetUtcNow() - Start, TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(124)); // two tokens, not three
    }

    [Fact]
    public async Task Nobody_passes_before_the_time_that_the_provider_named()
    {
        var clock = new WatchedClock(Start);
        var gate = new RateGate(100, clock);
        gate.BlockUntil(Start.AddSeconds(42));
        gate.BlockUntil(Start.AddSeconds(10)); // a shorter wait does not lift a longer one

        var caller = gate.TryEnterAsync(LongEnough, Cancelled);
        await clock.RunAsync(caller, TimeSpan.Zero, Cancelled);

        Assert.True(await caller);
        Assert.InRange(clock.GetUtcNow(), Start.AddSeconds(42), Start.AddSeconds(43));
    }

    [Fact]
    public async Task Says_no_at_once_where_the_wait_would_be_longer_than_the_caller_s_patience()
    {
        var clock = new ManualClock(Start);
        var gate = new RateGate(15, clock);
        gate.BlockUntil(Start.AddMinutes(6));

        Assert.False(await gate.TryEnterAsync(TimeSpan.FromMinutes(5), Cancelled));
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.True(await gate.TryEnterAsync(TimeSpan.FromMinutes(5), Cancelled));
    }

    [Fact]
    public async Task Those_who_wait_already_count_against_the_patience_of_the_next()
    {
        var clock = new ManualClock(Start);
        var gate = new RateGate(1, clock);
        Assert.True(await gate.TryEnterAsync(LongEnough, Cancelled));
        var ahead = Enumerable.Range(0, 4).Select(_ => gate.TryEnterAsync(LongEnough, Cancelled)).ToList();

        Assert.False(await gate.TryEnterAsync(TimeSpan.FromMinutes(5), Cancelled)); // the fifth: 5 × 61 s
        Assert.All(ahead, caller => Assert.False(caller.IsCompleted));
    }

    [Fact]
    public void Who_is_told_to_slow_down_halves_the_rate_and_takes_a_tenth_of_the_limit_back_every_minute()
    {
        var clock = new ManualClock(Start);
        var gate = new RateGate(40, clock);
        gate.Slow();
        Assert.Equal(20, gate.CallsPerMinute);
        gate.Slow();
        Assert.Equal(10, gate.CallsPerMinute);

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(10, gate.CallsPerMinute);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(14, gate.CallsPerMinute);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(22, gate.CallsPerMinute);
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(40, gate.CallsPerMinute);
    }

    [Fact]
    public void However_often_it_is_slowed_down_one_call_a_minute_is_left()
    {
        var gate = new RateGate(5, new ManualClock(Start));
        for (var i = 0; i < 10; i++)
            gate.Slow();

        Assert.Equal(1, gate.CallsPerMinute);
        Assert.Equal(TimeSpan.Zero, gate.Take());
    }

    [Fact]
    public void A_gate_that_slows_down_and_recovers_never_lets_more_through_than_its_limit_in_any_60_seconds()
    {
        const int Seed = 20261121;
        const int Limit = 30;
        var random = new Random(Seed);
        var clock = new ManualClock(Start);
        var gate = new RateGate(Limit, clock);
        var calls = new List<DateTimeOffset>();

        while (calls.Count < 1000)
        {
            var wait = gate.Take();
            if (wait > TimeSpan.Zero)
                clock.Advance(wait);
            else
                calls.Add(clock.GetUtcNow());
            if (random.Next(40) == 0)
                gate.Slow();
        }

        for (var first = 0; first + Limit < calls.Count; first++)
            Assert.True(calls[first + Limit] - calls[first] > TimeSpan.FromSeconds(60), $"seed {Seed}, call {first}");
    }

    [Fact]
    public void The_limit_that_a_provider_names_replaces_the_one_that_was_set()
    {
        var gate = new RateGate(15, new ManualClock(Start));
        gate.Slow();
        gate.SetLimit(50);

        Assert.Equal(50, gate.CallsPerMinute);
    }

    [Fact]
    public void Counts_the_calls_of_the_last_60_seconds()
    {
        var clock = new ManualClock(Start);
        var gate = new RateGate(15, clock);
        gate.Take();
        clock.Advance(TimeSpan.FromSeconds(30));
        gate.Take();

        Assert.Equal(2, gate.CallsLastMinute);
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, gate.CallsLastMinute);
    }
}
