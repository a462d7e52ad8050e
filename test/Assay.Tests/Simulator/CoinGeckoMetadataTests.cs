using System.Net;
using System.Text.Json;
using Assay.Simulator;

namespace Assay.Tests.Simulator;

public sealed class CoinGeckoMetadataTests
{
    private const string Root = "/coingecko/api/v3";

    [Theory]
    [InlineData("/coins/bitcoin?localization=false", "coingecko/doc_examples/coins_id.json")]
    [InlineData("/search/trending", "coingecko/doc_examples/search_trending.json")]
    [InlineData("/exchanges", "coingecko/doc_examples/exchanges.json")]
    public async Task An_answer_has_the_fields_and_the_kinds_of_values_of_the_documented_one(string path, string example)
    {
        var expected = JsonElement.Parse(Recordings.Read(example));
        await using var simulator = await RunningSimulator.StartAsync(new());

        Shape.AssertSame(expected, await simulator.JsonAsync(Root + path));
    }

    [Fact]
    public async Task Global_figures_have_the_fields_of_the_documented_ones()
    {
        var expected = JsonElement.Parse(Recordings.Read("coingecko/doc_examples/global.json")).GetProperty("data");
        await using var simulator = await RunningSimulator.StartAsync(new());

        var data = (await simulator.JsonAsync(Root + "/global")).GetProperty("data");

        Assert.Equal(expected.EnumerateObject().Select(field => $"{field.Name} {field.Value.ValueKind}"), data.EnumerateObject().Select(field => $"{field.Name} {field.Value.ValueKind}"));
        Assert.InRange(data.GetProperty("market_cap_percentage").GetProperty("btc").GetDouble(), 10, 90);
        Assert.Equal(RunningSimulator.Start.ToUnixTimeSeconds(), data.GetProperty("updated_at").GetInt64());
    }

    [Fact]
    public async Task What_the_recorded_coin_and_the_simulated_one_both_have_is_of_one_kind()
    {
        var recorded = JsonElement.Parse(Recordings.Read("coingecko/coins_bitcoin_2021-05-15.json"));
        await using var simulator = await RunningSimulator.StartAsync(new());

        var simulated = await simulator.JsonAsync(Root + "/coins/bitcoin");

        var common = recorded.EnumerateObject().Where(field => simulated.TryGetProperty(field.Name, out _)).Select(field => field.Name).ToList();
        string[] needed = ["description", "localization", "links", "image", "market_data", "community_data", "developer_data", "tickers"];
        Assert.Empty(needed.Except(common));
        Assert.All(common, name => Assert.Equal(recorded.GetProperty(name).ValueKind, simulated.GetProperty(name).ValueKind));
    }

    [Fact]
    public async Task Sections_that_are_not_wanted_are_left_out()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var full = await simulator.JsonAsync(Root + "/coins/tether");
        var bare = await simulator.JsonAsync(
            Root + "/coins/tether?localization=false&tickers=false&market_data=false&community_data=false&developer_data=false");

        Assert.Equal(
            ["community_data", "developer_data", "localization", "market_data", "tickers"],
            full.EnumerateObject().Select(field => field.Name).Except(bare.EnumerateObject().Select(field => field.Name)).Order(StringComparer.Ordinal));
        Assert.Equal("en", Assert.Single(bare.GetProperty("description").EnumerateObject()).Name);
        Assert.Equal("ethereum", bare.GetProperty("asset_platform_id").GetString());
        Assert.Equal("0xdac17f958d2ee523a2206206994597c13d831ec7", bare.GetProperty("detail_platforms").GetProperty("ethereum").GetProperty("contract_address").GetString());
    }

    [Fact]
    public async Task A_coin_costs_the_same_by_its_id_as_in_the_list()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var row = (await simulator.JsonAsync(Root + "/coins/markets?vs_currency=usd&ids=bitcoin"))[0];
        var coin = await simulator.JsonAsync(Root + "/coins/bitcoin");

        Assert.Equal(row.GetProperty("last_updated").GetString(), coin.GetProperty("last_updated").GetString());
        var market = coin.GetProperty("market_data");
        Assert.Equal(row.GetProperty("current_price").GetDouble(), market.GetProperty("current_price").GetProperty("usd").GetDouble());
        Assert.Equal(row.GetProperty("market_cap").GetDouble(), market.GetProperty("market_cap").GetProperty("usd").GetDouble());
        Assert.Equal(row.GetProperty("high_24h").GetDouble(), market.GetProperty("high_24h").GetProperty("usd").GetDouble());
        Assert.Equal(100, coin.GetProperty("sentiment_votes_up_percentage").GetDouble() + coin.GetProperty("sentiment_votes_down_percentage").GetDouble(), 6);
    }

    [Fact]
    public async Task An_unknown_coin_is_a_404_in_CoinGeckos_words()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        using var answer = await simulator.GetAsync(Root + "/coins/nobody");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("""{"error":"coin not found"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Trending_coins_are_listed_ones_and_others_an_hour_later()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var listed = (await simulator.JsonAsync(Root + "/coins/list")).EnumerateArray().Select(coin => coin.GetProperty("id").GetString()).ToHashSet();

        var now = await TrendingIdsAsync(simulator);
        simulator.Clock.Advance(TimeSpan.FromHours(1));
        var later = await TrendingIdsAsync(simulator);

        Assert.Equal(15, now.Count);
        Assert.Empty(now.Except(listed));
        Assert.NotEqual(now, later);
    }

    [Fact]
    public async Task Trending_figures_are_texts_for_people()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var data = (await simulator.JsonAsync(Root + "/search/trending")).GetProperty("coins")[0].GetProperty("item").GetProperty("data");

        Assert.Matches(@"^\$\d{1,3}(,\d{3})*$", data.GetProperty("market_cap").GetString()!);
        Assert.Matches(@"^\d+\.\d{26}$", data.GetProperty("price_btc").GetString()!);
    }

    [Fact]
    public async Task Pages_of_exchanges_say_how_many_there_are_and_which_is_next()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        using var first = await simulator.GetAsync(Root + "/exchanges");
        using var last = await simulator.GetAsync(Root + "/exchanges?per_page=100&page=3");
        var all = (await simulator.JsonAsync(Root + "/exchanges?per_page=250")).EnumerateArray().Select(exchange => exchange.GetProperty("id").GetString()).ToList();

        var total = int.Parse(Assert.Single(first.Headers.GetValues("Total")), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("100", Assert.Single(first.Headers.GetValues("Per-Page")));
        Assert.Matches("^<http://[^>]+/exchanges\\?page=3>; rel=\"last\", <http://[^>]+/exchanges\\?page=2>; rel=\"next\"$", Assert.Single(first.Headers.GetValues("Link")));
        Assert.False(last.Headers.Contains("Link"));
        Assert.Equal(total, all.Distinct().Count());
        var lastRows = JsonElement.Parse(await last.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(total - 200, lastRows.GetArrayLength());
    }

    [Fact]
    public async Task The_key_tells_what_is_left_of_the_plan()
    {
        await using var simulator = await RunningSimulator.StartAsync(new() { CoinGeckoPlan = new SimulatedPlan("Demo", 30, 1000) });
        await simulator.ReadAsync(Root + "/ping");
        await simulator.ReadAsync(Root + "/global");

        using var withoutKey = await simulator.GetAsync(Root + "/key");
        var key = await simulator.JsonAsync(Root + "/key?x_cg_demo_api_key=any");
        simulator.Clock.Advance(TimeSpan.FromDays(31));
        var nextMonth = await simulator.JsonAsync(Root + "/key?x_cg_demo_api_key=any");

        Assert.Equal(HttpStatusCode.Unauthorized, withoutKey.StatusCode);
        Assert.Contains("10002", await withoutKey.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(30, key.GetProperty("rate_limit_request_per_minute").GetInt32());
        Assert.Equal(2, key.GetProperty("current_total_monthly_calls").GetInt32());
        Assert.Equal(998, key.GetProperty("current_remaining_monthly_calls").GetInt32());
        Assert.Equal(1000, nextMonth.GetProperty("current_remaining_monthly_calls").GetInt32());
    }

    private static async Task<List<string?>> TrendingIdsAsync(RunningSimulator simulator) =>
        [.. (await simulator.JsonAsync(Root + "/search/trending")).GetProperty("coins").EnumerateArray().Select(coin => coin.GetProperty("item").GetProperty("id").GetString())];
}
