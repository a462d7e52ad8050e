using Assay.Simulator.Cmc;
using Assay.Simulator.CmcDex;
using Assay.Simulator.CoinGecko;
using Assay.Simulator.CoinPaprika;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Assay.Simulator.Recorded;

/// <summary>The providers as they once answered, byte for byte. CoinMarketCap does not ask for a key here.</summary>
internal sealed class RecordedApi(string folder, ILogger logger)
{
    private static readonly byte[] NoRows = "[]"u8.ToArray();
    private static readonly byte[] NoData = """{"data":[],"status":{"error_code":"0","error_message":"","elapsed":0,"credit_count":0}}"""u8.ToArray();

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var root in new[] { CoinGeckoApi.Root, CoinPaprikaApi.Root })
            routes.MapGet(root + "/{**path}", context => AnswerAsync(context, NoRows));
        foreach (var root in new[] { CmcApi.Root, CmcDexApi.Root })
            routes.MapGet(root + "/{**path}", context => AnswerAsync(context, NoData));
    }

    private async Task AnswerAsync(HttpContext context, byte[] empty)
    {
        var response = context.Response;
        if (Recording.All.FirstOrDefault(recording => recording.Fits(context.Request)) is not { } found)
            await SayUnknownAsync(context);
        else if (IsPastTheFirstPage(context.Request.Query))
            await response.WriteJsonAsync(StatusCodes.Status200OK, empty, context.RequestAborted);
        else if (Path.Combine(folder, found.File) is var file && File.Exists(file))
            await response.WriteJsonAsync(found.Status, await File.ReadAllBytesAsync(file, context.RequestAborted), context.RequestAborted);
        else
            await SayMissingAsync(context, found);
    }

    private static Task SayUnknownAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteNodeAsync(ProviderWords.UnknownPath(context.Request.Path), context.RequestAborted);
    }

    private Task SayMissingAsync(HttpContext context, Recording recording)
    {
        logger.RecordingMissing(recording.File, folder);
        var error = $"There is no recording {recording.File} in {folder}.";
        return context.Response.WriteErrorAsync(StatusCodes.Status404NotFound, error, context.RequestAborted);
    }

    /// <summary>One page of each list was recorded.</summary>
    private static bool IsPastTheFirstPage(IQueryCollection query) =>
        IsAboveOne(query["page"]) || IsAboveOne(query["start"]) || query.ContainsKey("scroll_id");

    private static bool IsAboveOne(string? text) => int.TryParse(text, out var number) && number > 1;
}
