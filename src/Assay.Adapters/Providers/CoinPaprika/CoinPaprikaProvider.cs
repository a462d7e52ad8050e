using System.Globalization;
using System.Runtime.CompilerServices;
using Assay.Adapters.Providers.CoinPaprika.Answers;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinPaprika;

/// <summary>CoinPaprika v1, which has no pages. What is read is in the folder Answers.</summary>
/// <param name="apiKey">To keep it out of messages; only with one there is a plan that can be asked about.</param>
internal sealed class CoinPaprikaProvider(ApiClient api, string? apiKey) : IHistoricProvider
{
    private const string InDollars = "?quotes=USD";

    /// <summary>All changes that there have been would be more; they come newest first, and are asked for every day.</summary>
    private const int MostPagesOfChanges = 10;

    private const int ChangesPerPage = 100;

    private readonly bool _hasKey = !string.IsNullOrWhiteSpace(apiKey);

    private readonly KnownAnswers _answers = new("CoinPaprika", apiKey,
        Tickers.All, PastTickers.Answer, Tickers.One, CoinList.Answer, CoinPage.Answer, Exchanges.Answer, Global.Answer, IdChanges.Answer, KeyUsage.Answer);

    private volatile CoinPaprikaPlan _plan = string.IsNullOrWhiteSpace(apiKey) ? CoinPaprikaPlan.Free : CoinPaprikaPlan.Starter;

    public SourceInfo Info { get; } = new(SourceId.CoinPaprika, "CoinPaprika", new Uri("https://coinpaprika.com"),
        "Data provided by CoinPaprika", new Uri("https://coinpaprika.com/terms-of-use"));

    public IReadOnlyList<string> Tasks { get; } =
    [
        FetchTask.Prices, FetchTask.Assets, FetchTask.Metadata, FetchTask.Exchanges, FetchTask.Global, .. string.IsNullOrWhiteSpace(apiKey) ? (string[])[] : [FetchTask.Quota],
    ];

    public ApiStatus Status => api.Status;

    public CreditBudget Budget => api.Budget;

    public string Plan => _plan.Name;

    public IReadOnlyList<HistoryReach> Reaches => _plan.Reaches;

    public ParsedPage Parse(RawPayload payload) => _answers.Parse(payload);

    public Endpoint? EndpointOf(RawPayload payload) => _answers.EndpointOf(payload);

    public IAsyncEnumerable<RawPayload> FetchAsync(FetchRequest request, CancellationToken cancellationToken) => request.Task switch
    {
        FetchTask.Prices => AskForPricesAsync(request, cancellationToken),
        FetchTask.Assets => AskForCoinsAsync(request.Task, cancellationToken),
        FetchTask.Metadata => api.AskAboutAsync(request.Task, request.Coins, "coins/{id}", "", _answers, cancellationToken),
        FetchTask.Exchanges => api.AskOnceAsync(request.Task, "exchanges", InDollars, cancellationToken),
        FetchTask.Global => api.AskOnceAsync(request.Task, "global", "", cancellationToken),
        FetchTask.Quota when _hasKey => api.AskForQuotaAsync(request.Task, "key/info", _answers, QuotaOf, cancellationToken),
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

    public Task<RawPayload> FetchHistoryAsync(string coinId, HistoryReach reach, TimeRange range, CancellationToken cancellationToken)
    {
        var call = PastTickers.Answer.Endpoint.Name;
        var path = call.Replace("{id}", Uri.EscapeDataString(coinId), StringComparison.Ordinal);
        var query = $"?start={AskedSpan.Format(range.From)}&end={AskedSpan.Format(range.To)}&interval={CoinPaprikaPlan.IntervalOf(reach)}&limit={CoinPaprikaPlan.RowsPerCall}&quote=usd";
        return api.GetAsync(FetchTask.History, call, path + query, cancellationToken);
    }

    /// <summary>The list, and with a key also whose ids have changed.</summary>
    private async IAsyncEnumerable<RawPayload> AskForCoinsAsync(string task, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var list = await api.GetAsync(task, "coins", "coins", cancellationToken);
        yield return list;
        var pages = _hasKey && list.IsSuccess ? MostPagesOfChanges : 0;
        for (var (page, rows) = (1, ChangesPerPage); rows >= ChangesPerPage && page <= pages; page++)
        {
            var call = IdChanges.Answer.Endpoint.Name;
            var payload = await api.GetAsync(task, call, string.Create(CultureInfo.InvariantCulture, $"{call}?page={page}"), cancellationToken);
            yield return payload;
            rows = Parse(payload).IdChanges.Count;
        }
    }

    /// <summary>Also learns which plan the key has.</summary>
    private Quota? QuotaOf(RawPayload payload)
    {
        if (KeyUsage.PlanOf(payload) is { } name)
            _plan = CoinPaprikaPlan.Of(name);
        return KeyUsage.QuotaOf(payload);
    }
}
