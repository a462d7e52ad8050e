using System.Net;
using System.Text.Json;

namespace Assay.Tests.Simulator;

public sealed class CoinGeckoShapeTests
{
    private const string Root = "/coingecko/api/v3";

    [Fact]
    public async Task A_market_row_has_the_fields_of_a_recorded_one_in_its_order_and_with_its_kinds_of_numbers()
    {
        var recorded = JsonElement.Parse(Recordings.Read("coingecko/coins_markets_bitcoin_usd_2021-05-15.json"))[0];
        await using var simulator = await RunningSimulator.StartAsync(new());

        var simulated = (await simulator.JsonAsync(Root + "/coins/markets?vs_currency=usd&ids=bitcoin"))[0];

        Assert.Equal(recorded.EnumerateObject().Select(Kind), simulated.EnumerateObject().Select(Kind));
    }

    [Fact]
    public async Task Extra_fields_come_when_they_are_asked_for()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var row = (await simulator.JsonAsync(Root + "/coins/markets?vs_currency=usd&ids=bitcoin&sparkline=true&price_change_percentage=7d,1h,9w"))[0];

        Assert.Equal(
            ["sparkline_in_7d", "price_change_percentage_1h_in_currency", "price_change_percentage_7d_in_currency"],
            row.EnumerateObject().Select(field => field.Name).Skip(26));
        Assert.Equal(168, row.GetProperty("sparkline_in_7d").GetProperty("price").GetArrayLength());
    }

    [Fact]
    public async Task Pages_show_every_coin_once_and_the_largest_first()
    {
        await using var simulator = await RunningSimulator.StartAsync(new() { Coins = 1000 });
        var listed = (await simulator.JsonAsync(Root + "/coins/list")).EnumerateArray().Select(coin => coin.GetProperty("id").GetString()).ToList();
        List<JsonElement> rows = [];
        for (var page = 1; page <= 5; page++)
        {
            rows.AddRange((await simulator.JsonAsync($"{Root}/coins/markets?vs_currency=usd&per_page=250&page={page}")).EnumerateArray());
            simulator.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(listed.Order(StringComparer.Ordinal), rows.Select(row => row.GetProperty("id").GetString()).Order(StringComparer.Ordinal));
        var ranks = rows.Select(row => row.GetProperty("market_cap_rank")).ToList();
        var ranked = ranks.TakeWhile(rank => rank.ValueKind == JsonValueKind.Number).Select(rank => rank.GetInt32()).ToList();
        Assert.Equal(Enumerable.Range(1, ranked.Count), ranked);
        Assert.InRange(ranked.Count, 900, 999);
        Assert.All(rows.Skip(ranked.Count), row => Assert.Equal(JsonValueKind.Null, row.GetProperty("market_cap").ValueKind));
    }

    [Theory]
    [InlineData("", 100)]
    [InlineData("&per_page=1000", 250)]
    [InlineData("&per_page=7&page=2", 7)]
    [InlineData("&page=99", 0)]
    [InlineData("&ids=ethereum,nobody,bitcoin", 2)]
    [InlineData("&ids=bitcoin,%20ethereum", 1)] // what follows a space is lost, as at the real one
    [InlineData("&ids=nobody", 0)]
    public async Task A_page_has_as_many_rows_as_CoinGecko_would_give(string query, int rows)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        Assert.Equal(rows, (await simulator.JsonAsync(Root + "/coins/markets?vs_currency=usd" + query)).GetArrayLength());
    }

    [Fact]
    public async Task Prices_are_rounded_by_their_size_unless_the_precision_is_full()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var ids = "&ids=bitcoin,ethereum,dogecoin";

        var usual = await PriceTextsAsync(simulator, ids);
        var full = await PriceTextsAsync(simulator, ids + "&precision=full");
        var two = await PriceTextsAsync(simulator, ids + "&precision=2");

        Assert.Matches("^[0-9]{5,6}$", usual["bitcoin"]);
        Assert.Matches(@"^[0-9]{4}\.[0-9]{1,2}$", usual["ethereum"]);
        Assert.Matches(@"^0\.[0-9]{1,6}$", usual["dogecoin"]);
        Assert.All(full.Values, text => Assert.True(text.Length > 12, text));
        Assert.Equal(JsonElement.Parse(full["dogecoin"]).GetDouble(), JsonElement.Parse(two["dogecoin"]).GetDouble(), 0.005);
        Assert.Matches(@"^0\.[0-9]{1,2}$", two["dogecoin"]);
    }

    [Theory]
    [InlineData("/coins/markets", "coingecko/error_422_coins_markets_missing_vs_currency.json")]
    [InlineData("/simple/price", "coingecko/error_422_simple_price_missing_params.json")]
    public async Task A_missing_parameter_is_refused_in_CoinGeckos_words(string path, string recording)
    {
        var expected = Recordings.Read(recording);
        await using var simulator = await RunningSimulator.StartAsync(new());

        using var answer = await simulator.GetAsync(Root + path);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_list_names_true_contracts()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var recorded = JsonElement.Parse(Recordings.Read("coingecko/coins_ethereum_contract_usdt_2021-08-13.json")).GetProperty("platforms");

        var list = await simulator.JsonAsync(Root + "/coins/list?include_platform=true");
        var tether = list.EnumerateArray().Single(coin => coin.GetProperty("id").GetString() == "tether");

        Assert.Equal(["id", "symbol", "name", "platforms"], tether.EnumerateObject().Select(field => field.Name));
        Assert.All(
            tether.GetProperty("platforms").EnumerateObject(),
            platform => Assert.Equal(recorded.GetProperty(platform.Name).GetString(), platform.Value.GetString()));
    }

    [Fact]
    public async Task Simple_price_leaves_out_what_it_does_not_know()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var prices = await simulator.JsonAsync(Root + "/simple/price?ids=bitcoin,nobody&vs_currencies=usd,shells");

        var bitcoin = Assert.Single(prices.EnumerateObject());
        Assert.Equal("usd", Assert.Single(bitcoin.Value.EnumerateObject()).Name);
    }

    [Fact]
    public async Task An_unknown_path_is_a_404_with_CoinGeckos_body()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        using var answer = await simulator.GetAsync(Root + "/nothing");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Incorrect path", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
    }

    /// <summary>A field's name and JSON type; numbers are told apart by whether they have a fraction where the real ones always do.</summary>
    private static string Kind(JsonProperty field) =>
        field.Name.EndsWith("_supply", StringComparison.Ordinal) || field.Name is "market_cap" or "total_volume" or "market_cap_rank" or "current_price"
            ? $"{field.Name} {field.Value.ValueKind} {(field.Value.GetRawText().Contains('.', StringComparison.Ordinal) ? "float" : "whole")}"
            : $"{field.Name} {field.Value.ValueKind}";

    private static async Task<Dictionary<string, string>> PriceTextsAsync(RunningSimulator simulator, string query) =>
        (await simulator.JsonAsync(Root + "/coins/markets?vs_currency=usd" + query)).EnumerateArray()
            .ToDictionary(coin => coin.GetProperty("id").GetString()!, coin => coin.GetProperty("current_price").GetRawText());
}
