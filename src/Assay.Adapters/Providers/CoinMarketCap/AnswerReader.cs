using System.Globalization;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinMarketCap;

/// <summary>An endpoint, and how the data of its answers is read.</summary>
internal sealed record EndpointReader(Endpoint Endpoint, Func<ReadOnlyMemory<byte>, RawPayload, ParsedPage> Read);

/// <summary>Reads the answers of CoinMarketCap's APIs: the address tells from which endpoint one came.</summary>
/// <param name="title">The source's name for people.</param>
/// <param name="apiKey">Only to keep it out of messages.</param>
internal sealed class AnswerReader(string title, string? apiKey, IReadOnlyList<EndpointReader> endpoints)
{
    public ParsedPage Parse(RawPayload payload)
    {
        var envelope = Envelope.Read(payload.Body);
        if (!payload.IsSuccess || !(envelope.IsData || envelope.IsNothing))
            return Describe(payload, envelope.ErrorCode);
        if (Find(payload.Url) is not { } endpoint)
            return ParsedPage.Failed($"{title} has no endpoint that answers at this address, so nobody knows how to read this answer.");

        return envelope.IsData ? endpoint.Read(envelope.Data, payload) : new ParsedPage();
    }

    public Endpoint? EndpointOf(RawPayload payload) => IsData(payload) ? Find(payload.Url)?.Endpoint : null;

    public static bool IsData(RawPayload payload) => payload.IsSuccess && Envelope.Read(payload.Body).IsData;

    /// <summary>Neither data nor the word that there is none.</summary>
    public static bool IsError(RawPayload payload) => !payload.IsSuccess || Envelope.Read(payload.Body) is { IsData: false, IsNothing: false };

    private EndpointReader? Find(string url)
    {
        var path = url.AsSpan(0, url.IndexOf('?') is var query and >= 0 ? query : url.Length);
        foreach (var endpoint in endpoints)
        {
            var name = endpoint.Endpoint.Name;
            if (path.EndsWith(name, StringComparison.Ordinal) && path[..^name.Length] is [.., '/'])
                return endpoint;
        }

        return null;
    }

    private ParsedPage Describe(RawPayload payload, int? code)
    {
        var page = ErrorAnswer.Describe(title, payload, apiKey);
        return code is null || code == payload.Status ? page : ParsedPage.Failed(string.Create(CultureInfo.InvariantCulture, $"{page.Error} (error_code {code})"));
    }
}
