using System.Globalization;
using Assay.Adapters.Providers.CoinPaprika;
using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace Assay.Tests.Providers;

/// <summary>What the providers ask about the past, seen from the other side of the wire, and what they take the answers for.</summary>
public sealed class HistoryFetchTests
{
    private static readonly DateTimeOffset From = new(2026, 2, 1, 10, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2026, 2, 3, 12, 15, 0, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CoinGecko_is_asked_in_seconds_and_its_answer_covers_what_was_asked()
    {
        const string Body = """{"prices":[[1769942400123,50000.5]],"market_caps":[[1769942400123,1e12]],"total_volumes":[]}""";
        await using var api = await FakeApi.StartAsync(200, Body, Cancelled);
        var provider = ProviderTestData.CoinGecko(api.Address);

        var payload = await provider.FetchHistoryAsync("a b", provider.Reaches[1], new TimeRange(From, To), Cancelled);

        Assert.Equal(["/coins/a%20b/market_chart/range?vs_currency=usd&from=1769941800&to=1770120900&precision=full"], api.Requests);
        var page = provider.Parse(payload);
        Assert.Equal(FetchTask.History, payload.Task);
        Assert.Equal(new CoveredSpan("a b", new TimeRange(From, To)), page.Covered);
        var quote = Assert.Single(page.Quotes);
        Assert.Equal(("a b", 50000.5, 1e12, null), (quote.CoinId, quote.Figures.Price, quote.Figures.MarketCap, quote.Figures.Volume24h));
        Assert.Equal("coins/{id}/market_chart/range", provider.EndpointOf(payload)?.Name);
    }

    [Theory]
    [InlineData(200, """{"prices":[[1769942400123,50000.5],[17699""")] // breaks off
    [InlineData(200, """{"error":{"status":{"error_code":10012,"error_message":"Your request exceeds the allowed time range."}}}""")]
    [InlineData(200, """{"market_caps":[]}""")]
    [InlineData(404, """{"error":"coin not found"}""")]
    [InlineData(429, """{"status":{"error_code":429,"error_message":"slow down"}}""")]
    public void An_answer_that_is_not_whole_covers_nothing(int status, string body) =>
        Assert.Null(ProviderTestData.ParseGecko("coins/bitcoin/market_chart/range?vs_currency=usd&from=1769941800&to=1770120900", body, status).Covered);

    [Fact]
    public void An_answer_without_rows_covers_what_was_asked_all_the_same() => Assert.Equal(
        new CoveredSpan("bitcoin", new TimeRange(From, To)),
        ProviderTestData.ParseGecko("coins/bitcoin/market_chart/range?vs_currency=usd&from=1769941800&to=1770120900", """{"prices":[],"market_caps":[],"total_volumes":[]}""").Covered);

    [Fact]
    public async Task CoinPaprika_is_asked_in_the_step_of_the_reach()
    {
        const string Body = """[{"timestamp":"2026-02-02T00:00:00Z","price":855.53,"volume_24h":1968587956,"market_cap":""}]""";
        await using var api = await FakeApi.StartAsync(200, Body, Cancelled);
        var provider = ProviderTestData.CoinPaprika(api.Address);

        foreach (var reach in provider.Reaches)
            await provider.FetchHistoryAsync("btc-bitcoin", reach, new TimeRange(From, To), Cancelled);
        var page = provider.Parse(await provider.FetchHistoryAsync("btc-bitcoin", provider.Reaches[0], new TimeRange(From, To), Cancelled));

        Assert.Equal(
            ((string[])["5m", "1h", "1d"]).Select(interval => $"/tickers/btc-bitcoin/historical?start=1769941800&end=1770120900&interval={interval}&limit=5000&quote=usd"),
            api.Requests.Take(3));
        Assert.Equal(new CoveredSpan("btc-bitcoin", new TimeRange(From, To)), page.Covered);
        var quote = Assert.Single(page.Quotes);
        Assert.Equal(("btc-bitcoin", 855.53, null, 1968587956d), (quote.CoinId, quote.Figures.Price, quote.Figures.MarketCap, quote.Figures.Volume24h));
        Assert.Equal(new DateTimeOffset(2026, 2, 2, 0, 0, 0, TimeSpan.Zero), quote.ObservedAt);
    }

    [Fact]
    public async Task CoinPaprika_s_key_tells_how_far_back_it_reaches()
    {
        await using var api = await FakeApi.StartAsync(200, """{"plan":"business","usage":{}}""", Cancelled);
        var provider = ProviderTestData.CoinPaprika(api.Address);
        Assert.Equal("starter", provider.Plan);

        await ProviderTestData.FetchAsync(provider, new FetchRequest(FetchTask.Quota, 0, []));

        Assert.Equal(("business", 365d, null), (provider.Plan, provider.Reaches[0].Back?.TotalDays, provider.Reaches[2].Back));
        Assert.Equal("free", new CoinPaprikaProvider(null!, apiKey: null).Plan);
    }

    /// <summary>From half past ten to a quarter past twelve, two days later: the candles that close in between.</summary>
    [Theory]
    [InlineData(0, "hourly", "2026-02-01T09:00Z", "2026-02-03T11:00Z", "2026-02-01T10:00Z", "2026-02-03T12:00Z", 50)]
    [InlineData(1, "daily", "2026-01-31T00:00Z", "2026-02-02T00:00Z", "2026-02-01T00:00Z", "2026-02-03T00:00Z", 2)]
    public async Task CoinMarketCap_is_asked_for_the_candles_that_close_within(int reach, string period, string start, string end, string from, string to, int count)
    {
        await using var api = await FakeApi.StartAsync(200, """{"data":{"id":1,"name":"Bitcoin","symbol":"BTC","quotes":[]},"status":{"error_code":0,"credit_count":3}}""", Cancelled);
        await using var services = ProviderTestData.Services(SourceId.CoinMarketCap, new ProviderSettings { BaseUrl = api.Address, ApiKey = "key", Plan = "startup" });
        var provider = (IHistoricProvider)services.Polled();

        var payload = await provider.FetchHistoryAsync("1", provider.Reaches[reach], new TimeRange(From, To), Cancelled);

        Assert.Equal(
            [$"/v2/cryptocurrency/ohlcv/historical?id=1&time_period={period}&interval={period}&time_start={Seconds(start)}&time_end={Seconds(end)}&count={count}&convert=USD"], api.Requests);
        Assert.Equal(new CoveredSpan("1", new TimeRange(Time(from), Time(to))), provider.Parse(payload).Covered);
        Assert.Equal(3, provider.Budget.Used);
    }

    [Theory]
    [InlineData("basic", 0, null)]
    [InlineData("builder", 0, null)]
    [InlineData("startup", 2, 30.0)]
    [InlineData("enterprise", 2, null)]
    public async Task CoinMarketCap_s_past_goes_by_the_plan_that_is_set(string plan, int reaches, double? days)
    {
        await using var services = ProviderTestData.Services(SourceId.CoinMarketCap, new ProviderSettings { ApiKey = "key", Plan = plan });
        await using var keyless = ProviderTestData.Services(SourceId.CoinMarketCap, new ProviderSettings { Plan = plan });
        var provider = (IHistoricProvider)services.Polled();

        Assert.Equal((plan, reaches, days), (provider.Plan, provider.Reaches.Count, provider.Reaches is [var hours, _] ? hours.Back?.TotalDays : null));
        Assert.Empty(((IHistoricProvider)keyless.Polled()).Reaches);
    }

    [Fact]
    public async Task CoinPaprika_s_changes_of_ids_come_with_the_list_page_by_page()
    {
        var change = """{"currency_id":"b-b","old_id":"a-a","new_id":"b-b","changed_at":"2026-02-03T11:03:17Z"}""";
        await using var api = await FakeApi.StartAsync(
            (context, request) => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, request switch { 1 => "[]", 2 => $"[{string.Join(',', Enumerable.Repeat(change, 100))}]", _ => $"[{change},{{\"old_id\":\"\"}}]" }), Cancelled);
        var provider = ProviderTestData.CoinPaprika(api.Address);

        var payloads = await ProviderTestData.FetchAsync(provider, new FetchRequest(FetchTask.Assets, 0, []));

        Assert.Equal(["/coins", "/changelog/ids?page=1", "/changelog/ids?page=2"], api.Requests);
        var last = provider.Parse(payloads[^1]);
        Assert.Equal(new ProviderIdChange("a-a", "b-b", new DateTimeOffset(2026, 2, 3, 11, 3, 17, TimeSpan.Zero)), Assert.Single(last.IdChanges));
        Assert.Single(last.Rejections);
    }

    [Fact]
    public void Reads_the_recorded_changes_of_ids() => Assert.Equal(
        [
            new("cfn-cockfight-network-duplicate-1", "cfn-cockfight-network-1", new DateTimeOffset(2026, 2, 3, 11, 3, 17, TimeSpan.Zero)),
            new("dhd-dhd-coin-duplicate-2", "dhd-dhd-coin-1", new DateTimeOffset(2026, 2, 3, 11, 2, 31, TimeSpan.Zero)),
        ],
        ProviderTestData.ParsePaprika("changelog/ids", Recordings.Read("coinpaprika/changelog_ids_2026-05-07.json")).IdChanges);

    private static long Seconds(string time) => Time(time).ToUnixTimeSeconds();

    private static DateTimeOffset Time(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
