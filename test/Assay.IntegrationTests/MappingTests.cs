using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests;

/// <summary>Who is who, as an operator sees it and puts it right, with the whole program.</summary>
public sealed class MappingTests : IAsyncLifetime
{
    private const string AdminKey = "a-key-for-tests";
    private const string Paprika = "/api/v1/mappings/coinpaprika/btc-bitcoin";

    private readonly WorkFolder _folder = new();
    private RunningSimulator _simulator = null!;
    private RunningServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _simulator = await RunningSimulator.StartAsync(RunningSimulator.Lively with { Coins = 30 });
        var settings = _simulator.Settings(interval: 1);
        settings["ADMIN_API_KEY"] = AdminKey;
        _server = await RunningServer.StartAsync(_folder, settings);
        await _server.EventuallyAsync("/api/v1/cryptos?page_size=100", body => body.GetProperty("data").GetArrayLength() > 0);
        await _server.EventuallyAsync("/api/v1/cryptos/bitcoin", body => Sources(body, "links").SequenceEqual(["coingecko", "coinpaprika"]));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_coin_is_taken_apart_and_put_back_and_its_own_asset_then_leads_to_the_other()
    {
        var apart = await PutAsync(Paprika, new { asset_id = (string?)null, reason = "to see" });

        var own = apart.GetProperty("asset_id").GetString()!;
        Assert.NotEqual("bitcoin", own);
        Assert.Equal(("override", "an operator says: to see"), (Link(apart, "method"), Link(apart, "evidence")));
        var bitcoin = await _server.JsonAsync("/api/v1/cryptos/bitcoin");
        Assert.Equal(["coingecko"], Sources(bitcoin, "links"));
        Assert.Equal(["coinpaprika"], Sources(bitcoin, "former_links"));
        Assert.DoesNotContain("coinpaprika", Sources(bitcoin, "quotes"));
        Assert.Equal(JsonValueKind.String, bitcoin.GetProperty("former_links")[0].GetProperty("valid_to").ValueKind);
        await _server.EventuallyAsync($"/api/v1/cryptos/{own}", body => Sources(body, "quotes").Contains("coinpaprika"));

        await PutAsync(Paprika, new { asset_id = "bitcoin" });

        var redirected = await _server.JsonAsync($"/api/v1/cryptos/{own}");
        Assert.Equal(("bitcoin", own), (redirected.GetProperty("asset_id").GetString(), redirected.GetProperty("redirected_from").GetString()));
        await _server.EventuallyAsync("/api/v1/cryptos/bitcoin", body => Sources(body, "quotes").Contains("coinpaprika"));
        var all = await _server.JsonAsync("/data?source=coinpaprika&page_size=100");
        Assert.DoesNotContain(own, all.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("asset_id").GetString()));
        await IsReplayedAsync();
    }

    [Fact]
    public async Task What_cannot_be_mapped_is_refused_with_a_sentence_that_names_it()
    {
        await IsRefusedAsync(HttpStatusCode.NotFound, Paprika, """{"asset_id":"unheard-of"}""", "unheard-of");
        await IsRefusedAsync(HttpStatusCode.NotFound, "/api/v1/mappings/nobody/btc-bitcoin", """{"asset_id":"bitcoin"}""", "nobody");
        await IsRefusedAsync(HttpStatusCode.NotFound, "/api/v1/mappings/coinpaprika/no-coin", """{"asset_id":null}""", "no-coin");
        await IsRefusedAsync(HttpStatusCode.Conflict, "/api/v1/mappings/coinpaprika/eth-ethereum", """{"asset_id":"bitcoin"}""", "btc-bitcoin");
        await IsRefusedAsync(HttpStatusCode.BadRequest, Paprika, """{"reason":"no asset"}""", "cannot be read");
        await IsRefusedAsync(HttpStatusCode.Unauthorized, Paprika, """{"asset_id":"bitcoin"}""", "key", key: "wrong");
        Assert.Equal(["coingecko", "coinpaprika"], Sources(await _server.JsonAsync("/api/v1/cryptos/bitcoin"), "links"));
    }

    [Fact]
    public async Task A_coin_that_is_called_like_another_and_costs_something_else_is_listed_until_somebody_decides()
    {
        var file = Path.Combine(_folder.Path, "own.csv");
        await File.WriteAllTextAsync(file, $"timestamp,id,symbol,name,price\n{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()},my-coin,BTC,Bitcoin,0.01\n", Cancellation);
        Assert.Equal(0, (await AssayProcess.RunAsync(_folder, null, "import", file)).ExitCode);

        var unresolved = await _server.EventuallyAsync("/api/v1/mappings/unresolved?source=csv", body => body.GetProperty("data").GetArrayLength() == 1);
        var coin = unresolved.GetProperty("data")[0];
        Assert.Equal("my-coin", coin.GetProperty("coin_id").GetString());
        var candidate = coin.GetProperty("candidates").EnumerateArray().Single(other => other.GetProperty("asset_id").GetString() == "bitcoin");
        Assert.StartsWith("called like bitcoin, but costs 0.01 where", candidate.GetProperty("refusal").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, unresolved.GetProperty("suspects").GetArrayLength());

        await PutAsync("/api/v1/mappings/csv/my-coin", new { asset_id = (string?)null });

        Assert.Equal(0, (await _server.JsonAsync("/api/v1/mappings/unresolved?source=csv")).GetProperty("data").GetArrayLength());
        await _server.JsonAsync("/api/v1/mappings/unresolved?source=nobody", HttpStatusCode.BadRequest);
    }

    private async Task IsReplayedAsync()
    {
        using var response = await _server.SendAsync(HttpMethod.Post, "/api/v1/replay?diff=true", ("X-API-Key", AdminKey));
        var report = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("[]", report.GetProperty("tables").GetRawText());
        Assert.Equal("{}", report.GetProperty("passed_over").GetRawText());
    }

    private async Task<JsonElement> PutAsync(string path, object body)
    {
        using var response = await SendAsync(path, JsonContent.Create(body), AdminKey);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonElement.Parse(text);
    }

    private async Task IsRefusedAsync(HttpStatusCode status, string path, string body, string names, string key = AdminKey)
    {
        using var response = await SendAsync(path, new StringContent(body, mediaType: new("application/json")), key);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(status == response.StatusCode, $"{path} {body} answered {response.StatusCode}: {text}");
        Assert.Contains(names, JsonElement.Parse(text).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, HttpContent content, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = content };
        request.Headers.Add("X-API-Key", key);
        return await _server.Client.SendAsync(request, Cancellation);
    }

    private static string? Link(JsonElement mapping, string field) => mapping.GetProperty("link").GetProperty(field).GetString();

    private static IEnumerable<string?> Sources(JsonElement crypto, string list) =>
        crypto.GetProperty(list).EnumerateArray().Select(link => link.GetProperty("source").GetString());
}
