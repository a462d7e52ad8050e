namespace Assay.Tests.Consensus;

/// <summary>What the table of <c>bench scorecard</c> promises.</summary>
public sealed class ScorecardTests
{
    public static TheoryData<string> Minorities => new(Abnormal.All.Where(scenario => scenario.IsMinority).Select(scenario => scenario.Name));

    [Theory, MemberData(nameof(Minorities))]
    public void One_source_of_three_never_makes_the_price_wrong_or_unavailable(string name)
    {
        var scenario = Abnormal.All.Single(scenario => scenario.Name == name);
        for (var seed = 1; seed <= 8; seed++)
        {
            var score = Score.Of(scenario, seed);
            Assert.True(score is { Wrong: 0, Unavailable: 0, WrongFlag: 0 }, $"seed {seed}: {score}");
        }
    }

    [Theory]
    [InlineData("nothing at all", 0, 0, 0)]
    [InlineData("duplicates", 0, 0, 0)]
    [InlineData("flash crash that is real", 0, 0, 0)]
    [InlineData("depeg that is real", 0, 0, 0)]
    [InlineData("24 h rebase", 0, 0, 0)]
    [InlineData("slow drift that is real", 0, 0, 0)]
    [InlineData("one source only", 0, 0, 0)]
    [InlineData("one source only, ×10 for ten minutes", 0, 0, 0)]
    [InlineData("one source only, a jump that is real", 31, 0, 0)] // nobody confirms it for half an hour
    [InlineData("two of four collude", 0, 60, 0)] // held for half an hour of ninety minutes, then nobody knows
    [InlineData("two that disagree", 0, 0, 0)] // the junior of them is a suspect soon
    [InlineData("two of three frozen, clocks going on", 45, 45, 0)] // believed for fifteen minutes, held for thirty, then nobody knows
    [InlineData("outage of two of three", 0, 0, 0)]
    public void The_others_cost_no_more_than_they_must(string name, double wrong, double unavailable, double wrongFlag)
    {
        var scenario = Abnormal.All.Single(scenario => scenario.Name == name);
        for (var seed = 1; seed <= 8; seed++)
        {
            var score = Score.Of(scenario, seed);
            Assert.True(score.Wrong <= wrong && score.Unavailable <= unavailable + 0.51 && score.WrongFlag <= wrongFlag, $"seed {seed}: {score}");
        }
    }
}
