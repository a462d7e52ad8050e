using System.Globalization;
using System.Net;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary>Statistics over an imported history of a few days that end today.</summary>
public sealed class StatisticsTests
{
    private static readonly double[] Prices = [100, 110, 99, 120, 90, 90];

    [Fact]
    public async Task They_are_those_of_the_closing_prices()
    {
        using var folder = new WorkFolder();
        var settings = new Dictionary<string, string> { ["ENABLE_COINGECKO"] = "false", ["ENABLE_COINPAPRIKA"] = "false", ["ENABLE_CMC"] = "false", ["ENABLE_CMC_DEX"] = "false" };
        await AssayProcess.RunAsync(folder, settings, "import", folder.Write("made-up.csv", Days(1)));
        await AssayProcess.RunAsync(folder, settings, "import", folder.Write("twice-up.csv", Days(2)));
        await using var server = await RunningServer.StartAsync(folder, settings);

        var told = await server.JsonAsync("/api/v1/cryptos/made-up/statistics?window=20d&interval=1d&with=twice-up");

        Assert.Equal((6, 100.0, 90.0), (told.GetProperty("candles").GetInt32(), told.GetProperty("first").GetDouble(), told.GetProperty("last").GetDouble()));
        Assert.Equal(Prices.Average(), told.GetProperty("mean").GetDouble(), 1e-9);
        Assert.Equal(-10, told.GetProperty("change_percent").GetDouble(), 1e-9);
        Assert.Equal(25, told.GetProperty("drawdown").GetProperty("percent").GetDouble(), 1e-9); // 120 to 90
        Assert.Equal(5, told.GetProperty("returns").GetInt32());
        Assert.Equal(Volatility(), told.GetProperty("volatility_percent").GetDouble(), 1e-9);
        Assert.Equal(("twice-up", 1.0), (told.GetProperty("correlation").GetProperty("with").GetString(), Math.Round(told.GetProperty("correlation").GetProperty("coefficient").GetDouble(), 9)));
    }

    [Fact]
    public async Task What_cannot_be_asked_or_told_is_a_sentence()
    {
        using var folder = new WorkFolder();
        var settings = new Dictionary<string, string> { ["ENABLE_COINGECKO"] = "false", ["ENABLE_COINPAPRIKA"] = "false", ["ENABLE_CMC"] = "false", ["ENABLE_CMC_DEX"] = "false" };
        await AssayProcess.RunAsync(folder, settings, "import", folder.Write("made-up.csv", Days(1)));
        await using var server = await RunningServer.StartAsync(folder, settings);

        foreach (var wrong in new[] { "window=soon", "window=0d", "window=", "window=9999d", "interval=2h", "window=3000d&interval=1m" })
            await server.JsonAsync($"/api/v1/cryptos/made-up/statistics?{wrong}", HttpStatusCode.BadRequest);
        var nothing = await server.JsonAsync("/api/v1/cryptos/made-up/statistics?window=60m", HttpStatusCode.NotFound);
        Assert.Contains("statistics need two", nothing.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static double Volatility()
    {
        var returns = Prices.Skip(1).Zip(Prices, (next, price) => Math.Log(next / price)).ToList();
        return 100 * Math.Sqrt(returns.Sum(value => Math.Pow(value - returns.Average(), 2)) / (returns.Count - 1)) * Math.Sqrt(365);
    }

    /// <summary>One price a day, the last of yesterday.</summary>
    private static string Days(double factor) => "date,price\n" + string.Concat(Prices.Select((price, day) => string.Create(
        CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow().AddDays(day - Prices.Length):yyyy-MM-dd},{factor * price}\n")));
}
