using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Assay.Simulator;

namespace Assay.Tests.Simulator;

public sealed class FaultsTests
{
    private const string Ping = "/coingecko/api/v3/ping";

    [Fact]
    public async Task A_rule_spoils_as_many_answers_as_it_says_and_then_none()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        await PostAsync(simulator, """[{"path":"/coingecko","status":429,"retry_after":"2","times":2}]""");

        for (var request = 0; request < 2; request++)
        {
            using var spoiled = await simulator.GetAsync(Ping);
            Assert.Equal(HttpStatusCode.TooManyRequests, spoiled.StatusCode);
            Assert.Equal("2", Assert.Single(spoiled.Headers.GetValues("Retry-After")));
            var body = JsonElement.Parse(await spoiled.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(429, body.GetProperty("status").GetProperty("error_code").GetInt32());
        }

        using var afterwards = await simulator.GetAsync(Ping);
        Assert.Equal(HttpStatusCode.OK, afterwards.StatusCode);
        Assert.Equal("[]", await simulator.ReadAsync("/faults"));
    }

    [Fact]
    public async Task A_rule_covers_its_path_and_no_other()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        await PostAsync(simulator, """[{"path":"/coinpaprika/v1/tickers/","status":503,"body":"html"}]""");

        using var below = await simulator.GetAsync("/coinpaprika/v1/tickers/btc-bitcoin");
        using var beside = await simulator.GetAsync("/coinpaprika/v1/coins");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, below.StatusCode);
        Assert.Equal("text/html", below.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, beside.StatusCode);
    }

    [Fact]
    public async Task Rules_are_listed_with_what_is_left_of_them_and_cleared()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        await PostAsync(simulator, """[{"path":"/","status":500,"times":3}]""");
        using var spoiled = await simulator.GetAsync(Ping);

        Assert.Equal(2, (await simulator.JsonAsync("/faults"))[0].GetProperty("times").GetInt32());
        using var cleared = await simulator.Client.DeleteAsync("/faults", TestContext.Current.CancellationToken);

        using var answer = await simulator.GetAsync(Ping);
        Assert.Equal(HttpStatusCode.InternalServerError, spoiled.StatusCode);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_late_answer_waits_for_the_clock_and_is_the_true_one()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        await PostAsync(simulator, """[{"path":"/coingecko","delay_ms":5000,"times":1}]""");

        var late = simulator.ReadAsync(Ping);
        while ((await simulator.JsonAsync("/faults")).GetArrayLength() > 0) // until the request has met the rule
            Assert.False(late.IsCompleted);
        Assert.False(late.IsCompleted);
        while (!late.IsCompleted)
        {
            simulator.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAny(late, simulator.ReadAsync("/faults"));
        }

        Assert.Contains("gecko_says", await late, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"status":429}]""", "[0].path")]
    [InlineData("""[{"path":"/a","status":429},null]""", "[1].path", "[1].status")]
    [InlineData("""[{"path":"/a","status":429},{"path":"/a","status":200}]""", "[1].status")]
    [InlineData("""[{"path":"/a"}]""", "[0].status")]
    [InlineData("""[{"path":"/a","status":429,"body":"xml"}]""", "[0].body")]
    [InlineData("""[{"path":"/a","status":429,"times":0}]""", "[0].times")]
    [InlineData("""[{"path":"/a","delay_ms":-1}]""", "[0].delay_ms")]
    [InlineData("""[{"path":"/a","status":"soon"}]""", "$[0].status")]
    [InlineData("""[{"path":"/a","statsu":429}]""", "$[0].statsu")]
    [InlineData("""not json""", "$")]
    public async Task A_wrong_rule_is_refused_by_the_name_of_its_field_and_no_rule_is_taken(string rules, params string[] fields)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        using var answer = await PostAsync(simulator, rules, HttpStatusCode.BadRequest);

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(fields, problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        Assert.Equal("[]", await simulator.ReadAsync("/faults"));
    }

    [Fact]
    public async Task A_faults_file_is_in_force_from_the_start_and_a_wrong_one_stops_it()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """[{"path":"/coingecko","status":502}]""", TestContext.Current.CancellationToken);
            await using var simulator = await RunningSimulator.StartAsync(new() { FaultsFile = file });
            using var answer = await simulator.GetAsync(Ping);
            Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);

            await File.WriteAllTextAsync(file, """[{"path":"coingecko","status":502}]""", TestContext.Current.CancellationToken);
            var error = Assert.Throws<SimulatorException>(() => SimulatorApp.Build(new() { FaultsFile = file }, TimeProvider.System));
            Assert.Contains("[0].path", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningSimulator simulator, string rules, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = new StringContent(rules, Encoding.UTF8, "application/json");
        var answer = await simulator.Client.PostAsync("/faults", content, TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
        return answer;
    }
}
