using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinMarketCap;

/// <summary>What <c>/v1/key/info</c> says of our plan.</summary>
internal static partial class KeyInfo
{
    public const string Endpoint = "v1/key/info";

    public static readonly EndpointReader Reader = new(new Endpoint(Endpoint, ["$.data.plan.credit_limit_monthly"], []), Read);

    /// <summary>Null where the answer does not tell.</summary>
    public static Quota? QuotaOf(RawPayload payload)
    {
        if (!AnswerReader.IsData(payload) || Rows.ReadOne(Envelope.Read(payload.Body).Data, CoinMarketCapWireContext.Default.WireKey, out _) is not { Wire.Plan: { } plan } row)
            return null;

        return new Quota
        {
            CallsPerMinute = (int?)Whole(plan.RateLimitMinute, 1, int.MaxValue),
            MonthlyCredits = Whole(plan.CreditLimitMonthly, 1, long.MaxValue),
            CreditsUsed = Whole(row.Wire.Usage?.CurrentMonth?.CreditsUsed, 0, long.MaxValue),
            ResetsAt = plan.CreditLimitMonthlyResetTimestamp ?? payload.FetchedAt + Wait(plan.CreditLimitMonthlyReset),
        };
    }

    /// <summary>The time in a sentence such as <c>In 6 days, 7 hours, 56 minutes</c>; null where there is none.</summary>
    internal static TimeSpan? Wait(string? sentence)
    {
        if (sentence is null || Spans().Matches(sentence) is not { Count: > 0 } spans)
            return null;

        var wait = TimeSpan.Zero;
        foreach (Match span in spans)
        {
            var number = int.Parse(span.Groups["number"].ValueSpan, CultureInfo.InvariantCulture); // three digits
            wait += span.Groups["unit"].Value.ToUpperInvariant() switch
            {
                "DAY" => TimeSpan.FromDays(number),
                "HOUR" => TimeSpan.FromHours(number),
                "MINUTE" => TimeSpan.FromMinutes(number),
                _ => TimeSpan.FromSeconds(number),
            };
        }

        return wait;
    }

    private static ParsedPage Read(ReadOnlyMemory<byte> data, RawPayload payload) =>
        QuotaOf(payload) is null ? ParsedPage.Failed("CoinMarketCap does not say what our plan allows.") : new ParsedPage();

    private static long? Whole(double? number, long least, long most) => number >= least && number < most ? (long)number : null;

    [GeneratedRegex(@"\b(?<number>[0-9]{1,3})\s*(?<unit>day|hour|minute|second)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Spans();
}
