using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Assay.Tests.Providers;

/// <summary>A provider's API on a port of its own that answers as the test says.</summary>
internal sealed class FakeApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeApi(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Path and query of every request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<IHeaderDictionary> Headers { get; } = new();

    public static async Task<FakeApi> StartAsync(Func<HttpContext, int, Task> answer, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var api = new FakeApi(app);
        app.Run(async context =>
        {
            api.Headers.Enqueue(new HeaderDictionary(context.Request.Headers.ToDictionary()));
            api.Requests.Enqueue(context.Request.Path + context.Request.QueryString.Value);
            await answer(context, api.Requests.Count);
        });
        await app.StartAsync(cancellationToken);
        return api;
    }

    /// <summary>Always the same answer.</summary>
    public static Task<FakeApi> StartAsync(int status, string body, CancellationToken cancellationToken) => StartAsync((context, _) =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    }, cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
