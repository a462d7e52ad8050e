using System.Net;
using System.Text.Json;

namespace Assay.Tests.Simulator;

public sealed class CoinPaprikaShapeTests
{
    private const string Root = "/coinpaprika/v1";

    [Fact]
    public async Task A_ticker_has_the_fields_of_a_recorded_one_in_its_order()
    {
        var recorded = JsonElement.Parse(Recordings.Read("coinpaprika/tickers_1row_btc-bitcoin_2022-09-21.json"))[0];
        await using var simulator = await RunningSimulator.StartAsync(new());

        var simulated = (await simulator.JsonAsync(Root + "/tickers?quotes=USD"))[0];

        Assert.Equal("btc-bitcoin", simulated.GetProperty("id").GetString());
        Assert.Equal(Kinds(recorded), Kinds(simulated));
        Assert.Equal(Kinds(recorded.GetProperty("quotes").GetProperty("USD")), Kinds(simulated.GetProperty("quotes").GetProperty("USD")));
        Assert.True(simulated.GetProperty("quotes").GetProperty("USD").GetProperty("market_cap").TryGetInt64(out _));
        Assert.Matches("^[0-9-]{10}T[0-9:]{8}Z$", simulated.GetProperty("last_updated").GetString()!);
    }

    [Fact]
    public async Task Global_figures_have_the_fields_of_recorded_ones_in_their_order()
    {
        var recorded = JsonElement.Parse(Recordings.Read("coinpaprika/global_2021-10-22.json"));
        await using var simulator = await RunningSimulator.StartAsync(new());

        Assert.Equal(Kinds(recorded), Kinds(await simulator.JsonAsync(Root + "/global")));
    }

    [Fact]
    public async Task Coins_and_tickers_name_the_same_coins()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var coins = (await simulator.JsonAsync(Root + "/coins")).EnumerateArray().Select(coin => coin.GetProperty("id").GetString()).ToList();
        var tickers = (await simulator.JsonAsync(Root + "/tickers")).EnumerateArray().Select(coin => coin.GetProperty("id").GetString()).ToList();

        Assert.Equal(coins, tickers);
        Assert.InRange(coins.Count, 480, 499);
    }

    [Fact]
    public async Task An_unknown_id_is_a_404_with_the_recorded_body()
    {
        var expected = Recordings.Read("coinpaprika/error_404_id_not_found.json");
        await using var simulator = await RunningSimulator.StartAsync(new());

        using var answer = await simulator.GetAsync(Root + "/tickers/nob-nobody");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static IEnumerable<string> Kinds(JsonElement value) => value.EnumerateObject().Select(field => $"{field.Name} {field.Value.ValueKind}");
}
