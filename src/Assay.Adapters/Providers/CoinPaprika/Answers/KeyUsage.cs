using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinPaprika.Answers;

/// <summary>How much of the plan is used. It holds no records.</summary>
internal static class KeyUsage
{
    public static readonly KnownAnswer Answer = new(new Endpoint("key/info", [], []), isList: false, Read);

    /// <summary>Null where it cannot be read, or says nothing of calls.</summary>
    public static Quota? QuotaOf(RawPayload payload) =>
        JsonRecords.TryRead(ErrorAnswer.WithoutMark(payload.Body.Span), CoinPaprikaWireContext.Default.WireKeyInfo, (wire, _) => ToQuota(wire), JsonRecord.Location, out var quota, out _)
            ? quota
            : null;

    /// <summary>The name of the plan; null where it cannot be read.</summary>
    public static string? PlanOf(RawPayload payload) =>
        JsonRecords.TryRead(ErrorAnswer.WithoutMark(payload.Body.Span), CoinPaprikaWireContext.Default.WireKeyInfo, (wire, _) => wire.Plan, JsonRecord.Location, out var plan, out _)
            ? plan
            : null;

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body) =>
        JsonRecord.Read(body, CoinPaprikaWireContext.Default.WireKeyInfo, _ => new ParsedPage());

    /// <summary>A plan without a limit says −1, which is no count.</summary>
    private static Quota? ToQuota(WireKeyInfo wire) => wire.Usage?.CurrentMonth is { RequestsMade: { } made } month
        ? new Quota { MonthlyCredits = made + month.RequestsLeft, CreditsUsed = made }
        : null;
}

/// <summary><c>/key/info</c>, the fields that we need.</summary>
internal sealed record WireKeyInfo
{
    public string? Plan { get; init; }

    [JsonConverter(typeof(LenientObjectConverter<WireUsage>))]
    public WireUsage? Usage { get; init; }
}

internal sealed record WireUsage
{
    [JsonConverter(typeof(LenientObjectConverter<WireMonth>))]
    public WireMonth? CurrentMonth { get; init; }
}

internal sealed record WireMonth
{
    public long? RequestsMade { get; init; }

    public long? RequestsLeft { get; init; }
}
