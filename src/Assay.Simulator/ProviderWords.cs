using System.Globalization;
using System.Text.Json.Nodes;
using Assay.Simulator.Cmc;
using Assay.Simulator.CmcDex;
using Assay.Simulator.CoinGecko;
using Assay.Simulator.CoinPaprika;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Assay.Simulator;

/// <summary>Each provider says what is wrong in its own words and its own shape.</summary>
internal static class ProviderWords
{
    /// <summary>Answers a request with a trouble, as the provider whose path it is would.</summary>
    public static Task AnswerAsync(HttpContext context, Trouble trouble, DateTimeOffset now)
    {
        var (status, body) = Say(context.Request.Path, trouble, now);
        context.Response.StatusCode = status;
        return context.Response.WriteNodeAsync(body, context.RequestAborted);
    }

    /// <summary>Answers with a bare status, where nothing more is known than that.</summary>
    public static Task AnswerAsync(HttpContext context, int status, DateTimeOffset now)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteNodeAsync(Say(context.Request.Path, status, now), context.RequestAborted);
    }

    public static JsonObject UnknownPath(PathString path) => path switch
    {
        _ when IsCmc(path) => new() { ["statusCode"] = 404, ["error"] = "Not Found", ["message"] = "Not Found" },
        _ when path.StartsWithSegments(CoinGeckoApi.Root) => new() { ["error"] = CoinGeckoApi.UnknownPath },
        _ when path.StartsWithSegments(CoinPaprikaApi.Root) => new() { ["error"] = CoinPaprikaApi.UnknownId },
        _ => new() { ["error"] = $"The simulator serves nothing at {path}; see /." },
    };

    private static (int Status, JsonObject Body) Say(PathString path, Trouble trouble, DateTimeOffset now) =>
        IsCmc(path) ? CmcErrors.Say(path, trouble, now)
        : path.StartsWithSegments("/coinpaprika") ? CoinPaprikaErrors.Say(trouble)
        : CoinGeckoErrors.Say(trouble, now);

    private static JsonObject Say(PathString path, int status, DateTimeOffset now) => (path, status) switch
    {
        (_, 429) => Say(path, Trouble.TooManyRequests, now).Body,
        _ when IsCmc(path) => CmcErrors.Say(path, status.ToString(CultureInfo.InvariantCulture), Reason(status), now),
        (_, >= 500) when path.StartsWithSegments("/coingecko") => new() { ["status"] = status, ["error"] = Reason(status) },
        _ => new() { ["error"] = Reason(status) },
    };

    private static bool IsCmc(PathString path) => path.StartsWithSegments(CmcApi.Root) || path.StartsWithSegments(CmcDexApi.Root);

    private static string Reason(int status) => ReasonPhrases.GetReasonPhrase(status);
}
