using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinPaprika;

/// <summary>CoinPaprika v1: prices from <c>/tickers</c>, which has no pages. Every coin that comes is kept, also those beyond the top asked for.</summary>
/// <param name="apiKey">Only to keep it out of messages.</param>
internal sealed class CoinPaprikaProvider(ApiClient api, string? apiKey) : IPolledProvider
{
    public SourceInfo Info { get; } = new(SourceId.CoinPaprika, "CoinPaprika", new Uri("https://coinpaprika.com"),
        "Data provided by CoinPaprika", new Uri("https://coinpaprika.com/terms-of-use"));

    public IReadOnlyList<string> Tasks { get; } = [FetchTask.Prices];

    public ApiStatus Status => api.Status;

    public CreditBudget Budget => api.Budget;

    public Endpoint? EndpointOf(RawPayload payload) => null;

    public async IAsyncEnumerable<RawPayload> FetchAsync(FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.Task != FetchTask.Prices)
            throw new ProviderException($"CoinPaprika does not offer the task '{request.Task}'. Known: {string.Join(", ", Tasks)}.");

        var stillToAsk = request.Coins.Where(id => !string.IsNullOrWhiteSpace(id)).ToHashSet(StringComparer.Ordinal);
        if (request.Top > 0)
        {
            var payload = await api.GetAsync(request.Task, "tickers", "tickers?quotes=USD", cancellationToken);
            yield return payload;
            if (!payload.IsSuccess)
                yield break;

            if (stillToAsk.Count > 0)
                stillToAsk.ExceptWith(Parse(payload).Quotes.Select(quote => quote.CoinId));
        }

        foreach (var id in stillToAsk.Order(StringComparer.Ordinal))
        {
            var payload = await api.GetAsync(request.Task, "tickers/{id}", $"tickers/{Uri.EscapeDataString(id)}?quotes=USD", cancellationToken);
            yield return payload;
            // An id that CoinPaprika does not know says nothing against the next one.
            if (!payload.IsSuccess && payload.Status != (int)HttpStatusCode.NotFound)
                yield break;
        }
    }

    public ParsedPage Parse(RawPayload payload)
    {
        var body = ErrorAnswer.WithoutMark(payload.Body.Span);
        if (payload.Status == (int)HttpStatusCode.NotFound && CoinOf(payload.Url) is { } unknown)
            return new ParsedPage { Rejections = [new Rejection(unknown, RejectionReason.CoinUnknown, $"CoinPaprika has no coin '{unknown}'.", "$", Encoding.UTF8.GetString(body).CutTo(Rejection.ExcerptLength))] };
        if (!payload.IsSuccess || body is not [(byte)'[' or (byte)'{', ..] || ErrorAnswer.Message(body) is not null)
            return ErrorAnswer.Describe("CoinPaprika", payload, apiKey);
        if (payload.Task != FetchTask.Prices)
            return ParsedPage.Failed($"CoinPaprika has no task '{payload.Task}', so nobody knows how to read this answer.");

        if (JsonArrayReader.IsArray(body))
        {
            var (quotes, rejections) = JsonRecords.Read(body, CoinPaprikaWireContext.Default.WireTicker, ToQuote);
            return new ParsedPage { Quotes = quotes, Rejections = rejections };
        }

        var whole = new RecordLocation("$");
        return JsonRecords.TryRead(body, CoinPaprikaWireContext.Default.WireTicker, ToQuote, whole, out var quote, out var fault)
            ? new ParsedPage { Quotes = [quote] }
            : new ParsedPage { Rejections = [JsonRecords.Reject(fault, whole, body)] };
    }

    /// <summary>The coin that was asked for alone, by <c>/tickers/{id}</c>.</summary>
    private static string? CoinOf(string url)
    {
        const string Path = "/tickers/";
        var begin = url.IndexOf(Path, StringComparison.Ordinal) is var found and >= 0 ? found + Path.Length : -1;
        return begin < 0 ? null : Uri.UnescapeDataString(url[begin..].Split('?')[0]);
    }

    private static ProviderQuote? ToQuote(WireTicker wire, RecordLocation location) => wire.ToQuote(location);
}
