using System.Text.Json.Nodes;

namespace Assay.Simulator.CoinPaprika;

/// <summary>At CoinPaprika every error is one sentence.</summary>
internal static class CoinPaprikaErrors
{
    public static (int Status, JsonObject Body) Say(Trouble trouble)
    {
        (int Status, string Error) words = trouble switch
        {
            Trouble.TooManyRequests => (429, "you have reached maximum request limit"),
            Trouble.MonthUsedUp => (402, "you have reached the monthly request limit of your plan"),
            Trouble.PaymentRequired or Trouble.PlanTooLow or Trouble.TooFarBack => (402, "payment required, your plan is too low"),
            Trouble.KeyMissing => (403, "missing API key"),
            Trouble.KeyWrong => (403, "invalid API key"),
            Trouble.UnknownId => (404, CoinPaprikaApi.UnknownId),
            Trouble.Unavailable => (503, "service unavailable"),
            Trouble.ErrorInSuccess => (200, "internal server error"),
            _ => (500, "internal server error"),
        };
        return (words.Status, new() { ["error"] = words.Error });
    }
}
