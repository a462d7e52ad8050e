using System.Text.Json;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary>Bodies that the real providers once sent, through the whole program: every coin, and every number with its digits.</summary>
public sealed class RecordedTests
{
    private const string Markets = "coingecko/coins_markets_bitcoin_usd_2021-05-15.json";
    private const string Tickers = "coinpaprika/tickers_1row_btc-bitcoin_2022-09-21.json";

    /// <summary>Our field, where CoinGecko has it, and where CoinPaprika has it.</summary>
    private static readonly (string Ours, string CoinGecko, string? CoinPaprika)[] Fields =
    [
        ("rank", "market_cap_rank", "rank"),
        ("current_price", "current_price", "quotes.USD.price"),
        ("market_cap", "market_cap", "quotes.USD.market_cap"),
        ("volume_24h", "total_volume", "quotes.USD.volume_24h"),
        ("price_change_24h", "price_change_percentage_24h", "quotes.USD.percent_change_24h"),
        ("price_change_7d", "price_change_percentage_7d_in_currency", "quotes.USD.percent_change_7d"),
        ("high_24h", "high_24h", null),
        ("low_24h", "low_24h", null),
        ("circulating_supply", "circulating_supply", "circulating_supply"),
        ("total_supply", "total_supply", "total_supply"),
        ("max_supply", "max_supply", "max_supply"),
    ];

    [Theory]
    [InlineData(Markets)]
    [InlineData("coingecko/coins_markets_sparkline_2021-11-08.json")]
    [InlineData("coingecko/doc_examples/coins_markets.json")]
    public async Task Every_coin_is_served_with_the_digits_it_was_received_with(string markets)
    {
        var (coins, tickers) = (Read(markets), Read(Tickers));
        using var folder = new WorkFolder();
        await using var simulator = AssayProcess.Start(folder, null, "simulate", "--port", "0", "--recorded", FolderWith(folder, markets));
        var address = await AddressAsync(simulator);
        await using var server = await RunningServer.StartAsync(folder, new Dictionary<string, string>
        {
            ["COINGECKO_BASE_URL"] = $"{address}/coingecko/api/v3",
            ["COINPAPRIKA_BASE_URL"] = $"{address}/coinpaprika/v1",
            ["ENABLE_CMC"] = "false",
            ["ENABLE_CMC_DEX"] = "false",
        });

        await AreServedAsync(server, "coingecko", coins, fields => fields.CoinGecko);
        await AreServedAsync(server, "coinpaprika", tickers, fields => fields.CoinPaprika);

        using var stored = new SqliteData(folder.Database);
        Assert.Equal(coins.Count, stored.Count("v_quotes WHERE source = 'coingecko'"));
        Assert.Equal(tickers.Count, stored.Count("v_quotes WHERE source = 'coinpaprika'"));
    }

    private static async Task AreServedAsync(
        RunningServer server, string source, List<JsonElement> bodies, Func<(string Ours, string CoinGecko, string? CoinPaprika), string?> spelling)
    {
        var answer = await server.EventuallyAsync($"/data?source={source}&page_size=100", body => body.GetProperty("data").GetArrayLength() > 0);
        var served = answer.GetProperty("data").EnumerateArray().ToDictionary(row => row.GetProperty("coin_id").GetString()!);

        Assert.Equal(bodies.Select(body => body.GetProperty("id").GetString()!).Order(StringComparer.Ordinal), served.Keys.Order(StringComparer.Ordinal));
        foreach (var body in bodies)
        {
            var row = served[body.GetProperty("id").GetString()!];
            foreach (var fields in Fields)
                Assert.Equal((fields.Ours, Digits.Of(Find(body, spelling(fields)))), (fields.Ours, Digits.Of(row.GetProperty(fields.Ours))));
        }
    }

    private static JsonElement? Find(JsonElement body, string? path)
    {
        foreach (var name in path?.Split('.') ?? [])
        {
            if (!body.TryGetProperty(name, out body))
                return null;
        }

        return path is null ? null : body;
    }

    private static async Task<string> AddressAsync(AssayProcess simulator)
    {
        const string Says = "The simulator listens on ";
        var output = await Eventually.SeesAsync("the simulator listens", () => Task.FromResult(simulator.Output), output => output.StartsWith(Says, StringComparison.Ordinal));
        return output[Says.Length..output.IndexOf(". ", StringComparison.Ordinal)];
    }

    /// <summary>The simulator answers with one body of markets; another one takes its place in a folder of its own.</summary>
    private static string FolderWith(WorkFolder folder, string markets)
    {
        if (markets == Markets)
            return Recordings.Folder;

        folder.Folder("recorded/coingecko");
        folder.Folder("recorded/coinpaprika");
        File.Copy(Recordings.Require(markets), Path.Combine(folder.Path, "recorded", Markets));
        File.Copy(Recordings.Require(Tickers), Path.Combine(folder.Path, "recorded", Tickers));
        return Path.Combine(folder.Path, "recorded");
    }

    private static List<JsonElement> Read(string recording) => [.. JsonElement.Parse(Recordings.Read(recording)).EnumerateArray()];
}
