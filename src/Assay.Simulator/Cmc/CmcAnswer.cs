using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Assay.Simulator.Cmc;

/// <summary>How CoinMarketCap answers: data and a status that says what it cost.</summary>
internal sealed class CmcAnswer(PlanUsage usage, TimeProvider clock)
{
    public const string KeyHeader = "X-CMC_PRO_API_KEY";

    public DateTimeOffset Now => clock.GetUtcNow();

    public Task RowsAsync(HttpContext context, IEnumerable<JsonObject> rows, int credits)
    {
        usage.Count(credits);
        return context.Response.WriteDataAsync(rows, CmcStatus.Success(context.Request.Path, Now, credits), context.RequestAborted);
    }

    public Task DataAsync(HttpContext context, JsonNode data, int credits)
    {
        usage.Count(credits);
        var body = new JsonObject { ["data"] = data, ["status"] = CmcStatus.Success(context.Request.Path, Now, credits) };
        return context.Response.WriteNodeAsync(body, context.RequestAborted);
    }

    public Task RefuseAsync(HttpContext context, Trouble trouble) => ProviderWords.AnswerAsync(context, trouble, Now);

    /// <summary>A request that makes no sense: 400 with a sentence.</summary>
    public Task RefuseAsync(HttpContext context, string message)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteNodeAsync(CmcErrors.Say(context.Request.Path, "400", message, Now), context.RequestAborted);
    }

    /// <summary>Outside <c>/public-api</c> every request needs a key; any will do.</summary>
    public RequestDelegate WithKey(RequestDelegate handler) => context =>
        string.IsNullOrEmpty(context.Request.Headers[KeyHeader]) ? RefuseAsync(context, Trouble.KeyMissing) : handler(context);

    /// <summary>Some endpoints answer only those who pay enough.</summary>
    public RequestDelegate OnPlan(string plan, RequestDelegate handler) => context =>
        CmcPlans.Includes(usage.Plan.Name, plan) ? handler(context) : RefuseAsync(context, Trouble.PlanTooLow);

    /// <summary>The rows that <c>start</c>, which counts from 1, and <c>limit</c> ask for.</summary>
    public static IEnumerable<T> Page<T>(IQueryCollection query, IEnumerable<T> rows, int limit, int most = 5000) => rows
        .Skip(Math.Max(1, Number(query["start"], 1)) - 1)
        .Take(Math.Clamp(Number(query["limit"], limit), 1, most));

    public static string[] Names(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static int Number(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
