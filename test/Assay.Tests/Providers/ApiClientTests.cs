using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Assay.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Tests.Providers;

public sealed class ApiClientTests
{
    private const string Secret = "CG-a-secret-key";
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private readonly WatchedClock _clock = new(Start);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hands_over_the_answer_as_it_came()
    {
        await using var api = await FakeApi.StartAsync((context, _) =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            return context.Response.WriteAsync("[1, 2]");
        }, Cancelled);
        var client = Client(new Uri(api.Address, "/api/v3"));

        var payload = await client.GetAsync("prices", "coins/markets", "coins/markets?ids=a%2Fb,c&x=1", Cancelled);

        Assert.Equal(SourceId.CoinGecko, payload.Source);
        Assert.Equal("prices", payload.Task);
        Assert.Equal(200, payload.Status);
        Assert.Equal("application/json; charset=utf-8", payload.ContentType);
        Assert.Equal("[1, 2]"u8, payload.Body.Span);
        Assert.Equal(Start, payload.FetchedAt);
        Assert.Equal($"{api.Address.AbsoluteUri}api/v3/coins/markets?ids=a%2Fb,c&x=1", payload.Url);
        Assert.Equal(["/api/v3/coins/markets?ids=a%2Fb,c&x=1"], api.Requests);
        Assert.Equal(new ApiStatus("closed", 1, 600, null) { CreditsUsed = 1 }, client.Status);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Asks_again_after_a_failure_that_may_pass(int status)
    {
        await using var api = await FakeApi.StartAsync((context, request) =>
        {
            context.Response.StatusCode = request <= 2 ? status : 200;
            return context.Response.WriteAsync($"answer {request}");
        }, Cancelled);
        var client = Client(api.Address);

        var (payload, waits) = await GetAsync(client);

        Assert.Equal("answer 3"u8, payload.Body.Span);
        Assert.Equal(2, waits.Count);
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30)));
        Assert.Equal(3, api.Requests.Count);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task An_answer_that_will_not_change_is_not_asked_for_again(int status)
    {
        await using var api = await FakeApi.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://elsewhere.example/";
            return context.Response.WriteAsync("why");
        }, Cancelled);
        var client = Client(api.Address);

        var (payload, waits) = await GetAsync(client);

        Assert.Equal(status, payload.Status);
        Assert.Equal("why"u8, payload.Body.Span);
        Assert.Empty(waits);
        Assert.Single(api.Requests);
        Assert.Equal($"coingecko answered HTTP {status} to coins/markets.", client.Status.LastError);
    }

    [Fact]
    public async Task When_the_retries_are_used_up_the_last_answer_is_handed_over()
    {
        await using var api = await FakeApi.StartAsync((context, request) =>
        {
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync($"down {request}");
        }, Cancelled);

        var (payload, waits) = await GetAsync(Client(api.Address));

        Assert.Equal(503, payload.Status);
        Assert.Equal("down 4"u8, payload.Body.Span);
        Assert.Equal(3, waits.Count);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("Fri, 02 Jan 2026 03:04:12 GMT")]
    public async Task Waits_as_long_as_the_provider_asks(string retryAfter)
    {
        await using var api = await FakeApi.StartAsync((context, request) =>
        {
            context.Response.StatusCode = request == 1 ? 429 : 200;
            if (request == 1)
                context.Response.Headers.RetryAfter = retryAfter;
            return Task.CompletedTask;
        }, Cancelled);

        var (payload, _) = await GetAsync(Client(api.Address));

        Assert.Equal(200, payload.Status);
        Assert.InRange(payload.FetchedAt - Start, TimeSpan.FromSeconds(6.3), TimeSpan.FromSeconds(7.1));
    }

    [Theory]
    [InlineData("119")]
    [InlineData("Fri, 02 Jan 2026 03:06:05 GMT")]
    public async Task A_long_wait_is_not_waited_for_but_kept(string retryAfter)
    {
        await using var api = await FakeApi.StartAsync((context, request) =>
        {
            context.Response.StatusCode = request == 1 ? 429 : 200;
            context.Response.Headers.RetryAfter = request == 1 ? retryAfter : default;
            return Task.CompletedTask;
        }, Cancelled);
        var client = Client(api.Address);

        var (refusal, waits) = await GetAsync(client);
        Assert.Equal(429, refusal.Status);
        Assert.Empty(waits);

        var (answer, _) = await GetAsync(client, "coins/list"); // another kind of call, the same API
        Assert.Equal(200, answer.Status);
        Assert.InRange(answer.FetchedAt - Start, TimeSpan.FromSeconds(119), TimeSpan.FromSeconds(120.1));
    }

    [Fact]
    public async Task Fails_with_a_sentence_when_the_wait_would_be_longer_than_five_minutes()
    {
        await using var api = await FakeApi.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "99999999999";
            return Task.CompletedTask;
        }, Cancelled);
        await using var slow = await FakeApi.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "301";
            return Task.CompletedTask;
        }, Cancelled);

        var client = Client(slow.Address);
        await GetAsync(client);
        var error = await Assert.ThrowsAsync<ProviderException>(() => GetAsync(client));

        Assert.Contains("more than 5 minutes", error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, client.Status.LastError);
        Assert.Equal(429, (await GetAsync(Client(api.Address))).Payload.Status); // no number of seconds at all: an ordinary 429
    }

    [Fact]
    public async Task A_kind_of_call_that_keeps_failing_rests_while_the_others_go_on()
    {
        var broken = true;
        await using var api = await FakeApi.StartAsync((context, _) =>
        {
            context.Response.StatusCode = broken && context.Request.Path == "/coins/markets" ? 503 : 200;
            return Task.CompletedTask;
        }, Cancelled);
        var client = Client(api.Address);

        Assert.Equal(503, (await GetAsync(client)).Payload.Status); // 4 attempts
        Assert.Equal("closed", client.Status.Circuit);
        Assert.Equal(503, (await GetAsync(client)).Payload.Status); // the fifth opens the circuit, and its answer is handed over
        Assert.Equal("open", client.Status.Circuit);
        Assert.Equal(5, api.Requests.Count);

        var error = await Assert.ThrowsAsync<ProviderException>(() => GetAsync(client));
        var until = _clock.GetUtcNow().AddMinutes(1);
        Assert.Contains(until.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null), error.Message, StringComparison.Ordinal);
        Assert.Contains("coins/markets", error.Message, StringComparison.Ordinal);
        Assert.Equal(5, api.Requests.Count);
        Assert.Equal(200, (await GetAsync(client, "coins/list")).Payload.Status);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("half_open", client.Status.Circuit);
        broken = false;
        Assert.Equal(200, (await GetAsync(client)).Payload.Status);
        Assert.Equal("closed", client.Status.Circuit);
        Assert.Null(client.Status.LastError);
    }

    [Fact]
    public async Task A_host_that_does_not_answer_is_named_in_a_sentence()
    {
        var client = Client(new Uri($"http://user:{Secret}@127.0.0.1:{FreePort()}/"));

        var error = await Assert.ThrowsAsync<ProviderException>(() => GetAsync(client));

        Assert.StartsWith("coingecko gave no answer to coins/markets at 127.0.0.1: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(error.Message, client.Status.LastError);
    }

    [Fact]
    public async Task An_attempt_that_hangs_is_given_up_after_30_seconds()
    {
        await using var api = await FakeApi.StartAsync(async (context, _) =>
        {
            await context.Response.StartAsync(context.RequestAborted); // headers, and then nothing
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }, Cancelled);

        var call = Client(api.Address).GetAsync("prices", "coins/markets", "coins/markets", Cancelled);
        await _clock.RunAsync(call, TimeSpan.Zero, Cancelled);
        var error = await Assert.ThrowsAsync<ProviderException>(() => call);

        Assert.Equal("coingecko gave no answer to coins/markets within 30 seconds.", error.Message);
        Assert.True(_clock.GetUtcNow() - Start >= TimeSpan.FromSeconds(4 * 30));
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once_and_is_no_failure_of_the_provider()
    {
        using var stop = new CancellationTokenSource();
        await using var api = await FakeApi.StartAsync(async (context, _) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }, Cancelled);
        var client = Client(api.Address);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync("prices", "coins/markets", "coins/markets", stop.Token));

        Assert.Null(client.Status.LastError);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Compressed_answers_are_unpacked(string encoding)
    {
        await using var api = await FakeApi.StartAsync(async (context, _) =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            await using var packed = Pack(encoding, context.Response.Body);
            await packed.WriteAsync("[{\"id\":\"bitcoin\"}]"u8.ToArray());
        }, Cancelled);

        var (payload, _) = await GetAsync(Client(api.Address));

        Assert.Equal("[{\"id\":\"bitcoin\"}]"u8, payload.Body.Span);
    }

    [Fact]
    public async Task A_body_that_unpacks_to_more_than_the_limit_is_refused()
    {
        await using var api = await FakeApi.StartAsync(async (context, _) =>
        {
            context.Response.Headers.ContentEncoding = "br";
            await using var packed = Pack("br", context.Response.Body);
            var zeros = new byte[1024 * 1024];
            for (var megabyte = 0; megabyte <= ApiClient.MaxBodyBytes / zeros.Length; megabyte++)
                await packed.WriteAsync(zeros, context.RequestAborted);
        }, Cancelled);

        var error = await Assert.ThrowsAsync<ProviderException>(() => GetAsync(Client(api.Address)));

        Assert.Equal("coingecko answered coins/markets with more than 64 MB, which is more than we take.", error.Message);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task A_body_that_cannot_be_unpacked_is_no_answer()
    {
        await using var api = await FakeApi.StartAsync((context, _) =>
        {
            context.Response.Headers.ContentEncoding = "br";
            return context.Response.WriteAsync("this is not brotli at all, this is plain text");
        }, Cancelled);

        var error = await Assert.ThrowsAsync<ProviderException>(() => GetAsync(Client(api.Address)));

        Assert.Contains("gave no answer", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, api.Requests.Count);
    }

    [Fact]
    public async Task User_name_and_password_of_the_address_do_not_reach_the_payload()
    {
        await using var api = await FakeApi.StartAsync(200, "[]", Cancelled);

        var (payload, _) = await GetAsync(Client(new Uri($"http://user:{Secret}@127.0.0.1:{api.Address.Port}")));

        Assert.Equal($"http://127.0.0.1:{api.Address.Port}/coins/markets", payload.Url);
    }

    private static Stream Pack(string encoding, Stream to) => encoding switch
    {
        "gzip" => new GZipStream(to, CompressionLevel.Fastest),
        "br" => new BrotliStream(to, CompressionLevel.Fastest),
        _ => new ZLibStream(to, CompressionLevel.Fastest),
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private ApiClient Client(Uri address) => new(SourceId.CoinGecko, ApiClient.CreateHttpClient(address),
        new ProviderSettings { CallsPerMinute = 600 }, _clock, NullLogger.Instance, random: () => 0.5);

    /// <summary>Asks, and moves the clock on whenever the client waits, except for its time limit.</summary>
    private async Task<(RawPayload Payload, IReadOnlyList<TimeSpan> Waits)> GetAsync(ApiClient client, string call = "coins/markets")
    {
        var work = client.GetAsync("prices", call, call, Cancelled);
        var waits = await _clock.RunAsync(work, TimeSpan.FromSeconds(30), Cancelled);
        return (await work, waits);
    }
}
