using Assay.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Assay.Tests.Providers;

/// <summary>What the providers ask, seen from the other side of the wire.</summary>
public sealed class FetchTests
{
    private const string Markets = "/coins/markets?vs_currency=usd&order=market_cap_desc&per_page=250"
        + "&price_change_percentage=7d&precision=full&sparkline=false";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CoinGecko_is_asked_for_as_many_pages_as_needed()
    {
        await using var api = await FakeApi.StartAsync(200, Rows("c", 250), Cancelled);

        var payloads = await ProviderTestData.FetchAsync(ProviderTestData.CoinGecko(api.Address), new FetchRequest(FetchTask.Prices, 501, []));

        Assert.Equal([Markets + "&page=1", Markets + "&page=2", Markets + "&page=3"], api.Requests);
        Assert.Equal(3, payloads.Count);
    }

    [Fact]
    public async Task CoinGecko_s_last_page_is_the_one_that_is_not_full()
    {
        await using var api = await FakeApi.StartAsync((context, request) => context.Response.WriteAsync(Rows("c", request == 1 ? 250 : 249)), Cancelled);

        await ProviderTestData.FetchAsync(ProviderTestData.CoinGecko(api.Address), new FetchRequest(FetchTask.Prices, 1000, []));

        Assert.Equal(2, api.Requests.Count);
    }

    [Fact]
    public async Task CoinGecko_is_asked_by_id_only_for_coins_that_did_not_come()
    {
        await using var api = await FakeApi.StartAsync(200, Rows("c", 3), Cancelled);
        var wanted = Enumerable.Range(0, 103).Select(n => $"c{n:000}").Append("a b").Append("c000").ToList();

        await ProviderTestData.FetchAsync(ProviderTestData.CoinGecko(api.Address), new FetchRequest(FetchTask.Prices, 250, wanted));

        var first = string.Join(',', Enumerable.Range(3, 99).Select(n => $"c{n:000}"));
        Assert.Equal([Markets + "&page=1", $"{Markets}&ids=a%20b,{first}", $"{Markets}&ids=c102"], api.Requests);
    }

    [Theory]
    [InlineData(401, "{\"error\":\"no\"}")]
    [InlineData(200, "{\"status\":{\"error_code\":429,\"error_message\":\"slow down\"}}")]
    public async Task An_error_is_the_last_answer(int status, string body)
    {
        await using var api = await FakeApi.StartAsync(status, body, Cancelled);

        var payloads = await ProviderTestData.FetchAsync(ProviderTestData.CoinGecko(api.Address), new FetchRequest(FetchTask.Prices, 1000, ["bitcoin"]));

        Assert.Equal(status, Assert.Single(payloads).Status);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task CoinGecko_lists_its_coins_with_their_platforms()
    {
        await using var api = await FakeApi.StartAsync(200, "[]", Cancelled);

        var payloads = await ProviderTestData.FetchAsync(ProviderTestData.CoinGecko(api.Address), new FetchRequest(FetchTask.Assets, 0, []));

        Assert.Equal(["/coins/list?include_platform=true"], api.Requests);
        Assert.Equal(FetchTask.Assets, Assert.Single(payloads).Task);
    }

    [Fact]
    public async Task CoinPaprika_is_asked_for_all_at_once_and_then_for_what_did_not_come()
    {
        await using var api = await FakeApi.StartAsync((context, _) =>
        {
            context.Response.StatusCode = context.Request.Path == "/tickers/unknown" ? 404 : 200;
            return context.Response.WriteAsync(context.Request.Path == "/tickers" ? Rows("c", 3) : """{"id":"x"}""");
        }, Cancelled);

        var request = new FetchRequest(FetchTask.Prices, 1000, ["c001", "unknown", "zec-zcash"]);
        var payloads = await ProviderTestData.FetchAsync(ProviderTestData.CoinPaprika(api.Address), request);

        Assert.Equal(["/tickers?quotes=USD", "/tickers/unknown?quotes=USD", "/tickers/zec-zcash?quotes=USD"], api.Requests);
        Assert.Equal([200, 404, 200], payloads.Select(payload => payload.Status));
    }

    [Fact]
    public async Task CoinPaprika_is_asked_coin_by_coin_when_only_coins_are_wanted()
    {
        await using var api = await FakeApi.StartAsync(200, """{"id":"btc-bitcoin"}""", Cancelled);

        await ProviderTestData.FetchAsync(ProviderTestData.CoinPaprika(api.Address), new FetchRequest(FetchTask.Prices, 0, ["btc-bitcoin"]));

        Assert.Equal(["/tickers/btc-bitcoin?quotes=USD"], api.Requests);
    }

    [Theory]
    [InlineData("coingecko", null, null)]
    [InlineData("coingecko", "demo", "x-cg-demo-api-key")]
    [InlineData("coingecko", "pro", "x-cg-pro-api-key")]
    [InlineData("coinpaprika", null, "Authorization")]
    public async Task The_key_travels_in_its_header_and_nowhere_else(string source, string? plan, string? header)
    {
        await using var api = await FakeApi.StartAsync(200, "[]", Cancelled);
        var settings = new ProviderSettings { ApiKey = ProviderTestData.ApiKey, Plan = plan, BaseUrl = new Uri(api.Address, "/base/path") };
        await using var services = ProviderTestData.Services(new SourceId(source), settings);
        var provider = services.Polled();

        var payload = Assert.Single(await ProviderTestData.FetchAsync(provider, new FetchRequest(FetchTask.Prices, 1, [])));

        Assert.StartsWith("/base/path/", Assert.Single(api.Requests), StringComparison.Ordinal);
        Assert.DoesNotContain(ProviderTestData.ApiKey, payload.Url, StringComparison.Ordinal);
        var withKey = Assert.Single(api.Headers).Where(pair => pair.Value.ToString().Contains(ProviderTestData.ApiKey, StringComparison.Ordinal)).ToList();
        Assert.Equal(header is null ? [] : [header], withKey.Select(pair => pair.Key), StringComparer.OrdinalIgnoreCase);
        Assert.All(withKey, pair => Assert.Equal(ProviderTestData.ApiKey, pair.Value.ToString()));
    }

    [Theory]
    [InlineData("coingecko", "gold", "k", "'gold'")]
    [InlineData("coingecko", "pro", null, "needs an API key")]
    [InlineData("coinpaprika", null, "two\nlines", "a character that no key has")]
    public void A_setting_that_makes_no_sense_is_named(string source, string? plan, string? key, string named)
    {
        var error = Assert.Throws<ProviderException>(() =>
        {
            using var services = ProviderTestData.Services(new SourceId(source), new ProviderSettings { Plan = plan, ApiKey = key });
            return services.GetRequiredService<IProvider>();
        });

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("two", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_sources_that_are_switched_on_are_registered()
    {
        var settings = new Dictionary<SourceId, ProviderSettings>
        {
            [SourceId.CoinGecko] = new(),
            [SourceId.CoinPaprika] = new() { Enabled = false },
        };

        using var services = ProviderTestData.Services(settings);

        Assert.Equal(SourceId.CoinGecko, Assert.Single(services.GetServices<IProvider>()).Info.Id);
    }

    [Fact]
    public async Task An_unknown_task_is_refused_by_name()
    {
        var request = new FetchRequest("weather", 1, []);

        foreach (IPolledProvider provider in new IPolledProvider[] { ProviderTestData.CoinGecko(), ProviderTestData.CoinPaprika(), ProviderTestData.Binance() })
        {
            var error = await Assert.ThrowsAsync<ProviderException>(() => ProviderTestData.FetchAsync(provider, request));
            Assert.Contains("'weather'", error.Message, StringComparison.Ordinal);
        }
    }

    private static string Rows(string prefix, int count) =>
        $"[{string.Join(',', Enumerable.Range(0, count).Select(n => $$"""{"id":"{{prefix}}{{n:000}}"}"""))}]";
}
