using System.Globalization;
using System.Net;
using System.Text.Json;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary>The past as an operator fills it, and what the API says of its holes.</summary>
public sealed class HistoryTests : IAsyncLifetime
{
    private const string AdminKey = "a-key-for-tests";

    private static readonly string Since = TimeProvider.System.GetUtcNow().AddDays(-200).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private readonly WorkFolder _folder = new();
    private RunningSimulator _simulator = null!;
    private Dictionary<string, string> _settings = [];

    public async ValueTask InitializeAsync()
    {
        _simulator = await RunningSimulator.StartAsync(RunningSimulator.Lively with { Coins = 20, Gaps = false });
        _settings = _simulator.Settings(interval: 1);
        _settings["ADMIN_API_KEY"] = AdminKey;
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_new_database_learns_the_coins_first_and_then_their_past_and_asks_for_it_once()
    {
        var outcome = await BackfillAsync("bitcoin,ethereum");
        var calls = await _simulator.CountCallsAsync();
        var again = await BackfillAsync("bitcoin,ethereum");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Contains("coingecko: success, 20 of 20 chunks,", outcome.Output, StringComparison.Ordinal); // a week of days and three times 90 days, of two coins
        Assert.Contains("coinpaprika: success, 4 of 4 chunks,", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("coingecko: nothing to ask.", again.Output, StringComparison.Ordinal);
        Assert.Equal(calls, await _simulator.CountCallsAsync());
        using var stored = new SqliteData(_folder.Database);
        Assert.InRange(stored.Count("v_quotes WHERE source = 'coingecko' AND asset_id = 'bitcoin'"), (7 * 288) + (192 * 24), (7 * 288) + (194 * 24) + 10);
        Assert.Equal(2, stored.Count("runs WHERE task = 'history' AND status = 'success'"));
        Assert.Equal(0, stored.Count("drift_events"));
        Assert.Equal(0, stored.Count("rejected_records"));
    }

    [Fact]
    public async Task The_past_can_be_replayed_like_everything_else()
    {
        await BackfillAsync("bitcoin");

        var replayed = await AssayProcess.RunAsync(_folder, _settings, "replay", "--diff");

        Assert.Equal((0, ""), (replayed.ExitCode, replayed.Errors));
        Assert.Contains("All rows are as they were.", replayed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backfill_that_is_killed_goes_on_and_asks_nothing_twice()
    {
        await BackfillAsync("bitcoin", "--from", TimeProvider.System.GetUtcNow().AddHours(-1).ToString("O", CultureInfo.InvariantCulture)); // so that the coin is known
        await _simulator.HoldBackAsync("/coingecko/api/v3/coins/bitcoin", TimeSpan.FromMilliseconds(200));

        for (var kill = 0; kill < 2; kill++)
        {
            await using var process = AssayProcess.Start(_folder, _settings, "backfill", "--coins", "bitcoin", "--from", Since, "--source", "coingecko");
            var before = Kept();
            await Eventually.SeesAsync("another chunk is in", () => Task.FromResult(Kept()), kept => kept > before + kill);
            await process.KillAsync();
        }

        var outcome = await BackfillAsync("bitcoin");

        Assert.Equal(0, outcome.ExitCode);
        using var stored = new SqliteData(_folder.Database);
        Assert.Equal(0, stored.Count("(SELECT url FROM raw_payloads WHERE task = 'history' GROUP BY url HAVING count(*) > 1) twice"));
        Assert.Equal(0, stored.Count("raw_backlog"));
        Assert.Equal(2, stored.Count("runs WHERE task = 'history' AND status = 'interrupted'"));
        Assert.Contains("nothing to ask", (await BackfillAsync("bitcoin")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--from", "yesterday")]
    [InlineData(2, "--from", "2999-01-01")]
    [InlineData(1, "--from", "2025-01-01", "--source", "csv")]
    public async Task What_makes_no_sense_ends_with_a_sentence(int exitCode, params string[] arguments)
    {
        var outcome = await BackfillAsync("bitcoin", arguments);

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.NotEmpty(outcome.Errors);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_coin_ends_with_1_and_says_what_decides_which_coins_are_known()
    {
        var outcome = await BackfillAsync("no-such-coin");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("No coin is called 'no-such-coin'", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_tells_of_each_hole_and_of_its_filling()
    {
        await using var server = await RunningServer.StartAsync(_folder, _settings);
        await server.EventuallyAsync("/data?symbol=BTC", body => body.GetProperty("data").GetArrayLength() == 3);

        var gaps = Gaps(await server.JsonAsync("/api/v1/cryptos/btc-bitcoin/gaps"));
        Assert.Equal(["coingecko", "coinpaprika"], gaps.Select(gap => gap.Source));
        Assert.All(gaps, gap => Assert.Equal("not_collected", gap.Kind));
        Assert.All(gaps, gap => Assert.Contains("for the first time; `assay backfill` asks for what was before.", gap.Reason, StringComparison.Ordinal));

        await BackfillAsync("bitcoin");
        Assert.DoesNotContain(Gaps(await server.JsonAsync("/api/v1/cryptos/bitcoin/gaps?source=coingecko")), gap => gap.To - gap.From > TimeSpan.FromHours(1));
        Assert.Empty(Gaps(await server.JsonAsync($"/api/v1/cryptos/bitcoin/gaps?source=coingecko&from={Since}&to={TimeProvider.System.GetUtcNow().AddHours(-1):yyyy-MM-dd'T'HH:mm:ss'Z'}")));
    }

    [Theory]
    [InlineData("bitcoin/gaps?source=consensus", HttpStatusCode.BadRequest, "decided and not collected")]
    [InlineData("bitcoin/gaps?source=nobody", HttpStatusCode.BadRequest, "nobody")]
    [InlineData("bitcoin/gaps?from=2026-01-02&to=2026-01-01", HttpStatusCode.BadRequest, "not before to")]
    [InlineData("nothing/gaps", HttpStatusCode.NotFound, "nothing")]
    public async Task Questions_that_nobody_can_answer_are_problems(string path, HttpStatusCode status, string named)
    {
        await using var server = await RunningServer.StartAsync(_folder, _settings);
        await server.EventuallyAsync("/api/v1/cryptos", body => body.GetProperty("data").GetArrayLength() > 0);

        Assert.Contains(named, (await server.JsonAsync($"/api/v1/cryptos/{path}", status)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_record_can_be_tried_again_and_is_told_apart_from_one_that_is_not_there()
    {
        await _simulator.SpoilAsync("/coingecko", "price_zero");
        await using var server = await RunningServer.StartAsync(_folder, _settings);
        var rejected = (await server.EventuallyAsync("/api/v1/rejected?source=coingecko", body => body.GetProperty("data").GetArrayLength() > 1)).GetProperty("data")[0];
        var id = rejected.GetProperty("id").GetInt64();

        using var refused = await server.SendAsync(HttpMethod.Post, $"/api/v1/rejected/{id}/retry");
        using var again = await server.SendAsync(HttpMethod.Post, $"/api/v1/rejected/{id}/retry", ("X-API-Key", AdminKey));
        using var missing = await server.SendAsync(HttpMethod.Post, "/api/v1/rejected/1/retry", ("X-API-Key", AdminKey));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.NotFound), (refused.StatusCode, again.StatusCode, missing.StatusCode));
        var answer = JsonElement.Parse(await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("rejected", "price_invalid", id), (answer.GetProperty("outcome").GetString(), answer.GetProperty("reason").GetString(), answer.GetProperty("rejected_id").GetInt64()));
        Assert.Contains("No rejected record has the number 1.", await missing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_background_filler_does_its_part_when_it_is_switched_on()
    {
        _settings["HISTORY_DAYS"] = "3";
        _settings["TRACKED_COINS"] = "bitcoin";
        _settings["TOP_COINS"] = "1";
        await using var server = await RunningServer.StartAsync(_folder, _settings);

        var runs = await server.EventuallyAsync("/api/v1/runs?task=history", body => body.GetProperty("data").GetArrayLength() > 0);

        Assert.Contains(runs.GetProperty("data")[0].GetProperty("source").GetString(), (string[])["coingecko", "coinpaprika"]);
    }

    private Task<Outcome> BackfillAsync(string coins, params string[] arguments) =>
        AssayProcess.RunAsync(_folder, _settings, ["backfill", "--coins", coins, .. arguments.Contains("--from") ? arguments : ["--from", Since, .. arguments]]);

    private long Kept()
    {
        using var stored = new SqliteData(_folder.Database);
        return stored.Count("raw_payloads WHERE task = 'history'");
    }

    private static List<(string Source, string Kind, string Reason, DateTimeOffset From, DateTimeOffset To)> Gaps(JsonElement page) =>
        [.. page.GetProperty("data").EnumerateArray().Select(gap => (
            gap.GetProperty("source").GetString()!, gap.GetProperty("kind").GetString()!, gap.GetProperty("reason").GetString()!,
            gap.GetProperty("from").GetDateTimeOffset(), gap.GetProperty("to").GetDateTimeOffset()))];
}
