using Assay.Simulator.CoinGecko;
using Assay.Simulator.CoinPaprika;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Assay.Simulator.Recorded;

/// <summary>Both providers as they once answered, byte for byte.</summary>
internal sealed class RecordedApi(string folder, ILogger logger)
{
    private static readonly byte[] NoRows = "[]"u8.ToArray();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{CoinGeckoApi.Root}/{{**path}}", context => AnswerAsync(context, CoinGeckoApi.UnknownPath));
        routes.MapGet($"{CoinPaprikaApi.Root}/{{**path}}", context => AnswerAsync(context, CoinPaprikaApi.UnknownId));
    }

    private async Task AnswerAsync(HttpContext context, string unknown)
    {
        var response = context.Response;
        if (Recording.All.FirstOrDefault(recording => recording.Fits(context.Request)) is not { } found)
            await response.WriteErrorAsync(StatusCodes.Status404NotFound, unknown, context.RequestAborted);
        else if (IsPastTheFirstPage(context.Request))
            await response.WriteJsonAsync(StatusCodes.Status200OK, NoRows, context.RequestAborted);
        else if (Path.Combine(folder, found.File) is var file && File.Exists(file))
            await response.WriteJsonAsync(found.Status, await File.ReadAllBytesAsync(file, context.RequestAborted), context.RequestAborted);
        else
            await SayMissingAsync(context, found);
    }

    private Task SayMissingAsync(HttpContext context, Recording recording)
    {
        logger.RecordingMissing(recording.File, folder);
        var error = $"There is no recording {recording.File} in {folder}.";
        return context.Response.WriteErrorAsync(StatusCodes.Status404NotFound, error, context.RequestAborted);
    }

    /// <summary>One page of each list was recorded.</summary>
    private static bool IsPastTheFirstPage(HttpRequest request) => int.TryParse(request.Query["page"], out var page) && page > 1;
}
