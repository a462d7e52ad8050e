using System.Runtime.CompilerServices;
using Assay.Adapters.Providers.CoinPaprika.Answers;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinPaprika;

/// <summary>CoinPaprika v1, which has no pages. What is read is in the folder Answers.</summary>
/// <param name="apiKey">To keep it out of messages; only with one there is a plan that can be asked about.</param>
internal sealed class CoinPaprikaProvider(ApiClient api, string? apiKey) : IPolledProvider
{
    private const string InDollars = "?quotes=USD";

    private readonly bool _hasKey = !string.IsNullOrWhiteSpace(apiKey);

    private readonly KnownAnswers _answers = new("CoinPaprika", apiKey,
        Tickers.All, Tickers.One, CoinList.Answer, CoinPage.Answer, Exchanges.Answer, Global.Answer, KeyUsage.Answer);

    public SourceInfo Info { get; } = new(SourceId.CoinPaprika, "CoinPaprika", new Uri("https://coinpaprika.com"),
        "Data provided by CoinPaprika", new Uri("https://coinpaprika.com/terms-of-use"));

    public IReadOnlyList<string> Tasks { get; } =
    [
        FetchTask.Prices, FetchTask.Assets, FetchTask.Metadata, FetchTask.Exchanges, FetchTask.Global, .. string.IsNullOrWhiteSpace(apiKey) ? (string[])[] : [FetchTask.Quota],
    ];

    public ApiStatus Status => api.Status;

    public CreditBudget Budget => api.Budget;

    public ParsedPage Parse(RawPayload payload) => _answers.Parse(payload);

    public Endpoint? EndpointOf(RawPayload payload) => _answers.EndpointOf(payload);

    public IAsyncEnumerable<RawPayload> FetchAsync(FetchRequest request, CancellationToken cancellationToken) => request.Task switch
    {
        FetchTask.Prices => AskForPricesAsync(request, cancellationToken),
        FetchTask.Assets => api.AskOnceAsync(request.Task, "coins", "", cancellationToken),
        FetchTask.Metadata => api.AskAboutAsync(request.Task, request.Coins, "coins/{id}", "", _answers, cancellationToken),
        FetchTask.Exchanges => api.AskOnceAsync(request.Task, "exchanges", InDollars, cancellationToken),
        FetchTask.Global => api.AskOnceAsync(request.Task, "global", "", cancellationToken),
        FetchTask.Quota when _hasKey => api.AskForQuotaAsync(request.Task, "key/info", _answers, KeyUsage.QuotaOf, cancellationToken),
        _ => throw new ProviderException($"CoinPaprika does not offer the task '{request.Task}'. Known: {string.Join(", ", Tasks)}."),
    };

    /// <summary>Every coin that comes is kept, also those beyond the top asked for.</summary>
    private async IAsyncEnumerable<RawPayload> AskForPricesAsync(FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stillToAsk = request.Coins.ToHashSet(StringComparer.Ordinal);
        if (request.Top > 0)
        {
            var payload = await api.GetAsync(request.Task, "tickers", "tickers" + InDollars, cancellationToken);
            yield return payload;
            if (!payload.IsSuccess)
                yield break;

            if (stillToAsk.Count > 0)
                stillToAsk.ExceptWith(Parse(payload).Quotes.Select(quote => quote.CoinId));
        }

        await foreach (var payload in api.AskAboutAsync(request.Task, stillToAsk, "tickers/{id}", InDollars, _answers, cancellationToken))
            yield return payload;
    }
}
