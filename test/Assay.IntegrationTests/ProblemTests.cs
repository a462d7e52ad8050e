using System.Net;
using System.Text.Json;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary>Every refusal is a problem document that names the request and the parameter.</summary>
[Collection(nameof(DemoServer))]
public sealed class ProblemTests(DemoServer demo)
{
    [Theory]
    [InlineData("/nowhere", 404, "")]
    [InlineData("/stats?coin=nobody-has-this", 404, "nobody-has-this")]
    [InlineData("/deviation?coin=nobody-has-this", 404, "nobody-has-this")]
    [InlineData("/api/v1/cryptos/nobody-has-this", 404, "nobody-has-this")]
    [InlineData("/api/v1/cryptos/nobody-has-this/history", 404, "nobody-has-this")]
    [InlineData("/api/v1/runs/00000000-0000-0000-0000-000000000000", 404, "00000000")]
    [InlineData("/data?page=0", 400, "page")]
    [InlineData("/data?page=x", 400, "page")]
    [InlineData("/data?page_size=101", 400, "page_size")]
    [InlineData("/data?limit=0", 400, "limit")]
    [InlineData("/data?sort=beauty", 400, "beauty")]
    [InlineData("/data?source=nobody", 400, "nobody")]
    [InlineData("/stats?coin=bitcoin&source=nobody", 400, "nobody")]
    [InlineData("/deviation", 400, "coin")]
    [InlineData("/deviation?coin=bitcoin&records=1", 400, "records")]
    [InlineData("/deviation?coin=bitcoin&precision=half", 400, "precision")]
    [InlineData("/api/v1/cryptos/bitcoin/history?cursor=%21", 400, "cursor")]
    [InlineData("/api/v1/cryptos/bitcoin/history?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", 400, "from")]
    [InlineData("/api/v1/cryptos/bitcoin/history?from=yesterday", 400, "from")]
    public async Task What_cannot_be_answered_says_why(string path, int status, string named)
    {
        await demo.Server.EventuallyAsync("/data?symbol=BTC", body => body.GetProperty("data").GetArrayLength() > 0);

        using var response = await demo.Server.GetAsync(path);

        var problem = await ProblemAsync(response);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Contains(named, problem.TryGetProperty("detail", out var detail) ? detail.GetString() : "", StringComparison.Ordinal);
    }

    /// <summary>Who would rather have HTML gets the same document, not an empty answer.</summary>
    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/data?page=x", 400)]
    [InlineData("GET", "/data?page=0", 400)]
    [InlineData("GET", "/data?sort=beauty", 400)]
    [InlineData("DELETE", "/data", 405)]
    [InlineData("POST", "/fetch-crypto", 401)]
    public async Task A_problem_is_told_whatever_the_caller_accepts(string method, string path, int status)
    {
        using var response = await demo.Server.SendAsync(new HttpMethod(method), path, ("Accept", "text/html"));

        var problem = await ProblemAsync(response);
        Assert.Equal((status, status), ((int)response.StatusCode, problem.GetProperty("status").GetInt32()));
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.StartsWith("https://tools.ietf.org/html/rfc9110#", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(problem.GetProperty("trace_id").GetString()!);
    }

    [Fact]
    public async Task A_wrong_method_is_a_problem_too()
    {
        using var response = await demo.Server.SendAsync(HttpMethod.Delete, "/data");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        await ProblemAsync(response);
    }

    [Fact]
    public async Task The_id_of_a_request_comes_back_wherever_an_answer_names_it()
    {
        using var found = await demo.Server.SendAsync(HttpMethod.Get, "/data", ("X-Request-Id", "my-own.id"));
        using var refused = await demo.Server.SendAsync(HttpMethod.Get, "/data?page=0", ("X-Request-Id", "another:id"));

        var body = JsonElement.Parse(await found.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("my-own.id", body.GetProperty("metadata").GetProperty("request_id").GetString());
        Assert.Equal("my-own.id", Assert.Single(found.Headers.GetValues("X-Request-Id")));
        Assert.Equal("another:id", (await ProblemAsync(refused)).GetProperty("request_id").GetString());
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Assert.Single(response.Headers.GetValues("X-Request-Id")), problem.GetProperty("request_id").GetString());
        return problem;
    }
}
