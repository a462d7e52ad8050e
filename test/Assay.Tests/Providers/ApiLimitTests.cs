using Assay.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Tests.Providers;

/// <summary>What an API says of its limits is believed, whether HTTP says it or the body.</summary>
public sealed class ApiLimitTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 21, 22, 0, 0, TimeSpan.Zero);

    private readonly WatchedClock _clock = new(Start);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("month", 1, 2)]
    [InlineData("day", 22, 1)]
    public async Task A_plan_that_is_used_up_is_not_asked_again_before_it_is_full(string what, int day, int month)
    {
        await using var api = await FakeApi.StartAsync((context, _) => context.Response.WriteAsync(what), Cancelled);
        var client = Client(api.Address);
        var reset = new DateTimeOffset(2026, month, day, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(200, (await GetAsync(client)).Status);
        var refused = await Assert.ThrowsAsync<ProviderException>(() => GetAsync(client));

        Assert.Equal($"coinmarketcap was not asked for quotes: what its plan allows is used up until {reset:yyyy-MM-dd'T'HH:mm:ss'Z'}.", refused.Message);
        Assert.Equal((1, reset), (api.Requests.Count, client.Status.UsedUpUntil));
        _clock.Advance(reset - Start);
        await GetAsync(client);
        Assert.Equal(2, api.Requests.Count);
    }

    [Fact]
    public async Task A_limit_of_calls_that_only_the_body_tells_is_retried_at_half_the_rate()
    {
        await using var api = await FakeApi.StartAsync((context, request) => context.Response.WriteAsync(request == 1 ? "minute" : "[]"), Cancelled);
        var client = Client(api.Address);

        var payload = await GetAsync(client);

        Assert.Equal("[]"u8, payload.Body.Span);
        Assert.Equal((2, 30), (api.Requests.Count, client.Status.CallsPerMinute));
    }

    [Theory]
    [InlineData("2026-01-21 22:00:42 +0000")]
    [InlineData("1769032842")]
    public async Task A_reset_time_is_waited_for_like_Retry_After(string reset)
    {
        await using var api = await FakeApi.StartAsync((context, request) =>
        {
            context.Response.StatusCode = request == 1 ? 429 : 200;
            context.Response.Headers["x-ratelimit-reset"] = reset;
            return context.Response.WriteAsync("[]");
        }, Cancelled);

        await GetAsync(Client(api.Address));

        Assert.InRange(_clock.GetUtcNow(), Start.AddSeconds(42), Start.AddSeconds(44));
    }

    [Fact]
    public async Task Each_answer_costs_what_its_body_says_and_the_last_credit_is_the_last_call()
    {
        await using var api = await FakeApi.StartAsync((context, _) => context.Response.WriteAsync("five"), Cancelled);
        var client = Client(api.Address, monthlyCredits: 10);

        await GetAsync(client);
        Assert.Equal((5, 5), (client.Status.CreditsUsed, client.Status.CreditsLeft));
        await GetAsync(client);
        await Assert.ThrowsAsync<ProviderException>(() => GetAsync(client));

        Assert.Equal(2, api.Requests.Count);
    }

    [Fact]
    public async Task What_the_source_says_of_its_limits_wins()
    {
        await using var api = await FakeApi.StartAsync(200, "[]", Cancelled);
        var client = Client(api.Address, monthlyCredits: 10);

        client.Report(new Quota { CallsPerMinute = 7, MonthlyCredits = 15_000, CreditsUsed = 14_000 });

        Assert.Equal((7, 14_000, 1_000), (client.Status.CallsPerMinute, client.Status.CreditsUsed, client.Status.CreditsLeft));
    }

    private ApiClient Client(Uri address, long? monthlyCredits = null) => new(
        SourceId.CoinMarketCap, ApiClient.CreateHttpClient(address), new ProviderSettings { CallsPerMinute = 60, MonthlyCredits = monthlyCredits }, _clock,
        NullLogger.Instance, new Words(), () => 0.5);

    private async Task<RawPayload> GetAsync(ApiClient client)
    {
        var work = client.GetAsync("prices", "quotes", "quotes", Cancelled);
        await _clock.RunAsync(work, TimeSpan.FromSeconds(30), Cancelled);
        return await work;
    }

    /// <summary>An API whose answers are words.</summary>
    private sealed class Words : ApiDialect
    {
        public override AnswerKind KindOf(RawPayload payload) => System.Text.Encoding.UTF8.GetString(payload.Body.Span) switch
        {
            "minute" => AnswerKind.RateLimited,
            "day" => AnswerKind.DayUsedUp,
            "month" => AnswerKind.MonthUsedUp,
            _ => base.KindOf(payload),
        };

        public override long CreditsOf(RawPayload payload) => payload.Body.Span.SequenceEqual("five"u8) ? 5 : 1;
    }
}
