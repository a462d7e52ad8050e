using Assay.Adapters.Providers.CoinPaprika.Answers;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinPaprika;

/// <summary>
/// 402 says two things: the plan does not include the endpoint, or the calls of the month are used up. The endpoints that every plan
/// includes can only mean the second.
/// </summary>
internal sealed class CoinPaprikaDialect : ApiDialect
{
    private const int PaymentRequired = 402;

    private static readonly IReadOnlyList<KnownAnswer> InEveryPlan =
        [Tickers.All, Tickers.One, CoinList.Answer, CoinPage.Answer, Exchanges.Answer, Global.Answer];

    public override AnswerKind KindOf(RawPayload payload) =>
        payload.Status == PaymentRequired && InEveryPlan.Any(answer => answer.Fits(payload.Url, out _))
            ? AnswerKind.MonthUsedUp
            : base.KindOf(payload);
}
