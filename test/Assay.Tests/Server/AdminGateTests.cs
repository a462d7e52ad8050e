using System.Net;
using Assay.Server.Admin;
using Assay.Server.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Configuration;

namespace Assay.Tests.Server;

public sealed class AdminGateTests
{
    private const int Passes = 200;

    [Theory]
    [InlineData("development", null, Passes)]
    [InlineData("production", null, 403)]
    [InlineData("development", "secret", 401)] // a key that is set is asked for, whoever comes
    [InlineData("production", "secret", 401)]
    public async Task Without_a_key_only_development_without_a_key_lets_this_machine_through(string environment, string? key, int expected) =>
        Assert.Equal(expected, await AskAsync(environment, key, _ => { }));

    [Theory]
    [InlineData("development")]
    [InlineData("production")]
    public async Task The_right_key_opens_from_anywhere_and_a_wrong_one_nowhere(string environment)
    {
        Assert.Equal(Passes, await AskAsync(environment, "secret", context =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.7");
            context.Request.Headers["X-API-Key"] = "secret";
        }));
        Assert.Equal(401, await AskAsync(environment, "secret", context => context.Request.Headers["X-API-Key"] = "guess"));
        Assert.Equal(401, await AskAsync(environment, null, context => context.Request.Headers["X-API-Key"] = "guess"));
    }

    [Theory]
    [InlineData("127.0.0.1", Passes)]
    [InlineData("::1", Passes)]
    [InlineData("203.0.113.7", 403)]
    public async Task In_development_it_depends_on_where_the_caller_is(string address, int expected) =>
        Assert.Equal(expected, await AskAsync("development", null, context => context.Connection.RemoteIpAddress = IPAddress.Parse(address)));

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Via", "1.1 proxy")]
    public async Task What_comes_through_a_proxy_is_not_of_this_machine(string header, string value) =>
        Assert.Equal(403, await AskAsync("development", null, context => context.Request.Headers[header] = value));

    [Theory]
    [InlineData("localhost:8080", Passes)]
    [InlineData("LOCALHOST", Passes)]
    [InlineData("127.0.0.1:8080", Passes)]
    [InlineData("[::1]:8080", Passes)]
    [InlineData("evil.example:8080", 403)] // a name of theirs that leads here
    [InlineData("localhost.evil.example", 403)]
    [InlineData("", 403)]
    public async Task The_host_must_be_asked_by_a_name_that_only_this_machine_has(string host, int expected) =>
        Assert.Equal(expected, await AskAsync("development", null, context => context.Request.Host = new HostString(host)));

    [Theory]
    [InlineData("Origin", "http://localhost:8080", Passes)]
    [InlineData("Origin", "http://localhost:3000", 403)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "none", Passes)] // typed into the browser
    [InlineData("Sec-Fetch-Site", "same-origin", Passes)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    public async Task A_page_of_another_site_starts_nothing(string header, string value, int expected) =>
        Assert.Equal(expected, await AskAsync("development", null, context => context.Request.Headers[header] = value));

    private static async Task<int> AskAsync(string environment, string? key, Action<HttpContext> arrange)
    {
        var configuration = new Dictionary<string, string?> { ["APP_ENV"] = environment, ["ADMIN_API_KEY"] = key };
        var gate = new AdminGate(SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build(), DateTimeOffset.UnixEpoch));
        var context = new DefaultHttpContext
        {
            Connection = { RemoteIpAddress = IPAddress.Loopback },
            Request = { Scheme = "http", Host = new HostString("localhost", 8080) },
        };
        arrange(context);

        var result = await gate.InvokeAsync(EndpointFilterInvocationContext.Create(context), _ => ValueTask.FromResult<object?>(TypedResults.Ok()));
        return result is ProblemHttpResult refusal ? refusal.StatusCode : Passes;
    }
}
