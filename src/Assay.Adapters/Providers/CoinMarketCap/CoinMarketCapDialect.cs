using Assay.Providers;

namespace Assay.Adapters.Providers.CoinMarketCap;

/// <summary>CoinMarketCap says in a status of its own how an answer went, now and then with HTTP 200 around an error.</summary>
internal sealed class CoinMarketCapDialect : ApiDialect
{
    // More than any call costs: a number beyond it is a mistake and must not use the month up.
    private const int MostCredits = 10_000;

    public override AnswerKind KindOf(RawPayload payload) => Envelope.Read(payload.Body).ErrorCode switch
    {
        ErrorCode.TooManyThisMinute or ErrorCode.TooManyFromAddress or 429 => AnswerKind.RateLimited,
        ErrorCode.DayUsedUp => AnswerKind.DayUsedUp,
        ErrorCode.MonthUsedUp => AnswerKind.MonthUsedUp,
        408 or (>= 500 and < 600) => AnswerKind.Transient,
        _ => base.KindOf(payload),
    };

    public override long CreditsOf(RawPayload payload) =>
        Envelope.Read(payload.Body).Status?.CreditCount is { } told and >= 0 and <= MostCredits ? (long)told : base.CreditsOf(payload);
}

/// <summary>CoinMarketCap's own codes; where none of them fits, it gives the HTTP status.</summary>
internal static class ErrorCode
{
    public const int EndpointNotInPlan = 1006;
    public const int TooManyThisMinute = 1008;
    public const int DayUsedUp = 1009;
    public const int MonthUsedUp = 1010;
    public const int TooManyFromAddress = 1011;
}
