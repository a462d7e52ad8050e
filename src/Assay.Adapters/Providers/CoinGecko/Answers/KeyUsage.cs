using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko.Answers;

/// <summary>What the plan allows, and how much of it is used. It holds no records.</summary>
internal static class KeyUsage
{
    private const int MostCallsPerMinute = 100_000;

    public static readonly KnownAnswer Answer = new(new Endpoint("key", [], []), isList: false, Read);

    /// <summary>Null where it cannot be read.</summary>
    public static Quota? QuotaOf(RawPayload payload) =>
        JsonRecords.TryRead(ErrorAnswer.WithoutMark(payload.Body.Span), CoinGeckoWireContext.Default.WireKeyUsage, (wire, _) => ToQuota(wire), JsonRecord.Location, out var quota, out _)
            ? quota
            : null;

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body) =>
        JsonRecord.Read(body, CoinGeckoWireContext.Default.WireKeyUsage, _ => new ParsedPage());

    private static Quota ToQuota(WireKeyUsage wire)
    {
        var credits = Least(wire.MonthlyCallCredit, wire.ApiKeyMonthlyCallCredit);
        return new Quota
        {
            CallsPerMinute = Least(wire.RateLimit, wire.ApiKeyRateLimit) is { } calls ? (int)Math.Min(calls, MostCallsPerMinute) : null,
            MonthlyCredits = credits,
            CreditsUsed = wire.CurrentTotalMonthlyCalls ?? (credits - wire.CurrentRemainingMonthlyCalls is >= 0 and var used ? used : null),
        };
    }

    /// <summary>A key may be kept shorter than its plan; 0 says nothing.</summary>
    private static long? Least(long? ofPlan, long? ofKey) => new[] { ofPlan, ofKey }.Where(limit => limit > 0).Min();
}

/// <summary><c>/key</c>.</summary>
internal sealed record WireKeyUsage
{
    [JsonPropertyName("rate_limit_request_per_minute")]
    public long? RateLimit { get; init; }

    [JsonPropertyName("api_key_rate_limit_request_per_minute")]
    public long? ApiKeyRateLimit { get; init; }

    public long? MonthlyCallCredit { get; init; }

    public long? ApiKeyMonthlyCallCredit { get; init; }

    public long? CurrentTotalMonthlyCalls { get; init; }

    public long? CurrentRemainingMonthlyCalls { get; init; }
}
