using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Assay.Simulator.Faults;

/// <summary>Stands before the providers and spoils their answers as the rules say.</summary>
internal sealed class FaultInjection(FaultRules rules, TimeProvider clock, ILogger logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path;
        if (FaultsApi.IsAbove(path) || rules.Take(path) is not { } rule)
        {
            await next(context);
            return;
        }

        logger.FaultInjected(path, rule.Scenario, rule.Status, rule.DelayMs);
        var scenario = Scenarios.Find(rule.Scenario);
        if (rule.DelayMs > 0 && scenario?.TakesItsTime != true)
            await Task.Delay(TimeSpan.FromMilliseconds(rule.DelayMs), clock, context.RequestAborted);
        if (rule.RetryAfter is { } retryAfter)
            context.Response.Headers.RetryAfter = retryAfter;
        if (scenario is not null)
            await scenario.PlayAsync(new Scene(context, next, rule, clock));
        else if (rule.Status is { } status)
            await AnswerAsync(context, rule, status);
        else
            await next(context);
    }

    private Task AnswerAsync(HttpContext context, FaultRule rule, int status) => rule.Body == "html"
        ? WritePageAsync(context, status)
        : ProviderWords.AnswerAsync(context, status, clock.GetUtcNow());

    /// <summary>A page for people, from whoever stands in front of the provider.</summary>
    public static Task WritePageAsync(HttpContext context, int status)
    {
        var page = $"<!DOCTYPE html>\n<html><head><title>{status}</title></head><body><h1>Error {status}</h1><p>The request was blocked.</p></body></html>\n";
        return context.Response.WriteBodyAsync(status, MediaTypeNames.Text.Html, Encoding.UTF8.GetBytes(page), context.RequestAborted);
    }
}
