using System.Text.Json.Nodes;

namespace Assay.Simulator.CoinGecko;

/// <summary>CoinGecko has four shapes for an error, the code sometimes one level deeper than at other times.</summary>
internal static class CoinGeckoErrors
{
    private const string RateLimit =
        "You've exceeded the Rate Limit. Please visit https://www.coingecko.com/en/api/pricing to subscribe to our API plans for higher rate limits.";

    private const string TimeRange = "Your request exceeds the allowed time range.";

    public static (int Status, JsonObject Body) Say(Trouble trouble, DateTimeOffset now) => trouble switch
    {
        Trouble.TooManyRequests => (429, Status(429, RateLimit)),
        Trouble.MonthUsedUp => (429, Status(429, "You've reached the monthly call limit of your plan. Please visit https://www.coingecko.com/en/api/pricing to upgrade.")),
        Trouble.PaymentRequired => (402, Plain("Payment required")),
        Trouble.KeyMissing => (401, Dated(10002, "API Key Missing. Please make sure you're using the right authentication method.", now)),
        Trouble.KeyWrong => (401, Dated(10002, "Invalid API Key. Please check your API key and try again.", now)),
        Trouble.PlanTooLow => (403, Plain("Your plan does not have access to this endpoint")),
        Trouble.TooFarBack => (401, new() { ["error"] = Dated(10012, TimeRange, now) }),
        Trouble.UnknownId => (404, Plain(CoinGeckoApi.UnknownCoin)),
        Trouble.Unavailable => (503, new() { ["status"] = 503, ["error"] = "Service Unavailable" }),
        Trouble.ErrorInSuccess => (200, new() { ["error"] = Dated(10012, TimeRange, now) }),
        _ => (500, new() { ["status"] = 500, ["error"] = "Internal Server Error" }),
    };

    private static JsonObject Plain(string error) => new() { ["error"] = error };

    private static JsonObject Status(int code, string message) =>
        new() { ["status"] = new JsonObject { ["error_code"] = code, ["error_message"] = message } };

    private static JsonObject Dated(int code, string message, DateTimeOffset now) => new()
    {
        ["status"] = new JsonObject { ["timestamp"] = now.ToMillisecondsText(), ["error_code"] = code, ["error_message"] = message },
    };
}
