using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Assay.Simulator.Faults;

namespace Assay.Tests.Simulator;

/// <summary>Each scenario once, over real HTTP.</summary>
public sealed class ScenarioTests
{
    private const string Gecko = "/coingecko/api/v3/coins/markets?vs_currency=usd&per_page=6";
    private const string Paprika = "/coinpaprika/v1/tickers";
    private const string Cmc = "/cmc/public-api/v3/cryptocurrency/listings/latest?limit=6";
    private const string Dex = "/cmc-dex/public-api/v4/dex/spot-pairs/latest?network_id=1&dex_id=1069";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_scenario_is_listed_with_its_meaning_even_while_everything_fails()
    {
        await using var simulator = await FailingAsync("server_error", "/");

        var listed = (await simulator.JsonAsync("/scenarios")).EnumerateArray().ToList();

        string[] names =
        [
            "clock_skewed", "connection_refused", "duplicate_rows", "empty_200", "error_code_on_200", "field_renamed", "field_retyped", "gzip_bomb",
            "huge_body", "huge_number", "id_renamed", "month_used_up", "never_ending_body", "null_in_arrays", "payment_required", "price_negative",
            "price_thousandfold", "price_zero", "rate_limit_html", "rate_limit_json", "redirect_elsewhere", "reset_in_the_middle", "server_error",
            "slow_body", "stale_last_updated", "truncated_json", "unauthorized", "unavailable_retry_after", "wrong_content_type",
        ];
        Assert.Equal(names, listed.Select(scenario => scenario.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Assert.All(listed, scenario => Assert.EndsWith(".", scenario.GetProperty("meaning").GetString()!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_scenario_is_refused_with_a_sentence_that_lists_the_known_ones()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        using var answer = await PostAsync(simulator, """{"path":"/","scenario":"rain"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancelled)).GetProperty("errors").GetProperty("[0].scenario")[0].GetString()!;
        Assert.Contains("'rain'", error, StringComparison.Ordinal);
        Assert.All(Scenarios.All, scenario => Assert.Contains(scenario.Name, error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rate_limit_json", Gecko, 429, "429", "exceeded the Rate Limit")]
    [InlineData("rate_limit_json", Paprika, 429, null, "maximum request limit")]
    [InlineData("rate_limit_json", Cmc, 429, "1008", "Rate limits reset every minute")]
    [InlineData("rate_limit_json", "/cmc/public-api/v1/cryptocurrency/map", 429, "1008", "Rate limits reset every minute")]
    [InlineData("rate_limit_json", Dex, 429, "1008", "Rate limits reset every minute")]
    [InlineData("month_used_up", Gecko, 429, "429", "monthly call limit")]
    [InlineData("month_used_up", Paprika, 402, null, "monthly request limit")]
    [InlineData("month_used_up", Cmc, 429, "1010", "monthly rate limit")]
    [InlineData("payment_required", Gecko, 402, null, "Payment required")]
    [InlineData("payment_required", Paprika, 402, null, "payment required")]
    [InlineData("payment_required", Cmc, 402, "1004", "plan has expired")]
    [InlineData("unauthorized", Gecko, 401, "10002", "Invalid API Key")]
    [InlineData("unauthorized", Paprika, 403, null, "invalid API key")]
    [InlineData("unauthorized", Cmc, 401, "1001", "API Key is invalid")]
    [InlineData("error_code_on_200", Gecko, 200, "10012", "allowed time range")]
    [InlineData("error_code_on_200", Paprika, 200, null, "internal server error")]
    [InlineData("error_code_on_200", Cmc, 200, "500", "internal server error")]
    [InlineData("server_error", Gecko, 500, null, "Internal Server Error")]
    [InlineData("server_error", Paprika, 500, null, "internal server error")]
    [InlineData("server_error", "/cmc-dex/v4/dex/networks/list", 500, "500", "internal server error")]
    [InlineData("unavailable_retry_after", Gecko, 503, null, "Service Unavailable")]
    [InlineData("unavailable_retry_after", Paprika, 503, null, "service unavailable")]
    [InlineData("unavailable_retry_after", Cmc, 503, "503", "Service Unavailable")]
    public async Task An_error_speaks_in_the_words_of_the_provider(string scenario, string path, int status, string? code, string words)
    {
        await using var simulator = await FailingAsync(scenario, path);

        using var answer = await simulator.GetAsync(path);
        var body = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancelled));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(words, body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(code, CodeOf(body));
        Assert.Equal(scenario == "unavailable_retry_after" ? "30" : null, answer.Headers.RetryAfter?.ToString());
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Rate_limit_html_is_a_page_for_people_and_its_Retry_After_may_be_a_date()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        using var posted = await PostAsync(simulator, """{"path":"/coingecko","scenario":"rate_limit_html","retry_after":"Sun, 01 Mar 2026 12:01:00 GMT","times":1}""");

        using var answer = await simulator.GetAsync(Gecko);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("<!DOCTYPE html>", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal(DateTimeOffset.Parse("2026-03-01T12:01:00Z", CultureInfo.InvariantCulture), answer.Headers.RetryAfter?.Date);
    }

    [Fact]
    public async Task Connection_refused_ends_before_any_byte()
    {
        await using var simulator = await FailingAsync("connection_refused", Gecko);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => simulator.GetAsync(Gecko));

        Assert.Null(error.StatusCode);
    }

    [Fact]
    public async Task Reset_in_the_middle_ends_within_the_body()
    {
        await using var simulator = await FailingAsync("reset_in_the_middle", Paprika);

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => simulator.ReadAsync(Paprika));

        Assert.IsType<IOException>(error.InnerException, exactMatch: false);
    }

    [Fact]
    public async Task Slow_body_is_the_true_one_and_waits_for_the_clock()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var expected = await simulator.ReadAsync("/coingecko/api/v3/ping");
        using var posted = await PostAsync(simulator, """{"path":"/coingecko","scenario":"slow_body","delay_ms":100000,"times":1}""");

        var slow = simulator.ReadAsync("/coingecko/api/v3/ping");
        var start = simulator.Clock.GetUtcNow();
        while (!slow.IsCompleted)
        {
            simulator.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(slow, simulator.ReadAsync("/faults"));
        }

        Assert.Equal(expected, await slow);
        Assert.True(simulator.Clock.GetUtcNow() - start >= TimeSpan.FromSeconds(100));
    }

    [Fact]
    public async Task Never_ending_body_drips_with_the_clock_until_it_is_cut_off()
    {
        await using var simulator = await FailingAsync("never_ending_body", Gecko);
        using var answer = await simulator.Client.GetAsync(Gecko, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancelled);
        var bytes = new byte[2];
        await body.ReadExactlyAsync(bytes, Cancelled);
        Assert.Equal("[ ", Encoding.ASCII.GetString(bytes));

        var rest = DrainAsync(body);
        while (!rest.IsCompleted)
        {
            simulator.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(rest, simulator.ReadAsync("/faults"));
        }

        Assert.InRange(await rest, 1, 600);
    }

    [Fact]
    public async Task Truncated_json_is_the_first_half_of_the_true_body()
    {
        await using var simulator = await FailingAsync("truncated_json", Gecko);

        var half = await simulator.ReadAsync(Gecko);
        var whole = await simulator.ReadAsync(Gecko);

        Assert.StartsWith(half, whole, StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetByteCount(whole) / 2, Encoding.UTF8.GetByteCount(half));
    }

    [Fact]
    public async Task Empty_200_has_no_body()
    {
        await using var simulator = await FailingAsync("empty_200", Cmc);

        using var answer = await simulator.GetAsync(Cmc);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task Wrong_content_type_announces_a_page_and_sends_the_true_body()
    {
        await using var simulator = await FailingAsync("wrong_content_type", Gecko);

        using var answer = await simulator.GetAsync(Gecko);

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(await simulator.ReadAsync(Gecko), await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Gzip_bomb_is_small_and_inflates_to_more_than_64_MB()
    {
        await using var simulator = await FailingAsync("gzip_bomb", Paprika);

        using var answer = await simulator.GetAsync(Paprika);
        var packed = await answer.Content.ReadAsByteArrayAsync(Cancelled);

        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.InRange(packed.Length, 1, 1 << 20);
        await using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        Assert.InRange(await DrainAsync(gzip), 64 << 20, 128 << 20);
    }

    [Fact]
    public async Task Huge_body_is_200_MB()
    {
        await using var simulator = await FailingAsync("huge_body", Dex);

        using var answer = await simulator.Client.GetAsync(Dex, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancelled);

        Assert.Equal((200 << 20) + 2, await DrainAsync(body));
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2000", Justification = "The client disposes of its handler.")]
    public async Task Redirect_elsewhere_names_another_host()
    {
        await using var simulator = await FailingAsync("redirect_elsewhere", Gecko);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = simulator.Client.BaseAddress };

        using var answer = await client.GetAsync(Gecko, Cancelled);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("elsewhere.invalid", answer.Headers.Location?.Host);
        Assert.Equal(Gecko, answer.Headers.Location?.PathAndQuery);
    }

    private static async Task<RunningSimulator> FailingAsync(string scenario, string path)
    {
        var simulator = await RunningSimulator.StartAsync(new());
        using var posted = await PostAsync(simulator, $$"""[{"path":"{{path.Split('?')[0]}}","scenario":"{{scenario}}","times":1}]""");
        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        return simulator;
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningSimulator simulator, string rules)
    {
        using var content = new StringContent(rules, Encoding.UTF8, "application/json");
        return await simulator.Client.PostAsync("/faults", content, Cancelled);
    }

    /// <summary>How many bytes come until the end, or until the other side breaks off.</summary>
    private static async Task<long> DrainAsync(Stream body)
    {
        var buffer = new byte[1 << 20];
        long count = 0;
        try
        {
            while (await body.ReadAsync(buffer, Cancelled) is > 0 and var read)
                count += read;
        }
        catch (IOException)
        {
            // broken off
        }

        return count;
    }

    private static string? CodeOf(JsonElement body)
    {
        var status = body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object ? error.GetProperty("status")
            : body.TryGetProperty("status", out var found) ? found
            : default;
        return status.ValueKind == JsonValueKind.Object && status.TryGetProperty("error_code", out var code) ? code.ToString() : null;
    }
}
