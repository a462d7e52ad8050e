using System.Text.Json;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary>What a new user sees within seconds of the first start, with every field where the contract has it.</summary>
[Collection(nameof(DemoServer))]
public sealed class DemoTests(DemoServer demo)
{
    private const string Quote = "coin_id asset_id symbol name source rank current_price market_cap volume_24h price_change_24h price_change_7d "
        + "high_24h low_24h circulating_supply total_supply max_supply last_updated recorded_at";

    private const string Metadata = "request_id api_latency_ms page page_size total_count total_pages";
    private const string Run = "id source task status started_at finished_at duration_seconds records_processed records_rejected error";

    private RunningServer Server => demo.Server;

    [Fact]
    public async Task Bitcoin_is_served_from_both_sources_and_as_their_consensus()
    {
        var body = await BitcoinAsync();

        Assert.Equal("data metadata", Names(body));
        Assert.Equal(Metadata, Names(body.GetProperty("metadata")));
        Assert.All(body.GetProperty("data").EnumerateArray(), row => Assert.Equal(Quote, Names(row)));
        var coins = body.GetProperty("data").EnumerateArray().ToDictionary(row => Text(row, "source"), row => (Text(row, "asset_id"), Text(row, "coin_id")));
        Assert.Equal(("bitcoin", "bitcoin"), coins["coingecko"]);
        Assert.Equal(("bitcoin", "btc-bitcoin"), coins["coinpaprika"]);
        Assert.Equal("bitcoin", coins["consensus"].Item1);
    }

    [Fact]
    public async Task The_consensus_price_lies_between_those_of_the_sources()
    {
        var prices = (await BitcoinAsync()).GetProperty("data").EnumerateArray()
            .ToDictionary(row => Text(row, "source"), row => row.GetProperty("current_price").GetDouble());

        Assert.InRange(
            prices["consensus"], Math.Min(prices["coingecko"], prices["coinpaprika"]), Math.Max(prices["coingecko"], prices["coinpaprika"]));
    }

    [Fact]
    public async Task The_figures_of_one_coin_are_those_of_the_consensus()
    {
        await BitcoinAsync();

        var body = await Server.JsonAsync("/stats?coin=bitcoin");

        Assert.Equal("coin price marketCap 24hChange source last_updated", Names(body));
        Assert.Equal(("bitcoin", "consensus"), (Text(body, "coin"), Text(body, "source")));
        Assert.True(body.GetProperty("price").GetDouble() > 0);
    }

    [Fact]
    public async Task The_deviation_is_that_of_the_stored_prices()
    {
        await HistoryAsync(atLeast: 3);
        var history = await Server.JsonAsync("/api/v1/cryptos/bitcoin/history?source=coingecko&limit=2");

        var body = await Server.JsonAsync("/deviation?coin=bitcoin&source=coingecko&records=2&precision=full");
        var later = await Server.JsonAsync("/api/v1/cryptos/bitcoin/history?source=coingecko&limit=2");

        Assert.Equal("coin deviation records source", Names(body));
        // Of two numbers the population deviation is half their distance. A quote may have come in between.
        double[] possible = [HalfDistance(history), HalfDistance(later)];
        Assert.Contains(possible, expected => Math.Abs(expected - body.GetProperty("deviation").GetDouble()) < 1e-6);

        static double HalfDistance(JsonElement history) => history.GetProperty("data").EnumerateArray()
            .Select(row => row.GetProperty("price").GetDouble()).ToArray() is [var first, var second] ? Math.Abs(second - first) / 2 : double.NaN;
    }

    [Fact]
    public async Task It_is_healthy()
    {
        await BitcoinAsync();

        var body = await Server.EventuallyAsync("/health", body => Text(body, "status") == "healthy");

        Assert.Equal("status database uptime_seconds version etl_status sources problems", Names(body));
        Assert.Equal("last_run status sources", Names(body.GetProperty("etl_status")));
        Assert.Equal("coingecko coinpaprika coinmarketcap coinmarketcap_dex binance csv", Names(body.GetProperty("sources")));
        Assert.All(body.GetProperty("sources").EnumerateObject(), source =>
            Assert.Equal("enabled circuit last_success calls_last_minute rate_limit credits_used credits_left last_error used_up_until interval_seconds", Names(source.Value)));
        Assert.Equal("connected", Text(body, "database"));
        Assert.Empty(body.GetProperty("problems").EnumerateArray());
        Assert.Equal(Names(body), Names(await Server.JsonAsync("/api/v1/health")));
        Assert.Equal("live", Text(await Server.JsonAsync("/health/live"), "status"));
        Assert.Equal("ready", Text(await Server.JsonAsync("/health/ready"), "status"));
    }

    [Fact]
    public async Task The_statistics_count_the_runs()
    {
        var body = await Server.EventuallyAsync("/stats", body => body.GetProperty("by_source").EnumerateObject()
            .Count(source => source.Value.GetProperty("succeeded").GetInt64() > 0) == 2);

        Assert.Equal("total_runs records_processed success_rate last_run last_success last_failure average_duration_seconds by_source summary recent_runs", Names(body));
        Assert.Equal("total_runs success_rate last_successful_run", Names(body.GetProperty("summary")));
        Assert.All(body.GetProperty("by_source").EnumerateObject(), source => Assert.Equal(
            "total_runs succeeded failed records_processed last_success last_failure last_error average_duration_seconds", Names(source.Value)));
        Assert.All(body.GetProperty("recent_runs").EnumerateArray(), run => Assert.Equal(Run, Names(run)));
        Assert.Equal(100, body.GetProperty("success_rate").GetDouble());
        Assert.Equal("100.0%", Text(body.GetProperty("summary"), "success_rate"));
        Assert.Equal(body.GetProperty("total_runs").GetInt64(), body.GetProperty("by_source").EnumerateObject().Sum(source => source.Value.GetProperty("total_runs").GetInt64()));
    }

    [Fact]
    public async Task Cryptos_have_one_row_per_asset_and_the_consensus_leads()
    {
        await BitcoinAsync();

        var rows = (await Server.JsonAsync("/api/v1/cryptos?page_size=100")).GetProperty("data").EnumerateArray().ToArray();

        Assert.Equal(Quote, Names(rows[0]));
        Assert.Equal("consensus", Text(rows.Single(row => Text(row, "asset_id") == "bitcoin"), "source"));
        Assert.Distinct(rows.Select(row => Text(row, "asset_id")));
    }

    [Fact]
    public async Task A_price_explains_itself_and_can_be_asked_as_of_a_time()
    {
        await BitcoinAsync();

        var plain = await Server.JsonAsync("/api/v1/cryptos/btc-bitcoin/price");
        var told = await Server.JsonAsync("/api/v1/cryptos/bitcoin/price?explain=true");
        var then = await Server.JsonAsync($"/api/v1/cryptos/bitcoin/price?as_of={Uri.EscapeDataString(Text(told, "recorded_at"))}&explain=true");

        Assert.Equal(("bitcoin", "agreed", 2), (Text(plain, "coin"), Text(plain, "flag"), plain.GetProperty("agreeing").GetInt32()));
        Assert.False(plain.TryGetProperty("explanation", out _));
        Assert.StartsWith("Bitcoin costs ", Text(told, "explanation"), StringComparison.Ordinal);
        Assert.Contains("Both sources that have a vote agree within ", Text(told, "explanation"), StringComparison.Ordinal);
        Assert.Equal(["coingecko", "coinpaprika"], told.GetProperty("votes").EnumerateArray().Select(vote => Text(vote, "source")).Order());
        Assert.Equal(told.GetProperty("votes").EnumerateArray().Min(vote => vote.GetProperty("observed_at").GetDateTimeOffset()), told.GetProperty("observed_at").GetDateTimeOffset());
        Assert.Equal((Text(told, "explanation"), told.GetProperty("price").GetDouble()), (Text(then, "explanation"), then.GetProperty("price").GetDouble()));
        Assert.Contains("2020-01-01T00:00:00Z", Text(await Server.JsonAsync("/api/v1/cryptos/bitcoin/price?as_of=2020-01-01T00:00:00Z", System.Net.HttpStatusCode.NotFound), "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crypto_shows_all_sources_side_by_side_whatever_it_is_called()
    {
        await BitcoinAsync();

        var byOurId = await Server.JsonAsync("/api/v1/cryptos/bitcoin");
        var byTheirs = await Server.JsonAsync("/api/v1/cryptos/btc-bitcoin");

        Assert.Equal("asset_id symbol name contracts links former_links quotes metadata sentiment", Names(byOurId));
        Assert.Equal("bitcoin", Text(byTheirs, "asset_id"));
        Assert.Equal(
            ["coingecko bitcoin", "coinpaprika btc-bitcoin"],
            byOurId.GetProperty("links").EnumerateArray().Select(link => $"{Text(link, "source")} {Text(link, "coin_id")}").Order());
        Assert.Equal(3, byOurId.GetProperty("quotes").GetArrayLength());
    }

    [Fact]
    public async Task The_candles_of_the_consensus_are_those_of_its_history_and_one_of_them_is_open()
    {
        await BitcoinAsync();
        // Rounds come every two seconds: in the second minute there is one that is closed.
        var body = await Eventually.SeesAsync("a closed minute and an open one", () => Server.JsonAsync("/api/v1/cryptos/bitcoin/candles?interval=1m&limit=2"),
            page => page.GetProperty("data").EnumerateArray().Select(candle => Text(candle, "state")).SequenceEqual(["closed", "open"])
                && page.GetProperty("data")[0].GetProperty("samples").GetInt32() >= 3, seconds: 150);

        Assert.Equal(("bitcoin", "consensus", "1m"), (Text(body, "coin"), Text(body, "source"), Text(body, "interval")));
        Assert.Equal("opened_at open high low close volume samples revision method state", Names(body.GetProperty("data")[0]));
        var closed = body.GetProperty("data")[0];
        var from = closed.GetProperty("opened_at").GetDateTimeOffset();
        var history = await HistoryOfMinuteAsync(from);
        double[] prices = [.. history.GetProperty("data").EnumerateArray().Select(row => Figure(row, "price"))];
        Assert.Equal(
            (prices[0], prices.Max(), prices.Min(), prices[^1], prices.Length, "sampled"),
            (Figure(closed, "open"), Figure(closed, "high"), Figure(closed, "low"), Figure(closed, "close"), closed.GetProperty("samples").GetInt32(), Text(closed, "method")));

        var second = history.GetProperty("data")[1].GetProperty("recorded_at").GetDateTimeOffset();
        var then = await Server.JsonAsync($"/api/v1/cryptos/bitcoin/candles?interval=1m&as_of={second.ToIso()}&limit=1");
        var known = then.GetProperty("data")[0];
        Assert.Equal((from, prices[0], prices[1], 2), (known.GetProperty("opened_at").GetDateTimeOffset(), Figure(known, "open"), Figure(known, "close"), known.GetProperty("samples").GetInt32()));
        Assert.Equal(("open", second), (Text(known, "state"), then.GetProperty("as_of").GetDateTimeOffset()));
    }

    [Fact]
    public async Task Pages_of_history_as_of_a_time_end_there_though_only_the_cursor_goes_on()
    {
        await HistoryAsync(atLeast: 7);
        const string Path = "/api/v1/cryptos/bitcoin/history?source=coingecko";
        var all = (await Server.JsonAsync($"{Path}&limit=1000")).GetProperty("data").EnumerateArray().ToList();
        var asOf = all[^3].GetProperty("recorded_at").GetDateTimeOffset();

        var newest = await Server.JsonAsync($"{Path}&limit=2&as_of={asOf.ToIso()}");
        var before = await Server.JsonAsync($"{Path}&limit=2&cursor={Text(newest, "next_cursor")}");

        Assert.Equal(all[^4..^2].Select(row => row.GetRawText()), newest.GetProperty("data").EnumerateArray().Select(row => row.GetRawText()));
        Assert.Equal(all[^6..^4].Select(row => row.GetRawText()), before.GetProperty("data").EnumerateArray().Select(row => row.GetRawText()));
        Assert.Equal(asOf, before.GetProperty("as_of").GetDateTimeOffset());
    }

    [Fact]
    public async Task Paging_back_through_history_gives_each_quote_once_in_order_of_time()
    {
        await HistoryAsync(atLeast: 7);
        const string Path = "/api/v1/cryptos/bitcoin/history?source=coingecko";
        var whole = await Server.JsonAsync($"{Path}&limit=10000");
        Assert.Equal("coin source next_cursor data", Names(whole));
        Assert.Equal("observed_at recorded_at price market_cap volume_24h", Names(whole.GetProperty("data")[0]));
        var expected = Times(whole);

        var paged = new List<DateTimeOffset>();
        var cursor = "";
        do
        {
            // The newest quote that we know is the last: others come in while we read.
            var page = await Server.JsonAsync($"{Path}&limit=3&to={expected[^1].UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}{cursor}");
            paged.InsertRange(0, Times(page));
            cursor = page.GetProperty("next_cursor").GetString() is { } next ? $"&cursor={next}" : null;
        }
        while (cursor is not null);

        Assert.Equal(expected, paged);
        Assert.Equal(expected.Distinct().Order(), expected);

        static DateTimeOffset[] Times(JsonElement page) =>
            [.. page.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("observed_at").GetDateTimeOffset())];
    }

    [Fact]
    public async Task The_books_list_runs_sources_and_rejected_records()
    {
        var runs = await Server.EventuallyAsync("/api/v1/runs?source=coinpaprika&task=prices&status=success", body => body.GetProperty("data").GetArrayLength() > 0);
        var newest = runs.GetProperty("data")[0];
        var same = await Server.JsonAsync($"/api/v1/runs/{Text(newest, "id")}");
        var sources = await Server.JsonAsync("/api/v1/sources");
        var rejected = await Server.JsonAsync("/api/v1/rejected");

        Assert.Equal(Run, Names(newest));
        Assert.Equal(newest.GetRawText(), same.GetRawText());
        Assert.Equal(["coingecko", "coinpaprika", "csv"], sources.EnumerateArray().Select(source => Text(source, "id")).Order());
        Assert.Equal("data metadata", Names(rejected));
    }

    [Fact]
    public async Task The_document_of_the_api_names_every_endpoint()
    {
        var document = await Server.JsonAsync("/openapi/v1.json");

        Assert.StartsWith("3.1", Text(document, "openapi"), StringComparison.Ordinal);
        string[] paths =
        [
            "/data", "/stats", "/deviation", "/health", "/health/live", "/health/ready", "/fetch-crypto", "/api/v1/health", "/api/v1/cryptos",
            "/api/v1/cryptos/{coin}", "/api/v1/cryptos/{coin}/candles", "/api/v1/cryptos/{coin}/gaps", "/api/v1/cryptos/{coin}/history", "/api/v1/cryptos/{coin}/price", "/api/v1/cryptos/{coin}/statistics", "/api/v1/rejected/{id}/retry", "/api/v1/mappings/unresolved", "/api/v1/mappings/{source}/{coin_id}", "/api/v1/runs", "/api/v1/runs/{id}", "/api/v1/sources", "/api/v1/rejected", "/api/v1/replay",
            "/api/v1/drift", "/api/v1/exchanges", "/api/v1/trending", "/api/v1/global", "/api/v1/dex/networks", "/api/v1/dex/pairs",
        ];
        Assert.Equal(paths.Order(), document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order());
    }

    private Task<JsonElement> BitcoinAsync() => Server.EventuallyAsync("/data?symbol=btc", body =>
        body.GetProperty("data").EnumerateArray().Select(row => Text(row, "source")).Order().SequenceEqual(["coingecko", "coinpaprika", "consensus"]));

    private async Task HistoryAsync(int atLeast)
    {
        await BitcoinAsync();
        await Eventually.SeesAsync($"{atLeast} quotes of bitcoin", async () =>
        {
            using var response = await Server.GetAsync("/api/v1/cryptos/bitcoin/history?source=coingecko");
            return JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }, body => body.GetProperty("data").GetArrayLength() >= atLeast);
    }

    private static string Names(JsonElement element) => string.Join(' ', element.EnumerateObject().Select(property => property.Name));

    private Task<JsonElement> HistoryOfMinuteAsync(DateTimeOffset opened) =>
        Server.JsonAsync($"/api/v1/cryptos/bitcoin/history?from={opened.ToIso()}&to={opened.AddMinutes(1).AddMilliseconds(-1).ToIso()}");

    private static double Figure(JsonElement row, string name) => row.GetProperty(name).GetDouble();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
