using Assay.Providers;

namespace Assay.Adapters.Providers.Binance;

/// <summary>Whoever goes on asking after a 429 is banned, and told so with 418. Both come with Retry-After.</summary>
internal sealed class BinanceDialect : ApiDialect
{
    private const int Banned = 418;

    public override AnswerKind KindOf(RawPayload payload) => payload.Status == Banned ? AnswerKind.RateLimited : base.KindOf(payload);
}
