using System.Globalization;
using System.Net;
using System.Text.Json;
using Assay.Simulator;

namespace Assay.Tests.Simulator;

/// <summary>The living market has a past: the same one whenever it is asked, and the one that was its present.</summary>
public sealed class PastTests
{
    private const string Gecko = "/coingecko/api/v3/coins/bitcoin/market_chart";
    private const string Paprika = "/coinpaprika/v1/tickers/btc-bitcoin/historical";

    private static readonly DateTimeOffset Now = RunningSimulator.Start;

    [Fact]
    public async Task A_chart_has_the_shape_of_a_recorded_one_and_ends_now()
    {
        var recorded = JsonElement.Parse(Recordings.Read("coingecko/market_chart_bitcoin_1d_5min_2021-05-15.json"));
        await using var simulator = await RunningSimulator.StartAsync(new());

        var chart = await simulator.JsonAsync($"{Gecko}?vs_currency=usd&days=1");

        Shape.AssertSame(recorded, chart);
        Assert.InRange(chart.GetProperty("prices").GetArrayLength(), 286, 289); // every five minutes
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(90, 60)]
    [InlineData(91, 24 * 60)]
    public async Task The_wider_the_range_the_further_apart_the_points(int days, int minutes)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var times = (await PricesAsync(simulator, Now.AddDays(-days), Now)).Select(point => point.Time).ToList();

        Assert.InRange(times.Count, (days * 24 * 60 / minutes) - 1, (days * 24 * 60 / minutes) + 1);
        Assert.Equal(times.Order(), times);
        Assert.All(times, time => Assert.InRange(time, Now.AddDays(-days).AddSeconds(-1), Now));
    }

    [Fact]
    public async Task Whoever_asks_for_another_range_sees_the_same_points_and_what_was_the_present_is_the_past()
    {
        await using var simulator = await RunningSimulator.StartAsync(new() { CoinGeckoDelay = new QuoteDelay(TimeSpan.Zero, TimeSpan.FromSeconds(1)) });
        var present = (await simulator.JsonAsync("/coingecko/api/v3/coins/markets?vs_currency=usd&ids=bitcoin&precision=full"))[0].GetProperty("current_price").GetDouble();
        var whole = await PricesAsync(simulator, Now.AddHours(-6), Now);

        simulator.Clock.Advance(TimeSpan.FromHours(3));
        var part = await PricesAsync(simulator, Now.AddHours(-4), Now.AddHours(-2));

        Assert.Equal(whole.Where(point => point.Time >= Now.AddHours(-4) && point.Time <= Now.AddHours(-2)).ToList(), part);
        Assert.InRange(part.Count, 23, 25);
        Assert.InRange(whole[^1].Price / present, 0.97, 1.03); // five minutes before at most
    }

    [Fact]
    public async Task What_the_plan_does_not_reach_is_refused_in_the_provider_s_words()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(simulator, Range(Now.AddDays(-366), Now)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(simulator, Range(Now.AddDays(-365).AddSeconds(1), Now)));
        Assert.Equal(HttpStatusCode.PaymentRequired, await StatusAsync(simulator, $"{Paprika}?start={Seconds(Now.AddDays(-2))}&interval=1h"));
        Assert.Equal(HttpStatusCode.PaymentRequired, await StatusAsync(simulator, $"{Paprika}?start={Seconds(Now.AddMinutes(-10))}&interval=5m"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(simulator, $"{Paprika}?start={Seconds(Now.AddDays(-364))}&interval=1d"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(simulator, $"{Paprika}?interval=1d"));

        simulator.Client.DefaultRequestHeaders.Add("Authorization", "any"); // starter
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(simulator, $"{Paprika}?start={Seconds(Now.AddDays(-2))}&interval=1h"));
        Assert.Equal(HttpStatusCode.PaymentRequired, await StatusAsync(simulator, $"{Paprika}?start={Seconds(Now.AddDays(-31))}&interval=1h"));
    }

    [Fact]
    public async Task CoinPaprika_tells_of_whole_steps_from_the_oldest_on_and_stops_at_the_limit()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var rows = await simulator.JsonAsync($"{Paprika}?start={Seconds(Now.AddDays(-300))}&end={Seconds(Now.AddDays(-100))}&interval=1d&limit=150");

        var first = Now.AddDays(-299).Date;
        Assert.Equal(Enumerable.Range(0, 150).Select(day => first.AddDays(day).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            rows.EnumerateArray().Select(row => row.GetProperty("timestamp").GetString()));
        Assert.All(rows.EnumerateArray(), row => Assert.True(row.GetProperty("price").GetDouble() > 0 && row.GetProperty("market_cap").GetInt64() > 0 && row.GetProperty("volume_24h").GetInt64() > 0));
    }

    [Fact]
    public async Task Before_a_coin_was_quoted_there_is_nothing()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        simulator.Client.DefaultRequestHeaders.Add("x-cg-pro-api-key", "any");

        Assert.Empty(await PricesAsync(simulator, new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2016, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    private static async Task<List<(DateTimeOffset Time, double Price)>> PricesAsync(RunningSimulator simulator, DateTimeOffset from, DateTimeOffset to) =>
        [.. (await simulator.JsonAsync(Range(from, to))).GetProperty("prices").EnumerateArray()
            .Select(point => (DateTimeOffset.FromUnixTimeMilliseconds(point[0].GetInt64()), point[1].GetDouble()))];

    private static string Range(DateTimeOffset from, DateTimeOffset to) => $"{Gecko}/range?vs_currency=usd&from={Seconds(from)}&to={Seconds(to)}&precision=full";

    private static long Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds();

    private static async Task<HttpStatusCode> StatusAsync(RunningSimulator simulator, string path)
    {
        using var answer = await simulator.GetAsync(path);
        return answer.StatusCode;
    }
}
