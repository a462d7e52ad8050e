using Assay.Providers;

namespace Assay.Tests.Providers;

public sealed class CreditTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 21, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualClock _clock = new(Start);

    [Fact]
    public void Credits_are_spent_until_none_are_left_and_are_full_again_with_the_month()
    {
        var budget = new CreditBudget(100, _clock);
        budget.Spend(40);
        Assert.Equal((40, 60, null), (budget.Used, budget.Left, budget.UsedUpUntil));

        budget.Spend(70);
        var february = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal((110, 0, february), (budget.Used, budget.Left, budget.UsedUpUntil));

        _clock.Advance(february - Start);
        Assert.Equal((0, 100, null), (budget.Used, budget.Left, budget.UsedUpUntil));
        Assert.Equal(february.AddMonths(1), budget.ResetsAt);
    }

    [Fact]
    public void Without_a_limit_spending_is_counted_and_never_ends()
    {
        var budget = new CreditBudget(null, _clock);
        budget.Spend(1_000_000);

        Assert.Equal((1_000_000, null, null), (budget.Used, budget.Left, budget.UsedUpUntil));
    }

    [Fact]
    public void What_the_source_says_wins()
    {
        var budget = new CreditBudget(100, _clock);
        budget.Spend(7);
        budget.Report(new Quota { MonthlyCredits = 15_000, CreditsUsed = 300, ResetsAt = Start.AddDays(6) });

        Assert.Equal((300, 14_700, Start.AddDays(6)), (budget.Used, budget.Left, budget.ResetsAt));
        budget.Report(new Quota { CallsPerMinute = 50 }); // says nothing of credits
        Assert.Equal((300, 14_700), (budget.Used, budget.Left));
    }

    [Fact]
    public void A_source_that_says_no_is_believed_though_credits_are_left()
    {
        var budget = new CreditBudget(100, _clock);
        budget.UseUpUntil(Start.AddHours(3));
        Assert.Equal(Start.AddHours(3), budget.UsedUpUntil);

        _clock.Advance(TimeSpan.FromHours(3));
        Assert.Null(budget.UsedUpUntil);
    }

    [Fact]
    public void Where_there_is_enough_each_task_has_what_it_wants() => Assert.Equal(
        [("a", 1.0), ("b", 2.0)], Divide(3, new("a", 1, 1), new("b", 2, 5)));

    [Fact]
    public void Where_there_is_not_the_modest_have_all_and_the_others_share_by_weight() => Assert.Equal(
        [("a", 0.5), ("b", 6.0), ("c", 3.5)], Divide(10, new("a", 0.5, 1), new("b", 6, 6), new("c", 100, 1)));

    [Fact]
    public void Who_wants_nothing_gets_nothing() => Assert.Equal([("a", 0.0), ("b", 2.0)], Divide(2, new("a", 0, 1), new("b", 9, 6)));

    private static IEnumerable<(string, double)> Divide(double perSecond, params Demand[] demands) =>
        CreditPlan.Divide(perSecond, demands).OrderBy(pair => pair.Key).Select(pair => (pair.Key, Math.Round(pair.Value, 9)));
}
