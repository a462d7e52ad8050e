using System.Net;
using System.Text;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers;

/// <summary>All that one provider can read. An answer is read by the first that fits its address.</summary>
/// <param name="provider">The provider's name for people.</param>
/// <param name="secret">What must not be shown, should the provider repeat it.</param>
internal sealed class KnownAnswers(string provider, string? secret, params IReadOnlyList<KnownAnswer> answers)
{
    /// <summary>Never throws, see <see cref="IProvider.Parse"/>.</summary>
    public ParsedPage Parse(RawPayload payload)
    {
        var body = ErrorAnswer.WithoutMark(payload.Body.Span);
        var answer = Find(payload.Url, out var coin);
        if (coin is not null && payload.Status == (int)HttpStatusCode.NotFound && body is [(byte)'{', ..])
            return new ParsedPage { Rejections = [Unknown(coin, body)] };
        if (!payload.IsSuccess || (answer is not null && !IsData(answer, body)))
            return ErrorAnswer.Describe(provider, payload, secret);

        return answer is null
            ? ParsedPage.Failed($"{provider} has no endpoint that we know at '{payload.Url.CutTo(200)}', so nobody knows how to read this answer.")
            : answer.Read(payload, body);
    }

    /// <summary>See <see cref="IPolledProvider.EndpointOf"/>.</summary>
    public Endpoint? EndpointOf(RawPayload payload) =>
        payload.IsSuccess && Find(payload.Url, out _) is { } answer && IsData(answer, ErrorAnswer.WithoutMark(payload.Body.Span)) ? answer.Endpoint : null;

    /// <summary>Whether an address is of one of them.</summary>
    public KnownAnswer? Find(string url, out string? coin)
    {
        foreach (var answer in answers)
        {
            if (answer.Fits(url, out coin))
                return answer;
        }

        coin = null;
        return null;
    }

    private static bool IsData(KnownAnswer answer, ReadOnlySpan<byte> body) => answer.IsList
        ? JsonArrayReader.IsArray(body)
        : body is [(byte)'{', ..] && ErrorAnswer.Message(body) is null;

    private Rejection Unknown(string coin, ReadOnlySpan<byte> body) => new(
        coin, RejectionReason.CoinUnknown, $"{provider} has no coin '{coin}'.", "$", Encoding.UTF8.GetString(body[..Math.Min(body.Length, Rejection.ExcerptLength)]));
}
