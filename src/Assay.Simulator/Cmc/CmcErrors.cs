using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Assay.Simulator.Cmc;

/// <summary>CoinMarketCap's errors are a status without data. The newer endpoints write the code as a text.</summary>
internal static class CmcErrors
{
    public static (int Status, JsonObject Body) Say(PathString path, Trouble trouble, DateTimeOffset now)
    {
        (int Status, int Code, string Message) words = trouble switch
        {
            Trouble.TooManyRequests => (429, 1008, "You've exceeded your API Key's HTTP request rate limit. Rate limits reset every minute."),
            Trouble.MonthUsedUp => (429, 1010, "You've exceeded your API Key's monthly rate limit."),
            Trouble.PaymentRequired => (402, 1004, "Your API Key's subscription plan has expired."),
            Trouble.KeyMissing => (401, 1002, "API key missing."),
            Trouble.KeyWrong => (401, 1001, "This API Key is invalid."),
            Trouble.PlanTooLow or Trouble.TooFarBack => (403, 1006, "Your API Key subscription plan doesn't support this endpoint."),
            Trouble.UnknownId => (400, 400, "Invalid value for \"id\""),
            Trouble.Unavailable => (503, 503, "Service Unavailable"),
            Trouble.ErrorInSuccess => (200, 500, "An internal server error occurred"),
            _ => (500, 500, "An internal server error occurred"),
        };
        return (words.Status, Say(path, words.Code.ToString(CultureInfo.InvariantCulture), words.Message, now));
    }

    public static JsonObject Say(PathString path, string code, string message, DateTimeOffset now) =>
        new() { ["status"] = CmcStatus.Of(path, code, message, now, credits: 0) };
}
