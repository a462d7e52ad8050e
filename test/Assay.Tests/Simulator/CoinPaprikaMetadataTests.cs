using System.Net;
using System.Text.Json;
using Assay.Simulator;

namespace Assay.Tests.Simulator;

public sealed class CoinPaprikaMetadataTests
{
    private const string Root = "/coinpaprika/v1";

    [Fact]
    public async Task Renamed_ids_have_the_fields_of_recorded_ones()
    {
        var recorded = JsonElement.Parse(Recordings.Read("coinpaprika/changelog_ids_2026-05-07.json"));
        await using var simulator = await RunningSimulator.StartAsync(new());

        Shape.AssertSame(recorded, await simulator.JsonAsync(Root + "/changelog/ids"));
    }

    [Fact]
    public async Task A_coin_has_the_fields_of_a_recorded_one_and_a_logo()
    {
        var recorded = JsonElement.Parse(Recordings.Read("coinpaprika/coins_eth-ethereum_2019.json"));
        await using var simulator = await RunningSimulator.StartAsync(new());

        var coin = await simulator.JsonAsync(Root + "/coins/eth-ethereum");

        Assert.Equal(
            recorded.EnumerateObject().Select(field => $"{field.Name} {field.Value.ValueKind}").Order(StringComparer.Ordinal),
            coin.EnumerateObject().Where(field => field.Name != "logo").Select(field => $"{field.Name} {field.Value.ValueKind}").Order(StringComparer.Ordinal));
        Assert.Equal("eth-ethereum", coin.GetProperty("id").GetString());
        Assert.False(coin.TryGetProperty("quotes", out _));
    }

    [Fact]
    public async Task An_exchange_has_volumes_of_a_day_a_week_and_a_month()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var exchanges = (await simulator.JsonAsync(Root + "/exchanges?quotes=USD")).EnumerateArray().ToList();

        var binance = exchanges.Single(exchange => exchange.GetProperty("id").GetString() == "binance");
        var dollars = binance.GetProperty("quotes").GetProperty("USD");
        Assert.Equal(
            ["reported_volume_24h", "adjusted_volume_24h", "reported_volume_7d", "adjusted_volume_7d", "reported_volume_30d", "adjusted_volume_30d"],
            dollars.EnumerateObject().Select(field => field.Name));
        Assert.True(dollars.GetProperty("adjusted_volume_24h").GetDouble() < dollars.GetProperty("reported_volume_24h").GetDouble());
        Assert.True(dollars.GetProperty("reported_volume_24h").GetDouble() < dollars.GetProperty("reported_volume_7d").GetDouble());
        Assert.Equal(Enumerable.Range(1, exchanges.Count), exchanges.Select(exchange => exchange.GetProperty("adjusted_rank").GetInt32()));
    }

    [Fact]
    public async Task The_key_has_the_fields_of_a_recorded_one_and_counts_the_calls()
    {
        var recorded = JsonElement.Parse(Recordings.Read("coinpaprika/key_info_enterprise_2026-05-07.json"));
        await using var simulator = await RunningSimulator.StartAsync(new() { CoinPaprikaPlan = new SimulatedPlan("pro", 600, 500) });
        await simulator.ReadAsync(Root + "/global");
        using var withoutKey = await simulator.GetAsync(Root + "/key/info");

        simulator.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "any");
        var key = await simulator.JsonAsync(Root + "/key/info");

        Assert.Equal(HttpStatusCode.Forbidden, withoutKey.StatusCode);
        Shape.AssertSame(recorded, key);
        Assert.Equal(499, key.GetProperty("usage").GetProperty("current_month").GetProperty("requests_left").GetInt32());
    }

    [Fact]
    public async Task An_unknown_coin_is_a_404_in_CoinPaprikas_words()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        using var answer = await simulator.GetAsync(Root + "/coins/nob-nobody");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("""{"error":"id not found"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
