using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary>The command line as a script sees it: exit codes and sentences.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fetch_tells_in_plain_lines_what_it_stored()
    {
        await using var simulator = await RunningSimulator.StartAsync(RunningSimulator.Lively with { Coins = 50, Gaps = false });

        var outcome = await AssayProcess.RunAsync(_folder, simulator.Settings(interval: 60), "fetch");

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.DoesNotContain('\e', outcome.Output);
        Assert.Contains("coingecko: success, 50 stored, 0 corrected, 0 known already, 0 duplicate, 0 rejected.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("coinpaprika: success, 50 stored, 0 corrected, 0 known already, 0 duplicate, 0 rejected.", outcome.Output, StringComparison.Ordinal);
        using var stored = new SqliteData(_folder.Database);
        Assert.Equal(50, stored.Count("v_quotes WHERE source = 'coingecko'"));
    }

    [Fact]
    public async Task Fetch_fails_with_a_sentence_when_nobody_answers()
    {
        var settings = new Dictionary<string, string> { ["COINGECKO_BASE_URL"] = "http://127.0.0.1:1/", ["ENABLE_COINPAPRIKA"] = "false", ["ENABLE_CMC"] = "false", ["ENABLE_CMC_DEX"] = "false" };

        var outcome = await AssayProcess.RunAsync(_folder, settings, "fetch");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("coingecko gave no answer to coins/markets at 127.0.0.1", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no file nowhere.csv.", "import", "nowhere.csv")]
    [InlineData("No source that can be asked is called 'nobody'.", "fetch", "--source", "nobody")]
    [InlineData("The faults file 'nowhere.json' does not exist.", "simulate", "--port", "0", "--faults", "nowhere.json")]
    public async Task What_cannot_be_done_ends_with_1_and_a_sentence(string sentence, params string[] arguments)
    {
        var outcome = await AssayProcess.RunAsync(_folder, null, arguments);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(sentence, outcome.Output + outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Output + outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_prices_ends_with_1_and_says_what_to_do()
    {
        var file = _folder.Write("shopping.csv", "item,amount\nbread,2\n");

        var outcome = await AssayProcess.RunAsync(_folder, null, "import", file);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("shopping.csv cannot be imported.", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("--columns", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DATABASE_URL", "foo", "DATABASE_URL 'foo' names no store.", 2)]
    [InlineData("BIND_ADDRESS", "203.0.113.1", "The server cannot listen on 203.0.113.1, port 0:", 1)] // of nobody: for documentation only
    public async Task A_setting_that_only_the_start_proves_wrong_ends_with_a_sentence(string name, string value, string sentence, int exitCode)
    {
        var outcome = await AssayProcess.RunAsync(_folder, new Dictionary<string, string> { [name] = value }, "run");

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.StartsWith(sentence, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_ends_with_1_and_is_named()
    {
        await using var server = await RunningServer.StartAsync(_folder, new Dictionary<string, string> { ["ENABLE_COINGECKO"] = "false", ["ENABLE_COINPAPRIKA"] = "false", ["ENABLE_CMC"] = "false", ["ENABLE_CMC_DEX"] = "false" });
        var port = $"{server.Client.BaseAddress!.Port}";

        var outcome = await AssayProcess.RunAsync(_folder, new Dictionary<string, string> { ["PORT"] = port }, "run");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(port, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import")]
    [InlineData("dance")]
    [InlineData("import", "a.csv", "--columns", "price")]
    [InlineData("run", "--roles", "king")]
    [InlineData("simulate", "--port", "many")]
    public async Task Wrong_usage_ends_with_2(params string[] arguments)
    {
        var outcome = await AssayProcess.RunAsync(_folder, null, arguments);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output.Trim()));
        Assert.NotEmpty(outcome.Errors);
    }

    [Theory]
    [InlineData("appsettings.json", "{ PORT }", "appsettings.json")]
    [InlineData("appsettings.json", "[]", "appsettings.json")]
    [InlineData("appsettings.json", """{ "BATCH_SIZE": [5000] }""", "BATCH_SIZE")]
    [InlineData(".env", "COINPAPRIKA_API_KEY=\"my key\"", "COINPAPRIKA_API_KEY")]
    public async Task A_file_of_settings_that_is_wrong_ends_with_2_and_a_sentence(string file, string text, string named)
    {
        _folder.Write(file, text);

        var outcome = await AssayProcess.RunAsync(_folder, null, "run");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(named, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_not_be_read_ends_with_a_sentence()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Root may read everything.");
            return;
        }

        File.SetUnixFileMode(_folder.Folder("locked"), UnixFileMode.None);
        var import = await AssayProcess.RunAsync(_folder, null, "import", "locked");
        File.SetUnixFileMode(_folder.Folder("locked"), UnixFileMode.UserRead | UnixFileMode.UserExecute); // so that it can be removed
        File.SetUnixFileMode(_folder.Write(".env", "PORT=0"), UnixFileMode.None);
        var run = await AssayProcess.RunAsync(_folder, null, "run");

        Assert.Equal((1, 2), (import.ExitCode, run.ExitCode));
        Assert.Contains("locked", import.Errors, StringComparison.Ordinal);
        Assert.Contains(".env", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", import.Errors + run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PORT", "abc")]
    [InlineData("PRICE_UPDATE_INTERVAL", "often")]
    [InlineData("COINGECKO_BASE_URL", "not-an-address")]
    [InlineData("APP_ENV", "staging")]
    public async Task A_wrong_setting_stops_the_start_and_is_named_with_its_value(string name, string value)
    {
        var outcome = await AssayProcess.RunAsync(_folder, new Dictionary<string, string> { [name] = value }, "run");

        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith(name, outcome.Errors, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }
}
