using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary>A year of minutes is answered by a server whose heap could not hold it.</summary>
public sealed class LongHistoryTests
{
    private const int Minutes = 365 * 24 * 60;

    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_year_of_minutes_streams_through_a_heap_of_64_megabytes()
    {
        using var folder = new WorkFolder();
        var settings = new Dictionary<string, string> { ["ENABLE_COINGECKO"] = "false", ["ENABLE_COINPAPRIKA"] = "false", ["ENABLE_CMC"] = "false", ["ENABLE_CMC_DEX"] = "false" };
        var import = await AssayProcess.RunAsync(folder, settings, "import", folder.Write("made-up.csv", Candles()));
        Assert.True(import.ExitCode == 0, import.Errors);

        settings["DOTNET_GCHeapHardLimit"] = "0x4000000";
        await using var server = await RunningServer.StartAsync(folder, settings);

        var history = await ReadAsync(server, "/api/v1/cryptos/made-up/history?limit=1000000");
        Assert.Equal(JsonValueKind.Null, history.GetProperty("next_cursor").ValueKind);
        Check(history, "price", "observed_at", TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1)); // known when its minute has ended
        Check(await ReadAsync(server, "/api/v1/cryptos/made-up/candles?interval=1m&limit=1000000"), "close", "opened_at", TimeSpan.Zero);
    }

    [Fact]
    public async Task Pages_of_history_join_without_a_gap_and_candles_are_the_newest_of_their_range()
    {
        using var folder = new WorkFolder();
        var settings = new Dictionary<string, string> { ["ENABLE_COINGECKO"] = "false", ["ENABLE_COINPAPRIKA"] = "false", ["ENABLE_CMC"] = "false", ["ENABLE_CMC_DEX"] = "false" };
        await AssayProcess.RunAsync(folder, settings, "import", folder.Write("made-up.csv", Candles(minutes: 10)));
        await using var server = await RunningServer.StartAsync(folder, settings);

        var newest = await server.JsonAsync("/api/v1/cryptos/made-up/history?limit=4");
        var before = await server.JsonAsync($"/api/v1/cryptos/made-up/history?limit=4&cursor={newest.GetProperty("next_cursor")}");
        var oldest = await server.JsonAsync($"/api/v1/cryptos/made-up/history?limit=4&cursor={before.GetProperty("next_cursor")}");
        Assert.Equal([Price(6), Price(7), Price(8), Price(9)], Column(newest, "price"));
        Assert.Equal([Price(2), Price(3), Price(4), Price(5)], Column(before, "price"));
        Assert.Equal([Price(0), Price(1)], Column(oldest, "price"));
        Assert.Equal(JsonValueKind.Null, oldest.GetProperty("next_cursor").ValueKind);

        var candles = await server.JsonAsync("/api/v1/cryptos/made-up/candles?interval=1m&to=2024-01-01T00:07:00Z&limit=3");
        Assert.Equal([Price(5), Price(6), Price(7)], Column(candles, "close"));
        Assert.Equal(("made-up", "csv", "1m"), (candles.GetProperty("coin").GetString(), candles.GetProperty("source").GetString(), candles.GetProperty("interval").GetString()));
        Assert.Equal([Price(9)], Column(await server.JsonAsync("/api/v1/cryptos/made-up/candles"), "close")); // an hour where nothing is said
        Assert.Contains("1m, 5m, 15m", (await server.JsonAsync("/api/v1/cryptos/made-up/candles?interval=2m", HttpStatusCode.BadRequest)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> ReadAsync(RunningServer server, string path)
    {
        using var response = await server.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static void Check(JsonElement answer, string price, string time, TimeSpan timeInMinute)
    {
        Assert.Equal(Minutes, answer.GetProperty("data").GetArrayLength());
        var minute = 0;
        foreach (var row in answer.GetProperty("data").EnumerateArray())
        {
            if (row.GetProperty(price).GetDouble() != Price(minute) || row.GetProperty(time).GetDateTimeOffset() != Start.AddMinutes(minute) + timeInMinute)
                Assert.Fail($"Minute {minute} is told as {row}.");
            minute++;
        }
    }

    private static double[] Column(JsonElement answer, string name) =>
        [.. answer.GetProperty("data").EnumerateArray().Select(row => row.GetProperty(name).GetDouble())];

    private static double Price(int minute) => 1 + minute / 1024.0;

    private static string Candles(int minutes = Minutes)
    {
        var text = new StringBuilder("timestamp,open,high,low,close,volume\n");
        for (var minute = 0; minute < minutes; minute++)
        {
            var price = Price(minute);
            text.Append(CultureInfo.InvariantCulture, $"{Start.AddMinutes(minute).ToUnixTimeMilliseconds()},{price},{price},{price},{price},1\n");
        }

        return text.ToString();
    }
}
