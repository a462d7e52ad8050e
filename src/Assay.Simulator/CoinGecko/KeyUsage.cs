using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Assay.Simulator.CoinGecko;

/// <summary><c>/key</c>: the plan and what is left of it.</summary>
internal static class KeyUsage
{
    private static readonly string[] Names = ["x-cg-demo-api-key", "x-cg-pro-api-key"];

    public static bool HasKey(HttpRequest request) =>
        Names.Any(name => request.Headers.ContainsKey(name) || request.Query.ContainsKey(name.Replace('-', '_')));

    public static JsonObject Describe(PlanUsage usage) => new()
    {
        ["plan"] = usage.Plan.Name,
        ["rate_limit_request_per_minute"] = usage.Plan.CallsPerMinute,
        ["monthly_call_credit"] = usage.Plan.CallsPerMonth,
        ["current_total_monthly_calls"] = usage.CreditsThisMonth,
        ["current_remaining_monthly_calls"] = usage.CreditsLeft,
    };
}
