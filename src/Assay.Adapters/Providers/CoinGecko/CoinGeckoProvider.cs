using Assay.Adapters.Providers.CoinGecko.Answers;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko;

/// <summary>CoinGecko v3. What is asked is in <see cref="CoinGeckoCalls"/>, what is read in the folder Answers.</summary>
/// <param name="apiKey">Only to keep it out of messages.</param>
/// <param name="plan">What the operator has there; one with a key can be asked about.</param>
internal sealed class CoinGeckoProvider(ApiClient api, string? apiKey, CoinGeckoPlan plan) : IHistoricProvider
{
    // Where two fit, as coins/list and coins/{id}, the first is meant.
    private readonly KnownAnswers _answers = new("CoinGecko", apiKey,
        Markets.Answer, CoinList.Answer, MarketChart.Latest, MarketChart.Past, OhlcRows.Answer, CoinPage.Answer, Trending.Answer, Exchanges.Answer, Global.Answer, KeyUsage.Answer);

    public SourceInfo Info { get; } = new(SourceId.CoinGecko, "CoinGecko", new Uri("https://www.coingecko.com"),
        "Data provided by CoinGecko", new Uri("https://www.coingecko.com/en/api_terms"));

    public IReadOnlyList<string> Tasks { get; } =
    [
        FetchTask.Prices, FetchTask.Assets, FetchTask.Metadata, FetchTask.Sentiment, FetchTask.Exchanges, FetchTask.Global, .. plan.HasKey ? [FetchTask.Quota] : (string[])[],
    ];

    public ApiStatus Status => api.Status;

    public CreditBudget Budget => api.Budget;

    public string Plan => plan.Name;

    public IReadOnlyList<HistoryReach> Reaches => plan.Reaches;

    private CoinGeckoCalls Calls => new(api, _answers);

    public ParsedPage Parse(RawPayload payload) => _answers.Parse(payload);

    public Endpoint? EndpointOf(RawPayload payload) => _answers.EndpointOf(payload);

    public IAsyncEnumerable<RawPayload> FetchAsync(FetchRequest request, CancellationToken cancellationToken) => request.Task switch
    {
        FetchTask.Prices => Calls.AskForPricesAsync(request, cancellationToken),
        FetchTask.Assets => api.AskOnceAsync(request.Task, "coins/list", "?include_platform=true", cancellationToken),
        FetchTask.Metadata => Calls.AskForCoinsAsync(request, cancellationToken),
        FetchTask.Sentiment => Calls.AskForSentimentAsync(request, cancellationToken),
        FetchTask.Exchanges => Calls.AskForExchangesAsync(request.Task, cancellationToken),
        FetchTask.Global => api.AskOnceAsync(request.Task, "global", "", cancellationToken),
        FetchTask.Quota when plan.HasKey => api.AskForQuotaAsync(request.Task, "key", _answers, KeyUsage.QuotaOf, cancellationToken),
        _ => throw new ProviderException($"CoinGecko does not offer the task '{request.Task}'. Known: {string.Join(", ", Tasks)}."),
    };

    public Task<RawPayload> FetchHistoryAsync(string coinId, HistoryReach reach, TimeRange range, CancellationToken cancellationToken) =>
        Calls.AskForHistoryAsync(coinId, range, cancellationToken);
}
