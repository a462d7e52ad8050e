using Assay.Providers;
using Microsoft.AspNetCore.Http;

namespace Assay.Tests.Providers.CoinMarketCap;

/// <summary>What CoinMarketCap is asked, seen from the other side of the wire.</summary>
public sealed class CoinMarketCapFetchTests
{
    private const string NotInPlan = """{"status":{"error_code":1006,"error_message":"not in your plan","credit_count":0}}""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prices_are_asked_in_pages_and_then_by_id_for_coins_that_did_not_come()
    {
        await using var api = await FakeApi.StartAsync((context, request) => context.Response.WriteAsync(CmcTestData.Coins(request == 2 ? 1001 : 1, request == 2 ? 500 : 1000)), Cancelled);
        string[] coins = ["5", "1400", "9001", .. Enumerable.Range(20_000, 100).Select(id => $"{id}"), "bitcoin", "ethereum:0x1", ""];

        await CmcTestData.FetchAsync(Provider(api), FetchTask.Prices, 1500, coins);

        var first = string.Join(',', Enumerable.Range(20_000, 99));
        Assert.Equal(
        [
            "/v3/cryptocurrency/listings/latest?start=1&limit=1000&convert=USD",
            "/v3/cryptocurrency/listings/latest?start=1001&limit=500&convert=USD",
            $"/v3/cryptocurrency/quotes/latest?id=9001,{first}&convert=USD&skip_invalid=true",
            "/v3/cryptocurrency/quotes/latest?id=20099&convert=USD&skip_invalid=true",
        ], api.Requests);
    }

    [Fact]
    public async Task The_last_page_is_the_one_that_is_not_full()
    {
        await using var api = await FakeApi.StartAsync(200, CmcTestData.Coins(1, 999), Cancelled);

        await CmcTestData.FetchAsync(Provider(api), FetchTask.Prices, 5000);

        Assert.Single(api.Requests);
    }

    [Theory]
    [InlineData(401, """{"status":{"error_code":1001,"error_message":"invalid"}}""")]
    [InlineData(200, """{"status":{"error_code":"400","error_message":"no"}}""")]
    [InlineData(200, "<html>")]
    public async Task An_error_is_the_last_answer(int status, string body)
    {
        await using var api = await FakeApi.StartAsync(status, body, Cancelled);

        foreach (var task in new[] { FetchTask.Prices, FetchTask.Assets })
            Assert.Equal(status, Assert.Single(await CmcTestData.FetchAsync(Provider(api), task, 3000, "1")).Status);
        Assert.Equal(2, api.Requests.Count);
    }

    [Fact]
    public async Task The_list_of_coins_is_read_to_its_end()
    {
        await using var api = await FakeApi.StartAsync((context, request) => context.Response.WriteAsync(CmcTestData.Coins(1, request == 1 ? 5000 : 4999)), Cancelled);

        await CmcTestData.FetchAsync(Provider(api), FetchTask.Assets);

        Assert.Equal(
        [
            "/v1/cryptocurrency/map?listing_status=active&start=1&limit=5000&sort=id",
            "/v1/cryptocurrency/map?listing_status=active&start=5001&limit=5000&sort=id",
        ], api.Requests);
    }

    [Fact]
    public async Task A_list_without_an_end_is_given_up()
    {
        await using var api = await FakeApi.StartAsync(200, CmcTestData.Coins(1, 5000), Cancelled);

        await CmcTestData.FetchAsync(Provider(api), FetchTask.Assets);

        Assert.Equal(20, api.Requests.Count);
    }

    [Fact]
    public async Task Metadata_is_asked_for_a_hundred_coins_at_a_time_even_where_nobody_knows_them()
    {
        await using var api = await FakeApi.StartAsync(200, """{"data":null,"status":{"error_code":0}}""", Cancelled);

        await CmcTestData.FetchAsync(Provider(api), FetchTask.Metadata, 0, ["825", .. Enumerable.Range(100, 100).Select(id => $"{id}"), "bitcoin", "825"]);
        await CmcTestData.FetchAsync(Provider(api), FetchTask.Metadata, 0, "bitcoin");

        // In the order asked for: whoever asks may stop after the first.
        Assert.Equal([$"/v2/cryptocurrency/info?id=825,{string.Join(',', Enumerable.Range(100, 99))}&skip_invalid=true", "/v2/cryptocurrency/info?id=199&skip_invalid=true"], api.Requests);
    }

    [Fact]
    public async Task A_coin_that_is_no_number_is_refused_by_name()
    {
        await using var api = await FakeApi.StartAsync(200, "{}", Cancelled);

        var error = await Assert.ThrowsAsync<ProviderException>(() => CmcTestData.FetchAsync(Provider(api), FetchTask.Prices, 0, "bitcoin"));

        Assert.Equal("CoinMarketCap has a number for each coin, such as 1 for Bitcoin, and 'bitcoin' is none.", error.Message);
        Assert.Empty(api.Requests);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(200)]
    public async Task Where_the_plan_has_no_volumes_of_exchanges_their_names_are_asked_and_the_volumes_again_after_a_day(int status)
    {
        var clock = new ManualClock(CmcTestData.FetchedAt);
        await using var api = await FakeApi.StartAsync((context, _) =>
        {
            var isMap = context.Request.Path == "/v1/exchange/map";
            context.Response.StatusCode = isMap ? 200 : status;
            return context.Response.WriteAsync(isMap ? CmcTestData.Answer("""[{"id":270,"name":"Binance"}]""") : NotInPlan);
        }, Cancelled);
        var provider = Provider(api, clock);

        var first = await CmcTestData.FetchAsync(provider, FetchTask.Exchanges);
        var second = await CmcTestData.FetchAsync(provider, FetchTask.Exchanges);
        clock.Advance(TimeSpan.FromDays(1));
        await CmcTestData.FetchAsync(provider, FetchTask.Exchanges);

        Assert.Equal([1, 0], new[] { first, second }.Select(payloads => payloads.Count(payload => provider.Parse(payload).Error is not null)));
        const string Volumes = "/v1/exchange/listings/latest?start=1&limit=1000&convert=USD";
        const string Names = "/v1/exchange/map?start=1&limit=5000";
        Assert.Equal([Volumes, Names, Names, Volumes, Names], api.Requests);
    }

    [Fact]
    public async Task Where_the_plan_has_volumes_of_exchanges_nothing_else_is_asked()
    {
        await using var api = await FakeApi.StartAsync(200, CmcTestData.Answer("""[{"id":270}]"""), Cancelled);

        await CmcTestData.FetchAsync(Provider(api), FetchTask.Exchanges);

        Assert.Equal(["/v1/exchange/listings/latest?start=1&limit=1000&convert=USD"], api.Requests);
    }

    [Fact]
    public async Task Without_a_key_what_is_open_to_everybody_is_asked()
    {
        await using var api = await FakeApi.StartAsync(200, CmcTestData.Answer("""[{"id":1}]"""), Cancelled);
        var provider = CmcTestData.Provider(SourceId.CoinMarketCap, apiKey: " ", new Uri(api.Address, "/cmc"));

        foreach (var task in provider.Tasks)
            await CmcTestData.FetchAsync(provider, task, 1, "2");

        Assert.Equal([FetchTask.Prices, FetchTask.Assets, FetchTask.Metadata, FetchTask.Exchanges, FetchTask.Global], provider.Tasks);
        Assert.Equal(
        [
            "/cmc/public-api/v3/cryptocurrency/listings/latest?start=1&limit=1&convert=USD",
            "/cmc/public-api/v3/cryptocurrency/quotes/latest?id=2&convert=USD&skip_invalid=true",
            "/cmc/public-api/v1/cryptocurrency/map?listing_status=active&start=1&limit=5000&sort=id",
            "/cmc/public-api/v2/cryptocurrency/info?id=2&skip_invalid=true",
            "/cmc/public-api/v1/exchange/map?start=1&limit=5000",
            "/cmc/public-api/v1/global-metrics/quotes/latest?convert=USD",
        ], api.Requests);
        Assert.All(api.Headers, headers => Assert.False(headers.ContainsKey("X-CMC_PRO_API_KEY")));
        Assert.Null(provider.Budget.Limit);
        await Assert.ThrowsAsync<ProviderException>(() => CmcTestData.FetchAsync(provider, FetchTask.Quota));
    }

    [Theory]
    [InlineData("coinmarketcap")]
    [InlineData("coinmarketcap_dex")]
    public async Task The_key_travels_in_its_header_and_nowhere_else(string source)
    {
        await using var api = await FakeApi.StartAsync(401, $$$"""{"status":{"error_code":1001,"error_message":"{{{CmcTestData.ApiKey}}} is no key"}}""", Cancelled);
        var provider = CmcTestData.Provider(new SourceId(source), address: api.Address);

        foreach (var task in provider.Tasks)
        {
            foreach (var payload in await CmcTestData.FetchAsync(provider, task, 1, "1"))
            {
                Assert.DoesNotContain(CmcTestData.ApiKey, payload.Url, StringComparison.Ordinal);
                Assert.DoesNotContain(CmcTestData.ApiKey, provider.Parse(payload).Error!, StringComparison.Ordinal);
            }
        }

        Assert.Equal(provider.Tasks.Count, api.Requests.Count);
        Assert.All(api.Headers, headers => Assert.Equal(CmcTestData.ApiKey, headers["X-CMC_PRO_API_KEY"].ToString()));
        Assert.DoesNotContain(CmcTestData.ApiKey, provider.Status.LastError!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coinmarketcap")]
    [InlineData("coinmarketcap_dex")]
    public async Task What_the_source_says_of_our_plan_holds_from_then_on(string source)
    {
        await using var api = await FakeApi.StartAsync(200, """
            {"data":{"plan":{"credit_limit_monthly":9000,"rate_limit_minute":30,"credit_limit_monthly_reset":"In 2 days"},"usage":{"current_month":{"credits_used":700}}},
             "status":{"error_code":0,"credit_count":0}}
            """, Cancelled);
        var clock = new ManualClock(CmcTestData.FetchedAt);
        var provider = CmcTestData.Provider(new SourceId(source), address: api.Address, clock: clock, monthlyCredits: 100);

        var payload = Assert.Single(await CmcTestData.FetchAsync(provider, FetchTask.Quota));

        Assert.Equal(["/v1/key/info"], api.Requests);
        Assert.Null(provider.Parse(payload).Error);
        Assert.Equal((9000, 700, 8300, 30), (provider.Budget.Limit, provider.Budget.Used, provider.Budget.Left, provider.Status.CallsPerMinute));
        Assert.Equal(CmcTestData.FetchedAt.AddDays(2), provider.Budget.ResetsAt);
    }

    [Theory]
    [InlineData("coinmarketcap")]
    [InlineData("coinmarketcap_dex")]
    public void The_credits_of_the_free_plan_are_assumed_where_nobody_says_otherwise(string source)
    {
        var id = new SourceId(source);
        var elsewhere = new Uri("http://127.0.0.1:1");

        Assert.Equal(15_000, CmcTestData.Provider(id).Budget.Limit);
        Assert.Equal(7, CmcTestData.Provider(id, monthlyCredits: 7).Budget.Limit);
        Assert.Null(CmcTestData.Provider(id, address: elsewhere).Budget.Limit);
        Assert.Null(CmcTestData.Provider(id, apiKey: null).Budget.Limit);
    }

    [Fact]
    public async Task Answers_are_charged_at_what_they_say_that_they_cost()
    {
        await using var api = await FakeApi.StartAsync(200, """{"data":[],"status":{"error_code":"0","credit_count":5}}""", Cancelled);
        var provider = Provider(api);

        await CmcTestData.FetchAsync(provider, FetchTask.Prices, 1000);

        Assert.Equal(5, provider.Budget.Used);
    }

    [Theory]
    [InlineData("coinmarketcap")]
    [InlineData("coinmarketcap_dex")]
    public async Task An_unknown_task_is_refused_by_name(string source)
    {
        var error = await Assert.ThrowsAsync<ProviderException>(() => CmcTestData.FetchAsync(CmcTestData.Provider(new SourceId(source)), "weather", 1));

        Assert.Contains("'weather'", error.Message, StringComparison.Ordinal);
    }

    private static IPolledProvider Provider(FakeApi api, TimeProvider? clock = null) => CmcTestData.Provider(SourceId.CoinMarketCap, address: api.Address, clock: clock);
}
