using Assay.IntegrationTests.Killing;
using Assay.IntegrationTests.Postgres;
using Assay.IntegrationTests.Running;
using Assay.Storage;

namespace Assay.IntegrationTests.Moving;

/// <summary><c>assay copy</c> as an operator uses it. It compares both stores itself, to the last bit of every row, and says so with its exit code.</summary>
public sealed class CopyTests : IDisposable
{
    private static readonly string Everything = $"{Table.All.Count} tables, all the same.";

    private static readonly Dictionary<string, string> Offline = new() { ["ENABLE_COINGECKO"] = "false", ["ENABLE_COINPAPRIKA"] = "false", ["ENABLE_CMC"] = "false", ["ENABLE_CMC_DEX"] = "false" };

    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_copy_that_is_killed_goes_on_where_it_was()
    {
        await ImportAsync(rows: 120_000);
        await using (var killed = CopyFrom("sqlite://data/assay.db", "sqlite://moved.db"))
        {
            await Eventually.SeesAsync("quotes are being copied", () => Task.FromResult(killed.Output), output => output.Contains("copy quotes", StringComparison.Ordinal));
            await killed.KillAsync();
        }

        using (var half = new SqliteData(Path.Combine(_folder.Path, "moved.db")))
            Assert.Equal(1, half.Count("runs WHERE task = 'copy' AND status = 'running'"));
        await RequireCopiedAsync("sqlite://data/assay.db", "sqlite://moved.db");
    }

    [Fact]
    public async Task From_SQLite_to_PostgreSQL_and_back_nothing_changes()
    {
        await using var simulator = await RunningSimulator.StartAsync(RunningSimulator.Lively with { Coins = 300 });
        Assert.Equal(0, (await AssayProcess.RunAsync(_folder, simulator.Settings(interval: 60), "fetch")).ExitCode);
        await ImportAsync(rows: 20_000);
        var cluster = await SharedCluster.GetAsync();
        var name = await cluster.CreateDatabaseAsync();

        await RequireCopiedAsync("sqlite://data/assay.db", cluster.Url(name));
        await RequireCopiedAsync(cluster.Url(name), "sqlite://back.db");

        await cluster.DropDatabaseAsync(name);
        using var before = new SqliteData(_folder.Database);
        using var after = new SqliteData(Path.Combine(_folder.Path, "back.db"));
        Assert.Equal(before.Count("quotes"), after.Count("quotes"));
        Assert.True(before.Count("v_quotes WHERE source = 'csv'") > 10_000);
        const string Quotes = "SELECT source || asset_id || observed_at || recorded_at || price FROM v_quotes ORDER BY 1";
        Assert.Equal(before.Query(Quotes, row => row.Text(0)), after.Query(Quotes, row => row.Text(0)));
    }

    [Theory]
    [InlineData("sqlite://nowhere.db", "does not exist", 1)]
    [InlineData("mysql://localhost/x", "names no store", 1)]
    [InlineData("sqlite://data/assay.db", "cannot be copied to itself", 1)]
    public async Task What_cannot_be_copied_ends_with_a_sentence(string from, string sentence, int exitCode)
    {
        await AssayProcess.RunAsync(_folder, null, "migrate");

        var outcome = await AssayProcess.RunAsync(_folder, null, "copy", "--from", from); // to DATABASE_URL

        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(sentence, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }

    private async Task ImportAsync(int rows)
    {
        var file = HourlyFile.Write(_folder.Path, "bitcoin", rows, seed: 7);
        Assert.Equal(0, (await AssayProcess.RunAsync(_folder, Offline, "import", file)).ExitCode);
    }

    private AssayProcess CopyFrom(string from, string to) => AssayProcess.Start(_folder, null, "copy", "--from", from, "--to", to);

    private async Task RequireCopiedAsync(string from, string to)
    {
        await using var copy = CopyFrom(from, to);
        var outcome = await copy.EndAsync();
        Assert.True(outcome.ExitCode == 0, $"{outcome.Output}\n{outcome.Errors}");
        Assert.Contains(Everything, outcome.Output, StringComparison.Ordinal);
    }
}
