using Assay.Providers;
using Microsoft.AspNetCore.Http;

namespace Assay.Tests.Providers;

/// <summary>What the providers ask besides prices, seen from the other side of the wire.</summary>
public sealed class FactFetchTests
{
    private const string PageQuery = "?localization=false&tickers=false&market_data=false&community_data=true&developer_data=false&sparkline=false";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CoinGecko_is_asked_about_each_coin_and_an_unknown_one_ends_nothing()
    {
        await using var api = await AnswerAsync(path => path == "/coins/gone" ? (404, """{"error":"coin not found"}""") : (200, """{"id":"x"}"""));

        var payloads = await FetchAsync(ProviderTestData.CoinGecko(api.Address), FetchTask.Metadata, "zcash", "gone", "a/b", " ", "zcash");

        Assert.Equal([$"/coins/zcash{PageQuery}", $"/coins/gone{PageQuery}", $"/coins/a%2Fb{PageQuery}"], api.Requests);
        Assert.Equal([200, 404, 200], payloads.Select(payload => payload.Status));
    }

    [Theory]
    [InlineData(401, "{\"error\":\"no\"}")]
    [InlineData(404, "<html>nothing here</html>")]
    [InlineData(200, "{\"error\":{\"status\":{\"error_code\":10012,\"error_message\":\"no\"}}}")]
    public async Task An_error_is_the_last_answer_about_coins(int status, string body)
    {
        await using var api = await FakeApi.StartAsync(status, body, Cancelled);

        await FetchAsync(ProviderTestData.CoinGecko(api.Address), FetchTask.Metadata, "a", "b");
        await FetchAsync(ProviderTestData.CoinGecko(api.Address), FetchTask.Sentiment, "a", "b");

        Assert.Equal([$"/coins/a{PageQuery}", "/search/trending"], api.Requests);
    }

    [Fact]
    public async Task CoinGecko_s_sentiment_is_what_is_looked_for_and_then_the_coins()
    {
        await using var api = await AnswerAsync(path => (200, path == "/search/trending" ? """{"coins":[]}""" : """{"id":"x"}"""));

        await FetchAsync(ProviderTestData.CoinGecko(api.Address), FetchTask.Sentiment, "bitcoin");

        Assert.Equal(["/search/trending", $"/coins/bitcoin{PageQuery}"], api.Requests);
    }

    [Fact]
    public async Task CoinGecko_s_exchanges_are_asked_for_while_pages_are_full()
    {
        await using var api = await FakeApi.StartAsync((context, request) => context.Response.WriteAsync(Rows(request == 2 ? 249 : 250)), Cancelled);

        await FetchAsync(ProviderTestData.CoinGecko(api.Address), FetchTask.Exchanges);

        Assert.Equal(["/exchanges?per_page=250&page=1", "/exchanges?per_page=250&page=2"], api.Requests);
    }

    [Fact]
    public async Task Four_pages_of_exchanges_are_enough()
    {
        await using var api = await FakeApi.StartAsync(200, Rows(250), Cancelled);

        await FetchAsync(ProviderTestData.CoinGecko(api.Address), FetchTask.Exchanges);

        Assert.Equal(4, api.Requests.Count);
    }

    [Theory]
    [InlineData("coingecko", FetchTask.Global, "/global")]
    [InlineData("coinpaprika", FetchTask.Global, "/global")]
    [InlineData("coinpaprika", FetchTask.Assets, "/coins")]
    [InlineData("coinpaprika", FetchTask.Exchanges, "/exchanges?quotes=USD")]
    public async Task Some_tasks_are_one_call(string source, string task, string path)
    {
        await using var api = await FakeApi.StartAsync(200, "[]", Cancelled);
        await using var services = ProviderTestData.Services(new SourceId(source), new ProviderSettings { BaseUrl = api.Address });

        var payload = Assert.Single(await FetchAsync(services.Polled(), task));

        Assert.Equal([path], api.Requests);
        Assert.Equal(task, payload.Task);
    }

    [Fact]
    public async Task CoinPaprika_is_asked_about_each_coin()
    {
        await using var api = await AnswerAsync(path => path == "/coins/gone" ? (404, """{"error":"id not found"}""") : (200, """{"id":"x"}"""));

        await FetchAsync(ProviderTestData.CoinPaprika(api.Address), FetchTask.Metadata, "gone", "zec-zcash");

        Assert.Equal(["/coins/gone", "/coins/zec-zcash"], api.Requests);
    }

    [Fact]
    public async Task CoinGecko_s_word_on_its_plan_wins()
    {
        await using var api = await FakeApi.StartAsync(200, """
            {"plan":"Other","rate_limit_request_per_minute":1000,"monthly_call_credit":1000000,"current_total_monthly_calls":104,"current_remaining_monthly_calls":999896,
             "api_key_rate_limit_request_per_minute":500,"api_key_monthly_call_credit":0}
            """, Cancelled);
        var provider = ProviderTestData.CoinGecko(api.Address);

        var payload = Assert.Single(await FetchAsync(provider, FetchTask.Quota));

        Assert.Equal(["/key"], api.Requests);
        Assert.Equal((500, 1_000_000L, 104L), (provider.Status.CallsPerMinute, provider.Budget.Limit, provider.Budget.Used));
        Assert.Equal(new ParsedPage().Facts, provider.Parse(payload).Facts);
        Assert.Null(provider.Parse(payload).Error);
    }

    [Theory]
    [InlineData("""{"plan":"pro","usage":{"message":"limited plan","current_month":{"requests_made":18,"requests_left":499982}}}""", 500_000L, 18L)]
    [InlineData("""{"plan":"enterprise","usage":{"message":"unlimited plan","current_month":{"requests_made":-1,"requests_left":-1}}}""", null, 1L)] // by our own count
    [InlineData("""{"usage":7}""", null, 1L)]
    public async Task CoinPaprika_s_word_on_its_plan_wins(string body, long? limit, long used)
    {
        await using var api = await FakeApi.StartAsync(200, body, Cancelled);
        var provider = ProviderTestData.CoinPaprika(api.Address);

        await FetchAsync(provider, FetchTask.Quota);

        Assert.Equal(["/key/info"], api.Requests);
        Assert.Equal((limit, used), (provider.Budget.Limit, provider.Budget.Used));
    }

    [Theory]
    [InlineData(200, "{\"monthly_call_credit\":\"many\"}")]
    [InlineData(403, "{\"error\":\"Your plan does not have access to this endpoint\"}")]
    [InlineData(200, "[]")]
    public async Task What_says_nothing_of_the_plan_changes_nothing(int status, string body)
    {
        await using var api = await FakeApi.StartAsync(status, body, Cancelled);
        var provider = ProviderTestData.CoinGecko(api.Address);

        await FetchAsync(provider, FetchTask.Quota);

        Assert.Equal((600, null, 1L), (provider.Status.CallsPerMinute, provider.Budget.Limit, provider.Budget.Used));
    }

    [Theory]
    [InlineData("coingecko", null, null, null, false)]
    [InlineData("coingecko", "demo", "k", 10_000L, true)]
    [InlineData("coingecko", "pro", "k", null, true)]
    [InlineData("coinpaprika", null, null, 20_000L, false)]
    [InlineData("coinpaprika", null, "k", null, true)]
    public async Task A_plan_has_its_credits_and_only_one_with_a_key_can_be_asked_about(string source, string? plan, string? key, long? credits, bool canAsk)
    {
        var settings = new ProviderSettings { Plan = plan, ApiKey = key };
        await using var services = ProviderTestData.Services(new SourceId(source), settings);
        await using var elsewhere = ProviderTestData.Services(new SourceId(source), settings with { BaseUrl = new Uri("http://127.0.0.1:1") });
        await using var told = ProviderTestData.Services(new SourceId(source), settings with { MonthlyCredits = 7 });

        Assert.Equal((credits, null, 7L), (services.Polled().Budget.Limit, elsewhere.Polled().Budget.Limit, told.Polled().Budget.Limit));
        Assert.Equal(canAsk, services.Polled().Tasks.Contains(FetchTask.Quota));
        if (!canAsk)
            await Assert.ThrowsAsync<ProviderException>(() => FetchAsync(services.Polled(), FetchTask.Quota));
    }

    [Fact]
    public async Task CoinPaprika_s_402_is_the_end_of_the_month_where_every_plan_has_the_endpoint()
    {
        await using var api = await FakeApi.StartAsync(402, """{"error":"payment required"}""", Cancelled);
        await using var services = ProviderTestData.Services(SourceId.CoinPaprika, new ProviderSettings { BaseUrl = api.Address, ApiKey = ProviderTestData.ApiKey });
        var provider = services.Polled();

        await FetchAsync(provider, FetchTask.Quota);
        Assert.Null(provider.Budget.UsedUpUntil);

        var payload = Assert.Single(await FetchAsync(provider, FetchTask.Metadata, "a", "b"));
        Assert.Equal("CoinPaprika answered 402 (PaymentRequired): payment required", provider.Parse(payload).Error);
        Assert.Equal(provider.Budget.ResetsAt, provider.Budget.UsedUpUntil);

        var refused = await Assert.ThrowsAsync<ProviderException>(() => FetchAsync(provider, FetchTask.Global));
        Assert.Contains("used up until", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["/key/info", "/coins/a"], api.Requests);
    }

    [Theory]
    [InlineData("coingecko", "pro")]
    [InlineData("coinpaprika", null)]
    public async Task The_key_stands_in_no_address_and_no_sentence(string source, string? plan)
    {
        await using var api = await FakeApi.StartAsync(401, $$"""{"error":"the key {{ProviderTestData.ApiKey}} is wrong"}""", Cancelled);
        var settings = new ProviderSettings { ApiKey = ProviderTestData.ApiKey, Plan = plan, BaseUrl = api.Address, CallsPerMinute = 600 };
        await using var services = ProviderTestData.Services(new SourceId(source), settings);
        var provider = services.Polled();

        foreach (var task in provider.Tasks)
        {
            var payload = Assert.Single(await FetchAsync(provider, task, "bitcoin"));

            Assert.DoesNotContain(ProviderTestData.ApiKey, payload.Url, StringComparison.Ordinal);
            Assert.Contains("the key *** is wrong", provider.Parse(payload).Error, StringComparison.Ordinal);
            Assert.DoesNotContain(ProviderTestData.ApiKey, provider.Status.LastError, StringComparison.Ordinal);
        }
    }

    private static string Rows(int count) => $"[{string.Join(',', Enumerable.Repeat("{}", count))}]";

    private static Task<List<RawPayload>> FetchAsync(IPolledProvider provider, string task, params string[] coins) =>
        ProviderTestData.FetchAsync(provider, new FetchRequest(task, 0, coins));

    private static Task<FakeApi> AnswerAsync(Func<string, (int Status, string Body)> answer) => FakeApi.StartAsync((context, _) =>
    {
        var (status, body) = answer(context.Request.Path);
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    }, Cancelled);
}
