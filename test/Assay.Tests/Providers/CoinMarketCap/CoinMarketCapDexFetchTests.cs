using Assay.Providers;
using Microsoft.AspNetCore.Http;

namespace Assay.Tests.Providers.CoinMarketCap;

/// <summary>What CoinMarketCap's API for decentralised exchanges is asked, seen from the other side of the wire.</summary>
public sealed class CoinMarketCapDexFetchTests
{
    private static readonly string[] Venues =
    [
        "?network_slug=ethereum&dex_id=1348",
        "?network_slug=ethereum&dex_id=1069",
        "?network_id=14&dex_slug=pancakeswap-v3",
        "?network_id=14&dex_slug=pancakeswap-v2",
        "?network_slug=solana&dex_slug=raydium",
        "?network_slug=base&dex_slug=uniswap-v3",
        "?network_slug=base&dex_slug=aerodrome-slipstream",
        "?network_slug=base&dex_slug=aerodrome",
        "?network_slug=arbitrum&dex_slug=uniswap-v3",
        "?network_slug=polygon&dex_slug=quickswap",
        "?network_slug=polygon&dex_slug=uniswap-v3",
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_key_the_pools_of_well_known_exchanges_are_asked_and_nothing_that_needs_one()
    {
        await using var api = await FakeApi.StartAsync(200, CmcTestData.Answer("[]"), Cancelled);
        var provider = CmcTestData.Provider(SourceId.CoinMarketCapDex, apiKey: null, api.Address);

        await CmcTestData.FetchAsync(provider, FetchTask.Dex);

        Assert.Equal([FetchTask.Dex], provider.Tasks);
        Assert.Equal(Venues.Select(venue => $"/public-api/v4/dex/spot-pairs/latest{venue}"), api.Requests);
        Assert.All(api.Headers, headers => Assert.False(headers.ContainsKey("X-CMC_PRO_API_KEY")));
    }

    [Fact]
    public async Task With_a_key_the_networks_are_asked_too_once_a_day()
    {
        var clock = new ManualClock(CmcTestData.FetchedAt);
        await using var api = await FakeApi.StartAsync(200, CmcTestData.Answer("[]"), Cancelled);
        var provider = CmcTestData.Provider(SourceId.CoinMarketCapDex, address: api.Address, clock: clock);

        var counts = new List<int>();
        foreach (var pause in new[] { 0, 2, 22 })
        {
            clock.Advance(TimeSpan.FromHours(pause));
            counts.Add((await CmcTestData.FetchAsync(provider, FetchTask.Dex)).Count(payload => payload.Url.Contains("/v4/dex/networks/list", StringComparison.Ordinal)));
        }

        Assert.Equal([FetchTask.Dex, FetchTask.Quota], provider.Tasks);
        Assert.Equal([1, 0, 1], counts);
    }

    [Fact]
    public async Task A_list_of_networks_that_is_out_of_order_costs_no_pools()
    {
        var clock = new WatchedClock(CmcTestData.FetchedAt);
        await using var api = await FakeApi.StartAsync((context, _) =>
        {
            context.Response.StatusCode = context.Request.Path == "/v4/dex/networks/list" ? 500 : 200;
            return context.Response.WriteAsync(context.Response.StatusCode == 500 ? """{"status":{"error_code":"500","error_message":"down"}}""" : CmcTestData.Answer("[]"));
        }, Cancelled);
        var provider = CmcTestData.Provider(SourceId.CoinMarketCapDex, address: api.Address, clock: clock);

        var first = await FetchAsync(provider, clock);
        var second = await FetchAsync(provider, clock);

        Assert.Equal([.. Enumerable.Repeat(200, Venues.Length), 500], first.Select(payload => payload.Status));
        Assert.Equal(Enumerable.Repeat(200, Venues.Length), second.Select(payload => payload.Status));
        Assert.Equal("closed", provider.Status.Circuit);
    }

    [Fact]
    public async Task An_exchange_that_the_source_does_not_know_is_not_asked_for_again_that_day()
    {
        var clock = new ManualClock(CmcTestData.FetchedAt);
        await using var api = await FakeApi.StartAsync((context, _) =>
        {
            var isKnown = !context.Request.QueryString.Value!.Contains("raydium", StringComparison.Ordinal);
            context.Response.StatusCode = isKnown ? 200 : 400;
            return context.Response.WriteAsync(isKnown ? CmcTestData.Answer("[]") : """{"status":{"error_code":"400","error_message":"not supported"}}""");
        }, Cancelled);
        var provider = CmcTestData.Provider(SourceId.CoinMarketCapDex, apiKey: null, api.Address, clock);

        var first = await CmcTestData.FetchAsync(provider, FetchTask.Dex);
        var second = await CmcTestData.FetchAsync(provider, FetchTask.Dex);
        clock.Advance(TimeSpan.FromDays(1));
        var third = await CmcTestData.FetchAsync(provider, FetchTask.Dex);

        Assert.Equal([Venues.Length, Venues.Length - 1, Venues.Length], new[] { first, second, third }.Select(payloads => payloads.Count));
        Assert.Equal(400, first[4].Status);
    }

    [Theory]
    [InlineData(401, """{"status":{"error_code":1001,"error_message":"invalid"}}""")]
    [InlineData(200, """{"status":{"error_code":"1006","error_message":"not in your plan"}}""")]
    [InlineData(200, """{"status":{"error_code":1010,"error_message":"used up"}}""")]
    [InlineData(403, "<html>")]
    public async Task A_key_or_plan_that_is_refused_is_not_tried_on_the_next_exchange(int status, string body)
    {
        await using var api = await FakeApi.StartAsync(status, body, Cancelled);

        Assert.Single(await CmcTestData.FetchAsync(CmcTestData.Provider(SourceId.CoinMarketCapDex, address: api.Address), FetchTask.Dex, 0, "ethereum:0x1"));
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task Single_pools_are_asked_for_by_network_and_address()
    {
        await using var api = await FakeApi.StartAsync(200, CmcTestData.Answer("[]"), Cancelled);
        var provider = CmcTestData.Provider(SourceId.CoinMarketCapDex, apiKey: null, api.Address);

        await CmcTestData.FetchAsync(provider, FetchTask.Dex, 0, "ethereum:0xA", "bsc:0xB", "14:0xC", "Ethereum:0xD", "osmosis:ibc/x", "bitcoin", ":", "1");

        Assert.Equal(
        [
            "/public-api/v4/dex/pairs/quotes/latest?network_slug=ethereum&contract_address=0xA,0xD&skip_invalid=true",
            "/public-api/v4/dex/pairs/quotes/latest?network_id=14&contract_address=0xB,0xC&skip_invalid=true",
            "/public-api/v4/dex/pairs/quotes/latest?network_slug=osmosis&contract_address=ibc%2Fx&skip_invalid=true",
        ], api.Requests.Skip(Venues.Length));
    }

    private static async Task<List<RawPayload>> FetchAsync(IPolledProvider provider, WatchedClock clock)
    {
        var work = CmcTestData.FetchAsync(provider, FetchTask.Dex);
        await clock.RunAsync(work, TimeSpan.FromSeconds(30), Cancelled);
        return await work;
    }
}
