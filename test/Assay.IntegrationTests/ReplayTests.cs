using System.Net;
using System.Text.Json;
using Assay.Adapters.Storage.Sqlite;
using Assay.IntegrationTests.Killing;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary><c>assay replay</c> and its endpoint, with whole processes.</summary>
[Collection(nameof(DemoServer))]
public sealed class ReplayTests(DemoServer demo)
{
    [Fact]
    public async Task A_row_that_is_not_what_was_imported_is_named_and_put_right()
    {
        using var folder = new WorkFolder();
        var file = HourlyFile.Write(folder.Path, "replayed", rows: 400, seed: 3);
        await RunAsync(folder, "import", file);
        Assert.Contains("All rows are as they were", await RunAsync(folder, "replay", "--diff"), StringComparison.Ordinal);
        using (var other = Connection.Open(folder.Database, create: false))
            other.RunScript("UPDATE quotes SET price = 0.5 WHERE observed_at = (SELECT min(observed_at) FROM quotes)");

        var told = await RunAsync(folder, "replay", "--diff");
        Assert.Contains("quotes: 0 added, 1 changed, 0 removed", told, StringComparison.Ordinal);
        Assert.Contains("quotes replayed csv 2020-09-13T12:59:59.999Z: price 0.5 → ", told, StringComparison.Ordinal);
        Assert.Contains("1 rows would change", told, StringComparison.Ordinal);

        Assert.Contains("1 rows were put right", await RunAsync(folder, "replay"), StringComparison.Ordinal);
        Assert.Contains("All rows are as they were", await RunAsync(folder, "replay", "--diff"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from", "yesterday")]
    [InlineData("--from", "2025-01-02", "--to", "2025-01-01")]
    public async Task A_range_that_makes_no_sense_is_wrong_usage(params string[] arguments)
    {
        using var folder = new WorkFolder();

        Assert.Equal(2, (await AssayProcess.RunAsync(folder, null, ["replay", .. arguments])).ExitCode);
    }

    [Fact]
    public async Task A_server_at_work_can_say_what_a_replay_would_change_which_is_nothing()
    {
        await demo.Server.EventuallyAsync("/api/v1/runs?status=success", body => body.GetProperty("data").GetArrayLength() > 0);
        using var response = await demo.Server.SendAsync(HttpMethod.Post, "/api/v1/replay?diff=true", ("X-API-Key", DemoServer.AdminKey));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var report = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.NotEqual(0, report.GetProperty("payloads").GetInt32());
        Assert.Equal("[]", report.GetProperty("tables").GetRawText());
    }

    [Fact]
    public async Task A_replay_is_started_with_the_key_only_and_stands_in_the_books()
    {
        using (var refused = await demo.Server.SendAsync(HttpMethod.Post, "/api/v1/replay"))
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        using var response = await demo.Server.SendAsync(HttpMethod.Post, "/api/v1/replay", ("X-API-Key", DemoServer.AdminKey));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var id = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("run_ids")[0].GetString();
        await demo.Server.EventuallyAsync($"/api/v1/runs/{id}", run => run.GetProperty("status").GetString() == "success" && run.GetProperty("task").GetString() == "replay");
    }

    private static async Task<string> RunAsync(WorkFolder folder, params string[] arguments)
    {
        var outcome = await AssayProcess.RunAsync(folder, null, arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        return outcome.Output;
    }
}
