using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Assay.Simulator.Faults;

/// <summary>Stands before the providers and spoils their answers as the rules say.</summary>
internal sealed class FaultInjection(FaultRules rules, TimeProvider clock, ILogger logger)
{
    private const string TooManyRequests =
        """{"status":{"error_code":429,"error_message":"You've exceeded the Rate Limit. Please visit https://www.coingecko.com/en/api/pricing to subscribe to our API plans for higher rate limits."}}""";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments(FaultsApi.Path) || rules.Take(path) is not { } rule)
        {
            await next(context);
            return;
        }

        logger.FaultInjected(path, rule.Status, rule.DelayMs);
        if (rule.DelayMs > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(rule.DelayMs), clock, context.RequestAborted);
        if (rule.Status is { } status)
            await AnswerAsync(context, rule, status);
        else
            await next(context);
    }

    private static Task AnswerAsync(HttpContext context, FaultRule rule, int status)
    {
        if (rule.RetryAfter is { } retryAfter)
            context.Response.Headers.RetryAfter = retryAfter;

        return rule.Body == "html"
            ? context.Response.WriteBodyAsync(status, MediaTypeNames.Text.Html, Encoding.UTF8.GetBytes(Page(status)), context.RequestAborted)
            : context.Response.WriteJsonAsync(status, Encoding.UTF8.GetBytes(Words(context.Request.Path, status)), context.RequestAborted);
    }

    private static string Page(int status) =>
        $"<!DOCTYPE html>\n<html><head><title>{status}</title></head><body><h1>Error {status}</h1><p>The request was blocked.</p></body></html>\n";

    private static string Words(PathString path, int status) => (IsCoinGecko: path.StartsWithSegments("/coingecko"), status) switch
    {
        (true, 429) => TooManyRequests,
        (true, >= 500) => $$"""{"status":{{status}},"error":"{{Reason(status)}}"}""",
        (false, 429) => """{"error":"you have reached maximum request limit"}""",
        _ => $$"""{"error":"{{Reason(status)}}"}""",
    };

    private static string Reason(int status) => ReasonPhrases.GetReasonPhrase(status);
}
