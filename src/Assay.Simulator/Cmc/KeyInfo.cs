using System.Text.Json.Nodes;

namespace Assay.Simulator.Cmc;

/// <summary><c>/v1/key/info</c>: the plan and what is used of it.</summary>
internal static class KeyInfo
{
    public static JsonObject Of(PlanUsage usage, DateTimeOffset now)
    {
        var left = usage.MonthEnds - now;
        return new()
        {
            ["plan"] = new JsonObject
            {
                ["credit_limit_monthly"] = usage.Plan.CallsPerMonth,
                ["credit_limit_monthly_reset"] = $"In {left.Days} days, {left.Hours} hours, {left.Minutes} minutes",
                ["credit_limit_monthly_reset_timestamp"] = usage.MonthEnds.ToMillisecondsText(),
                ["rate_limit_minute"] = usage.Plan.CallsPerMinute,
            },
            ["usage"] = new JsonObject
            {
                ["current_minute"] = new JsonObject
                {
                    ["requests_made"] = usage.RequestsThisMinute,
                    ["requests_left"] = Math.Max(0, usage.Plan.CallsPerMinute - usage.RequestsThisMinute),
                },
                ["current_day"] = new JsonObject { ["credits_used"] = usage.CreditsToday },
                ["current_month"] = new JsonObject { ["credits_used"] = usage.CreditsThisMonth, ["credits_left"] = usage.CreditsLeft },
            },
        };
    }
}
