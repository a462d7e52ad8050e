using System.Net;
using System.Text.Json;
using Assay.Simulator;

namespace Assay.Tests.Simulator;

public sealed class CmcTests
{
    private const string Open = "/cmc/public-api";

    [Theory]
    [InlineData("/v1/cryptocurrency/map?symbol=BTC,PAXG", "coinmarketcap/v1_cryptocurrency_map_symbol_BTC_PAXG_2026-09-24.json")]
    [InlineData("/v3/cryptocurrency/listings/latest", "coinmarketcap/v3_cryptocurrency_listings_latest_top5_2026-09-24.json")]
    [InlineData("/v3/cryptocurrency/quotes/latest?id=1,4705", "coinmarketcap/v3_cryptocurrency_quotes_latest_btc_paxg_2026-09-24.json")]
    [InlineData("/v1/global-metrics/quotes/latest", "coinmarketcap/v1_global_metrics_quotes_latest_2024-10-16.json")]
    [InlineData("/v2/cryptocurrency/info?id=1,4705", "coinmarketcap/v2_cryptocurrency_info_btc_paxg_2026-09-24.json")]
    public async Task A_keyless_answer_has_the_fields_and_the_kinds_of_values_of_the_recorded_one(string path, string recording)
    {
        var recorded = JsonElement.Parse(Recordings.Read(recording));
        await using var simulator = await RunningSimulator.StartAsync(new());

        Shape.AssertSame(recorded, await simulator.JsonAsync(Open + path));
    }

    [Fact]
    public async Task The_key_has_the_fields_of_a_recorded_one_and_counts_credits()
    {
        var recorded = JsonElement.Parse(Recordings.Read("coinmarketcap/v1_key_info_basic_plan_2026-09-24.json"));
        await using var simulator = await WithKeyAsync(new() { Coins = 1000 });
        var listing = await simulator.JsonAsync("/cmc/v3/cryptocurrency/listings/latest?limit=401");

        var key = await simulator.JsonAsync("/cmc/v1/key/info");

        Shape.AssertSame(recorded, key);
        Assert.Equal(3, listing.GetProperty("status").GetProperty("credit_count").GetInt32());
        var month = key.GetProperty("data").GetProperty("usage").GetProperty("current_month");
        Assert.Equal((3, 14_997), (month.GetProperty("credits_used").GetInt32(), month.GetProperty("credits_left").GetInt32()));
        Assert.Equal("2026-04-01T00:00:00.000Z", key.GetProperty("data").GetProperty("plan").GetProperty("credit_limit_monthly_reset_timestamp").GetString());
    }

    [Fact]
    public async Task Pages_show_every_coin_once_and_the_largest_first()
    {
        await using var simulator = await RunningSimulator.StartAsync(new() { Coins = 1000 });
        var mapped = (await DataAsync(simulator, Open + "/v1/cryptocurrency/map")).Select(Id).Order().ToList();

        var first = await DataAsync(simulator, Open + "/v3/cryptocurrency/listings/latest?start=1&limit=600");
        var second = await DataAsync(simulator, Open + "/v3/cryptocurrency/listings/latest?start=601&limit=600");

        Assert.Equal(600, first.Count);
        Assert.Equal(mapped, first.Concat(second).Select(Id).Order());
        Assert.Equal(1, Id(first[0]));
        Assert.Equal(Enumerable.Range(1, 600), first.Select(row => row.GetProperty("cmc_rank").GetInt32()));
    }

    [Fact]
    public async Task Well_known_coins_have_their_true_ids_and_invented_ones_none_that_could_be_true()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var map = await DataAsync(simulator, Open + "/v1/cryptocurrency/map");

        var bySlug = map.DistinctBy(coin => coin.GetProperty("slug").GetString()).ToDictionary(coin => coin.GetProperty("slug").GetString()!, Id);
        Assert.Equal((1, 2, 52, 825, 1027, 1839), (bySlug["bitcoin"], bySlug["litecoin"], bySlug["xrp"], bySlug["tether"], bySlug["ethereum"], bySlug["bnb"]));
        Assert.Equal(map.Count, map.Select(Id).Distinct().Count());
        Assert.InRange(map.Count(coin => Id(coin) > 100_000), 350, 420);
        Assert.DoesNotContain(map, coin => Id(coin) is > 40_000 and <= 100_000);
    }

    [Fact]
    public async Task Both_CoinGecko_and_CoinMarketCap_quote_the_one_market()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var gecko = (await simulator.JsonAsync("/coingecko/api/v3/coins/markets?vs_currency=usd&ids=bitcoin"))[0].GetProperty("current_price").GetDouble();
        var quote = (await DataAsync(simulator, Open + "/v3/cryptocurrency/quotes/latest?id=1"))[0].GetProperty("quote")[0];

        Assert.InRange(quote.GetProperty("price").GetDouble() / gecko, 0.98, 1.02);
        var age = RunningSimulator.Start - quote.GetProperty("last_updated").GetDateTimeOffset();
        Assert.InRange(age.TotalSeconds, 10, 71);
    }

    [Fact]
    public async Task New_endpoints_write_the_error_code_as_a_text_and_old_ones_as_a_number()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var v3 = (await simulator.JsonAsync(Open + "/v3/cryptocurrency/listings/latest")).GetProperty("status").GetProperty("error_code");
        var v1 = (await simulator.JsonAsync(Open + "/v1/cryptocurrency/map")).GetProperty("status").GetProperty("error_code");

        Assert.Equal("0", v3.GetString());
        Assert.Equal(0, v1.GetInt32());
    }

    [Theory]
    [InlineData("/cmc/v1/cryptocurrency/map", 1002)]
    [InlineData("/cmc/v1/key/info", 1002)]
    public async Task Outside_the_public_api_a_request_without_a_key_is_refused(string path, int code)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        using var answer = await simulator.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(code, (await StatusAsync(answer)).GetProperty("error_code").GetInt32());
    }

    [Theory]
    [InlineData("/cmc/v1/exchange/listings/latest")]
    [InlineData("/cmc/v2/cryptocurrency/ohlcv/latest?id=1")]
    [InlineData("/cmc/v2/cryptocurrency/ohlcv/historical?id=1")]
    public async Task What_the_plan_does_not_have_is_refused_in_the_recorded_words(string path)
    {
        var recorded = JsonElement.Parse(Recordings.Read("coinmarketcap/error_403_1006_plan_not_supported_v1_exchange_market_pairs_2026-09-24.json"));
        await using var simulator = await WithKeyAsync(new());

        using var answer = await simulator.GetAsync(path);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var body = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Shape.AssertSame(recorded, body);
        Assert.Equal(recorded.GetProperty("status").GetProperty("error_message").GetString(), body.GetProperty("status").GetProperty("error_message").GetString());
    }

    [Fact]
    public async Task A_larger_plan_sees_exchanges_by_their_volume()
    {
        await using var simulator = await WithKeyAsync(new() { CmcPlan = new SimulatedPlan("Growth", 300, 2_000_000) });

        var rows = await DataAsync(simulator, "/cmc/v1/exchange/listings/latest?limit=150");
        var mapped = await DataAsync(simulator, "/cmc/v1/exchange/map?slug=binance");

        Assert.Equal(150, rows.Count);
        Assert.Equal(270, Id(rows[0]));
        Assert.Equal(270, Id(Assert.Single(mapped)));
        Assert.True(rows[0].GetProperty("quote").GetProperty("USD").GetProperty("volume_24h").GetDouble() > 1e9);
    }

    [Fact]
    public async Task Past_candles_are_whole_days_one_after_the_other_and_one_coin_comes_bare()
    {
        var example = JsonElement.Parse(Recordings.Read("coinmarketcap/doc_examples/v2_cryptocurrency_ohlcv_historical.json")).GetProperty("data");
        await using var simulator = await WithKeyAsync(new() { CmcPlan = new SimulatedPlan("Startup", 60, 300_000) });

        var data = (await simulator.JsonAsync("/cmc/v2/cryptocurrency/ohlcv/historical?id=1&time_start=2026-02-20&time_end=2026-02-24")).GetProperty("data");
        var several = (await simulator.JsonAsync("/cmc/v2/cryptocurrency/ohlcv/historical?id=1,1027&count=2")).GetProperty("data");

        Shape.AssertSame(example, data);
        Assert.Equal(
            ["2026-02-21T00:00:00.000Z", "2026-02-22T00:00:00.000Z", "2026-02-23T00:00:00.000Z", "2026-02-24T00:00:00.000Z"],
            data.GetProperty("quotes").EnumerateArray().Select(candle => candle.GetProperty("time_open").GetString()));
        Assert.All(data.GetProperty("quotes").EnumerateArray(), AssertCandle);
        Assert.Equal(["1", "1027"], several.EnumerateObject().Select(coin => coin.Name));
    }

    [Fact]
    public async Task The_day_so_far_has_no_close()
    {
        await using var simulator = await WithKeyAsync(new() { CmcPlan = new SimulatedPlan("Startup", 60, 300_000) });

        var today = (await simulator.JsonAsync("/cmc/v2/cryptocurrency/ohlcv/latest?id=1")).GetProperty("data").GetProperty("1");

        Assert.Equal("2026-03-01T00:00:00.000Z", today.GetProperty("time_open").GetString());
        Assert.Equal(JsonValueKind.Null, today.GetProperty("time_close").ValueKind);
        AssertCandle(today);
    }

    [Fact]
    public async Task An_unknown_id_spoils_a_call_for_infos_and_is_missing_among_quotes()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        using var info = await simulator.GetAsync(Open + "/v2/cryptocurrency/info?id=1,99999");
        var skipped = await simulator.JsonAsync(Open + "/v2/cryptocurrency/info?id=1,99999&skip_invalid=true");
        var quotes = await DataAsync(simulator, Open + "/v3/cryptocurrency/quotes/latest?id=1,99999");

        Assert.Equal(HttpStatusCode.BadRequest, info.StatusCode);
        Assert.Contains("99999", (await StatusAsync(info)).GetProperty("error_message").GetString()!, StringComparison.Ordinal);
        Assert.Equal("1", Assert.Single(skipped.GetProperty("data").EnumerateObject()).Name);
        Assert.Equal(1, Id(Assert.Single(quotes)));
    }

    [Fact]
    public void An_unknown_plan_stops_the_start_and_the_known_ones_are_named()
    {
        var error = Assert.Throws<SimulatorException>(() => SimulatorApp.Build(new() { CmcPlan = new SimulatedPlan("Gold", 1, 1) }, TimeProvider.System));

        Assert.Contains("'Gold'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Basic, Builder, Startup, Growth", error.Message, StringComparison.Ordinal);
    }

    private static async Task<RunningSimulator> WithKeyAsync(SimulatorOptions options)
    {
        var simulator = await RunningSimulator.StartAsync(options);
        simulator.Client.DefaultRequestHeaders.Add("X-CMC_PRO_API_KEY", "any");
        return simulator;
    }

    private static void AssertCandle(JsonElement candle)
    {
        var quote = candle.GetProperty("quote").GetProperty("USD");
        double Price(string name) => quote.GetProperty(name).GetDouble();
        Assert.InRange(Price("open"), Price("low"), Price("high"));
        Assert.InRange(Price("close"), Price("low"), Price("high"));
    }

    private static async Task<List<JsonElement>> DataAsync(RunningSimulator simulator, string path) =>
        [.. (await simulator.JsonAsync(path)).GetProperty("data").EnumerateArray()];

    private static async Task<JsonElement> StatusAsync(HttpResponseMessage answer) =>
        JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("status");

    private static int Id(JsonElement row) => row.GetProperty("id").GetInt32();
}
