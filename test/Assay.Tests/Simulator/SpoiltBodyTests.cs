using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Assay.Tests.Simulator;

/// <summary>Scenarios that change the true answer: the same for every provider, and nothing but what they say.</summary>
public sealed class SpoiltBodyTests
{
    private const string Gecko = "/coingecko/api/v3/coins/markets?vs_currency=usd&per_page=6";
    private const string GeckoCoin = "/coingecko/api/v3/coins/bitcoin?localization=false&tickers=false";
    private const string Paprika = "/coinpaprika/v1/tickers";
    private const string Cmc = "/cmc/public-api/v3/cryptocurrency/listings/latest?limit=6";
    private const string Dex = "/cmc-dex/public-api/v4/dex/spot-pairs/latest?network_id=1&dex_id=1069";

    /// <summary>Where each provider has the price of a row, its volume, and the time of both.</summary>
    private static readonly Dictionary<string, Func<JsonElement, (JsonElement Price, JsonElement Volume, JsonElement Time)>> Figures = new()
    {
        [Gecko] = row => (row.GetProperty("current_price"), row.GetProperty("total_volume"), row.GetProperty("last_updated")),
        [Paprika] = row => (row.GetProperty("quotes").GetProperty("USD").GetProperty("price"), row.GetProperty("quotes").GetProperty("USD").GetProperty("volume_24h"), row.GetProperty("last_updated")),
        [Cmc] = row => Quote(row.GetProperty("quote")[0]),
        [Dex] = row => Quote(row.GetProperty("quote")[0]),
    };

    public static TheoryData<string> Lists => [.. Figures.Keys];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Prices_can_be_zero_negative_or_a_thousandfold_and_nothing_else_changes(string path)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var truth = Rows(await simulator.JsonAsync(path));

        Assert.All(await SpoiltAsync(simulator, "price_zero", path), row => Assert.Equal(0, Price(path, row)));
        Assert.All(await SpoiltAsync(simulator, "price_negative", path), row => Assert.Equal(-1, Price(path, row)));
        var high = await SpoiltAsync(simulator, "price_thousandfold", path);

        Assert.Equal(truth.Select(row => 1000 * Price(path, row)), high.Select(row => Price(path, row)));
        Assert.Equal(truth.Select(row => Figures[path](row).Volume.GetRawText()), high.Select(row => Figures[path](row).Volume.GetRawText()));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Huge_number_is_in_prices_and_in_volumes(string path)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var rows = await SpoiltAsync(simulator, "huge_number", path);

        Assert.All(rows, row => Assert.Equal((1e36, 1e36), (Price(path, row), Figures[path](row).Volume.GetDouble())));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Every_third_row_can_be_spoilt_alone(string path)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());

        var rows = await SpoiltAsync(simulator, "price_zero", path, ""","every":3""");

        Assert.Equal(rows.Select((_, index) => index % 3 == 0), rows.Select(row => Price(path, row) == 0));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Stale_last_updated_is_a_week_old_in_the_form_it_had(string path)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var truth = Rows(await simulator.JsonAsync(path)).Select(row => Figures[path](row).Time).ToList();

        var stale = (await SpoiltAsync(simulator, "stale_last_updated", path)).Select(row => Figures[path](row).Time).ToList();

        Assert.Equal(truth.Select(time => time.GetDateTimeOffset().AddDays(-7)), stale.Select(time => time.GetDateTimeOffset()));
        Assert.Equal(truth.Select(time => time.GetString()!.Length), stale.Select(time => time.GetString()!.Length));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Clock_skewed_is_an_hour_ahead_in_the_header_and_in_the_body(string path)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var truth = Rows(await simulator.JsonAsync(path)).Select(row => Figures[path](row).Time.GetDateTimeOffset());
        await PostAsync(simulator, "clock_skewed", path);

        using var answer = await simulator.GetAsync(path);

        var skewed = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(truth.Select(time => time.AddHours(1)), Rows(skewed).Select(row => Figures[path](row).Time.GetDateTimeOffset()));
        Assert.Equal(DateTimeOffset.Parse("2026-03-01T13:00:00Z", CultureInfo.InvariantCulture), answer.Headers.Date);
    }

    [Theory]
    [InlineData(Gecko, "current_price")]
    [InlineData(Paprika, "price")]
    [InlineData(Cmc, "price")]
    [InlineData(Dex, "price")]
    [InlineData(GeckoCoin, "current_price")]
    [InlineData("/coingecko/api/v3/exchanges", "trade_volume_24h_btc")]
    [InlineData("/coingecko/api/v3/global", "total_market_cap")]
    [InlineData("/coinpaprika/v1/coins/btc-bitcoin", "description")]
    [InlineData("/cmc/public-api/v1/cryptocurrency/map", "symbol")]
    public async Task A_renamed_field_is_one_that_nobody_can_do_without(string path, string field)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var truth = await simulator.ReadAsync(path);
        await PostAsync(simulator, "field_renamed", path);

        var renamed = await simulator.ReadAsync(path);

        Assert.DoesNotContain($"\"{field}\":", renamed, StringComparison.Ordinal);
        Assert.Equal(truth, renamed.Replace($"\"{field}_new\":", $"\"{field}\":", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_field_can_be_renamed_or_retyped_by_name()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var truth = Rows(await simulator.JsonAsync(Gecko))[0];

        var renamed = (await SpoiltAsync(simulator, "field_renamed", Gecko, ""","field":"symbol" """))[0];
        var retyped = (await SpoiltAsync(simulator, "field_retyped", Gecko, ""","field":"symbol" """))[0];

        Assert.Equal(
            truth.EnumerateObject().Select(field => field.Name == "symbol" ? "symbol_new" : field.Name),
            renamed.EnumerateObject().Select(field => field.Name));
        Assert.Equal("btc", renamed.GetProperty("symbol_new").GetString());
        Assert.Equal("btc", retyped.GetProperty("symbol").GetProperty("value").GetString());
        Assert.Equal(JsonValueKind.Number, retyped.GetProperty("current_price").ValueKind);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_retyped_price_is_an_object(string path)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var truth = Rows(await simulator.JsonAsync(path));

        var rows = await SpoiltAsync(simulator, "field_retyped", path);

        Assert.Equal(truth.Select(row => Price(path, row)), rows.Select(row => Figures[path](row).Price.GetProperty("value").GetDouble()));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Null_in_arrays_is_beside_the_true_rows(string path)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var truth = Rows(await simulator.JsonAsync(path));

        var rows = await SpoiltAsync(simulator, "null_in_arrays", path);

        Assert.Equal(truth.Count + 1, rows.Count);
        Assert.Single(rows, row => row.ValueKind == JsonValueKind.Null);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Duplicate_rows_come_one_after_the_other(string path)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        var truth = Rows(await simulator.JsonAsync(path)).Select(row => row.GetRawText());

        var rows = (await SpoiltAsync(simulator, "duplicate_rows", path)).Select(row => row.GetRawText());

        Assert.Equal(truth.SelectMany(row => new[] { row, row }), rows);
    }

    [Theory]
    [InlineData("/coingecko/api/v3/simple/price?ids=bitcoin&vs_currencies=usd", "{}")]
    [InlineData("/coingecko/api/v3/coins/markets?vs_currency=usd&ids=bitcoin", "[]")]
    [InlineData("/cmc/public-api/v3/cryptocurrency/quotes/latest?id=1", "[]")]
    [InlineData("/cmc/public-api/v2/cryptocurrency/info?id=1", "{}")]
    public async Task A_renamed_id_that_is_asked_for_alone_gives_nothing(string path, string nothing)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        await PostAsync(simulator, "id_renamed", path);

        var body = await simulator.JsonAsync(path);

        Assert.Equal(nothing, (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("data", out var data) ? data : body).GetRawText());
    }

    [Theory]
    [InlineData("/coinpaprika/v1/tickers/btc-bitcoin", "id not found")]
    [InlineData("/coinpaprika/v1/coins/btc-bitcoin", "id not found")]
    [InlineData(GeckoCoin, "coin not found")]
    public async Task A_renamed_id_in_a_path_is_not_found(string path, string words)
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        await PostAsync(simulator, "id_renamed", path);

        using var answer = await simulator.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_stays_what_it_is()
    {
        await using var simulator = await RunningSimulator.StartAsync(new());
        await PostAsync(simulator, "price_zero", "/coinpaprika/v1/tickers");

        using var answer = await simulator.GetAsync("/coinpaprika/v1/tickers/nob-nobody");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("""{"error":"id not found"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Recorded_bodies_are_spoilt_like_living_ones()
    {
        Recordings.Require("coinmarketcap/v3_cryptocurrency_listings_latest_top5_2026-09-24.json");
        await using var simulator = await RunningSimulator.StartAsync(new() { RecordedFolder = Recordings.Folder });

        var rows = await SpoiltAsync(simulator, "price_negative", Cmc);

        Assert.Equal(Enumerable.Repeat(-1.0, 5), rows.Select(row => Price(Cmc, row)));
    }

    private static async Task<List<JsonElement>> SpoiltAsync(RunningSimulator simulator, string scenario, string path, string more = "")
    {
        await PostAsync(simulator, scenario, path, more);
        return Rows(await simulator.JsonAsync(path));
    }

    private static async Task PostAsync(RunningSimulator simulator, string scenario, string path, string more = "")
    {
        var rule = $$"""{"path":"{{path.Split('?')[0]}}","scenario":"{{scenario}}","times":1{{more}}}""";
        using var content = new StringContent(rule, Encoding.UTF8, "application/json");
        using var posted = await simulator.Client.PostAsync("/faults", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
    }

    private static List<JsonElement> Rows(JsonElement body) =>
        [.. (body.ValueKind == JsonValueKind.Object ? body.GetProperty("data") : body).EnumerateArray()];

    private static double Price(string path, JsonElement row) => Figures[path](row).Price.GetDouble();

    private static (JsonElement Price, JsonElement Volume, JsonElement Time) Quote(JsonElement quote) =>
        (quote.GetProperty("price"), quote.GetProperty("volume_24h"), quote.GetProperty("last_updated"));
}
