using System.Net;
using System.Text.Json;

namespace Assay.Tests.Simulator;

public sealed class CmcDexTests
{
    private const string Root = "/cmc-dex/public-api/v4/dex";
    private const string Uniswap = Root + "/spot-pairs/latest?network_slug=ethereum&dex_id=1069,1348";

    [Fact]
    public async Task A_pool_has_the_fields_and_the_kinds_of_values_of_a_recorded_one()
    {
        var recorded = JsonElement.Parse(Recordings.Read("cmc_dex/v4_dex_spot_pairs_latest_ethereum_uniswap_first10of100_2026-09-24.json"));
        await using var simulator = await RunningSimulator.StartAsync(new());

        var rows = (await simulator.JsonAsync(Uniswap)).GetProperty("data");

        Shape.AssertSame(recorded.GetProperty("data"), rows);
        Assert.Equal("Ethereum", rows[0].GetProperty("network_slug").GetString());
    }

    [Fact]
    public async Task The_limit_is_ignored_and_the_scroll_id_leads_on()
    {
        await using var simulator = await RunningSimulator.StartAsync(new() { Coins = 1000 });

        var first = await RowsAsync(simulator, Uniswap + "&limit=10");
        var second = await RowsAsync(simulator, $"{Uniswap}&scroll_id={first[0].GetProperty("scroll_id").GetString()}");

        Assert.Equal(100, first.Count);
        Assert.Equal("MTAw", Assert.Single(first.Select(row => row.GetProperty("scroll_id").GetString()).Distinct()));
        Assert.NotEmpty(second);
        Assert.Empty(first.Select(Address).Intersect(second.Select(Address)));
    }

    [Fact]
    public async Task Some_pools_have_trade_without_liquidity_and_a_token_that_nobody_lists()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var rows = await RowsAsync(simulator, Uniswap);

        var garbage = rows.Where(row => row.GetProperty("quote")[0].GetProperty("liquidity").GetDouble() < 1000
            && row.GetProperty("quote")[0].GetProperty("volume_24h").GetDouble() > 1e6).ToList();
        Assert.NotEmpty(garbage);
        Assert.All(garbage, row => Assert.Equal(JsonValueKind.Null, row.GetProperty("base_asset_ucid").ValueKind));
        Assert.All(garbage, row => Assert.True(RunningSimulator.Start - row.GetProperty("last_updated").GetDateTimeOffset() > TimeSpan.FromHours(8)));
        Assert.InRange(garbage.Count, 1, rows.Count / 10);
    }

    [Fact]
    public async Task Changes_are_fractions_of_what_CoinMarketCap_calls_percent()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var rows = await RowsAsync(simulator, Uniswap);
        var pool = rows.First(row => row.GetProperty("base_asset_symbol").GetString() is "WBTC");
        var quotes = await simulator.JsonAsync($"/cmc/public-api/v3/cryptocurrency/quotes/latest?id={pool.GetProperty("base_asset_ucid").GetString()}");

        var fraction = pool.GetProperty("quote")[0].GetProperty("percent_change_price_24h").GetDouble();
        var percent = quotes.GetProperty("data")[0].GetProperty("quote")[0].GetProperty("percent_change_24h").GetDouble();
        Assert.Equal(percent / 100, fraction, 0.01);
        Assert.Equal(fraction, Math.Round(fraction, 4));
        Assert.Equal("3717", pool.GetProperty("base_asset_ucid").GetString());
    }

    [Fact]
    public async Task A_pool_is_found_by_its_network_and_address()
    {
        var recorded = JsonElement.Parse(Recordings.Read("cmc_dex/v4_dex_pairs_quotes_latest_paxg_weth_2026-09-24.json"));
        await using var simulator = await RunningSimulator.StartAsync(new());
        var listed = (await RowsAsync(simulator, Uniswap))[0];

        var found = await simulator.JsonAsync($"{Root}/pairs/quotes/latest?network_id=1&contract_address={Address(listed)}");
        var elsewhere = await RowsAsync(simulator, $"{Root}/pairs/quotes/latest?network_id=16&contract_address={Address(listed)}");

        Shape.AssertSame(recorded, found);
        var row = Assert.Single(found.GetProperty("data").EnumerateArray());
        Assert.Equal(listed.GetProperty("quote")[0].GetProperty("price").GetDouble(), row.GetProperty("quote")[0].GetProperty("price").GetDouble());
        Assert.Empty(elsewhere);
    }

    [Fact]
    public async Task Without_an_exchange_the_pools_are_refused_in_the_recorded_words()
    {
        var recorded = JsonElement.Parse(Recordings.Read("cmc_dex/error_400_v4_dex_spot_pairs_latest_missing_dex_2026-09-24.json"));
        await using var simulator = await RunningSimulator.StartAsync(new());

        using var answer = await simulator.GetAsync(Root + "/spot-pairs/latest?network_id=1");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var body = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Shape.AssertSame(recorded, body);
        Assert.Equal("400", body.GetProperty("status").GetProperty("error_code").GetString());
        Assert.Equal(recorded.GetProperty("status").GetProperty("error_message").GetString(), body.GetProperty("status").GetProperty("error_message").GetString());
    }

    [Theory]
    [InlineData("network_id=14&dex_slug=pancakeswap-v2", HttpStatusCode.OK)]
    [InlineData("network_slug=bsc&dex_slug=pancakeswap-v2", HttpStatusCode.BadRequest)]
    [InlineData("dex_slug=pancakeswap-v2", HttpStatusCode.BadRequest)]
    public async Task BSC_is_known_by_its_number_alone(string query, HttpStatusCode status)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        using var answer = await simulator.GetAsync($"{Root}/spot-pairs/latest?{query}");

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Networks_need_a_key_and_have_the_documented_fields()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        using var refused = await simulator.GetAsync("/cmc-dex/v4/dex/networks/list");
        simulator.Client.DefaultRequestHeaders.Add("X-CMC_PRO_API_KEY", "any");

        var networks = await RowsAsync(simulator, "/cmc-dex/v4/dex/networks/list");

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        var ethereum = networks.Single(network => network.GetProperty("id").GetInt32() == 1);
        Assert.Equal(
            [
                "id", "name", "alternative_name", "cryptocurrency_id", "cryptocurrency_slug", "wrapped_token_id", "wrapped_token_slug",
                "token_explorer_url", "pool_explorer_url", "transaction_hash_url", "network_slug",
            ],
            ethereum.EnumerateObject().Select(field => field.Name));
        Assert.Equal("1027", ethereum.GetProperty("cryptocurrency_id").GetString());
    }

    [Theory]
    [InlineData("/v4/dex/pairs/ohlcv/latest", HttpStatusCode.InternalServerError)]
    [InlineData("/v4/dex/pairs/ohlcv/historical", HttpStatusCode.InternalServerError)]
    [InlineData("/v1/dex/networks/list", HttpStatusCode.NotFound)]
    public async Task What_is_broken_or_gone_at_the_real_one_is_so_here(string path, HttpStatusCode status)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        simulator.Client.DefaultRequestHeaders.Add("X-CMC_PRO_API_KEY", "any");

        using var answer = await simulator.GetAsync("/cmc-dex" + path);

        Assert.Equal(status, answer.StatusCode);
    }

    private static string? Address(JsonElement pool) => pool.GetProperty("contract_address").GetString();

    private static async Task<List<JsonElement>> RowsAsync(RunningSimulator simulator, string path) =>
        [.. (await simulator.JsonAsync(path)).GetProperty("data").EnumerateArray()];
}
