using System.Net;
using System.Text;

namespace Assay.Tests.Simulator;

/// <summary>Rules that begin later, end by themselves, or apply by chance.</summary>
public sealed class FaultScheduleTests
{
    private const string Ping = "/coingecko/api/v3/ping";

    [Fact]
    public async Task A_scheduled_rule_begins_and_ends_by_the_simulators_clock()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        await PostAsync(simulator, """{"path":"/coingecko","scenario":"server_error","after_seconds":60,"for_seconds":30}""");

        List<HttpStatusCode> seen = [];
        for (var ten = 0; ten < 12; ten++)
        {
            seen.Add(await StatusAsync(simulator));
            simulator.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(Enumerable.Range(0, 12).Select(ten => ten is >= 6 and < 9 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK), seen);
        Assert.Equal("[]", await simulator.ReadAsync("/faults"));
    }

    [Fact]
    public async Task One_trouble_can_follow_the_other()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        await PostAsync(simulator, """
            [{"path":"/coingecko","scenario":"rate_limit_json","for_seconds":5},
             {"path":"/coingecko","scenario":"payment_required","after_seconds":5,"for_seconds":5},
             {"path":"/coingecko","status":502,"after_seconds":10}]
            """);

        var first = await StatusAsync(simulator);
        simulator.Clock.Advance(TimeSpan.FromSeconds(5));
        var second = await StatusAsync(simulator);
        simulator.Clock.Advance(TimeSpan.FromSeconds(5));
        var third = await StatusAsync(simulator);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.PaymentRequired, HttpStatusCode.BadGateway), (first, second, third));
    }

    [Fact]
    public async Task A_rule_that_waits_leaves_its_times_untouched()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        await PostAsync(simulator, """{"path":"/coingecko","scenario":"server_error","after_seconds":1,"times":1}""");
        await StatusAsync(simulator);
        simulator.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.InternalServerError, await StatusAsync(simulator));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(simulator));
    }

    [Fact]
    public async Task Chance_spoils_its_share_and_the_same_requests_for_the_same_seed()
    {
        var once = await DrawAsync(seed: 7);
        var again = await DrawAsync(seed: 7);
        var otherwise = await DrawAsync(seed: 8);

        Assert.Equal(once, again);
        Assert.NotEqual(once, otherwise);
        Assert.InRange(once.Count(status => status == HttpStatusCode.InternalServerError), 15, 45); // of 100, at a chance of 0.3
    }

    [Theory]
    [InlineData("""{"path":"/a","scenario":"server_error","after_seconds":-1}""", "[0].after_seconds")]
    [InlineData("""{"path":"/a","scenario":"server_error","for_seconds":0}""", "[0].for_seconds")]
    [InlineData("""{"path":"/a","scenario":"server_error","chance":0}""", "[0].chance")]
    [InlineData("""{"path":"/a","scenario":"server_error","chance":1.5}""", "[0].chance")]
    [InlineData("""{"path":"/a","scenario":"server_error","every":0}""", "[0].every")]
    [InlineData("""{"path":"/a","scenario":"server_error","status":500}""", "[0].status")]
    public async Task A_wrong_schedule_is_refused_by_the_name_of_its_field(string rule, string field)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        using var content = new StringContent(rule, Encoding.UTF8, "application/json");

        using var answer = await simulator.Client.PostAsync("/faults", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"{field}\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<List<HttpStatusCode>> DrawAsync(int seed)
    {
        await using var simulator = await RunningSimulator.StartAsync(new() { Seed = seed, Coins = 10 });
        await PostAsync(simulator, """{"path":"/coingecko","scenario":"server_error","chance":0.3}""");
        List<HttpStatusCode> seen = [];
        for (var request = 0; request < 100; request++)
            seen.Add(await StatusAsync(simulator));
        return seen;
    }

    private static async Task<HttpStatusCode> StatusAsync(RunningSimulator simulator)
    {
        using var answer = await simulator.GetAsync(Ping);
        return answer.StatusCode;
    }

    private static async Task PostAsync(RunningSimulator simulator, string rules)
    {
        using var content = new StringContent(rules, Encoding.UTF8, "application/json");
        using var posted = await simulator.Client.PostAsync("/faults", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
    }
}
