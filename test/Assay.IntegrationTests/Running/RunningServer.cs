using System.Net;
using System.Text.Json;

namespace Assay.IntegrationTests.Running;

/// <summary><c>assay run</c> in a process of its own, and a client for it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private RunningServer(AssayProcess process, Uri address)
    {
        Process = process;
        Client = new HttpClient { BaseAddress = address };
    }

    public AssayProcess Process { get; }

    public HttpClient Client { get; }

    public static async Task<RunningServer> StartAsync(WorkFolder folder, IReadOnlyDictionary<string, string> settings)
    {
        var process = AssayProcess.Start(folder, settings, "run");
        try
        {
            return new RunningServer(process, await process.AddressAsync());
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path, TestContext.Current.CancellationToken);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The body of an answer that has to have this status.</summary>
    public async Task<JsonElement> JsonAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await GetAsync(path);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, $"{path} answered {response.StatusCode}: {body}");
        return JsonElement.Parse(body);
    }

    /// <summary>Waits until the answer fits.</summary>
    public Task<JsonElement> EventuallyAsync(string path, Func<JsonElement, bool> fits) =>
        Eventually.SeesAsync($"{path} answers as expected", () => JsonAsync(path), fits);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
    }
}
