using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Assay.Simulator.Faults;

/// <summary>One request that a scenario plays with.</summary>
internal sealed record Scene(HttpContext Context, RequestDelegate Next, FaultRule Rule, TimeProvider Clock)
{
    public HttpResponse Response => Context.Response;

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>The provider's words for a trouble, instead of its answer.</summary>
    public Task SayAsync(Trouble trouble) => ProviderWords.AnswerAsync(Context, trouble, Clock.GetUtcNow());

    /// <summary>What the provider would have answered. Its status and its headers are set, its body is held back.</summary>
    public async Task<byte[]> TrueBodyAsync()
    {
        var original = Context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var memory = new MemoryStream();
        var captured = new StreamResponseBodyFeature(memory);
        Context.Features.Set<IHttpResponseBodyFeature>(captured);
        try
        {
            await Next(Context);
            await captured.Writer.FlushAsync(Aborted);
        }
        finally
        {
            Context.Features.Set(original);
        }

        Response.ContentLength = null;
        return memory.ToArray();
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> body)
    {
        Response.ContentLength = body.Length;
        await Response.Body.WriteAsync(body, Aborted);
    }

    /// <summary>Changes the true answer; null in its place means that the provider does not know what was asked for. Errors stay what they are.</summary>
    public async Task EditAsync(Func<JsonNode, JsonNode?> edit)
    {
        var body = await TrueBodyAsync();
        if (Response.StatusCode != StatusCodes.Status200OK)
            await WriteAsync(body);
        else if (edit(JsonNode.Parse(body)!) is { } edited)
            await WriteAsync(JsonSerializer.SerializeToUtf8Bytes(edited, JsonAnswer.Nodes));
        else
            await SayAsync(Trouble.UnknownId);
    }
}
