using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinMarketCap;

/// <summary>CoinMarketCap's professional API. Without a key it is asked for what is open to everybody.</summary>
internal sealed class CoinMarketCapProvider(Connection connection, TimeProvider clock) : IHistoricProvider
{
    private const int RowsPerPage = 1000;
    private const int ListedPerPage = 5000;
    private const int MostListPages = 20; // ten times what there is; a source that never ends its list must not keep us for ever
    private const int IdsPerCall = 100;

    private readonly AnswerReader _answers = new("CoinMarketCap", connection.ApiKey, Endpoints.All);
    private readonly Rests _rests = new(clock);

    public SourceInfo Info { get; } = new(SourceId.CoinMarketCap, "CoinMarketCap", new Uri("https://coinmarketcap.com"),
        "Data provided by CoinMarketCap.com", new Uri("https://coinmarketcap.com/api/terms/"));

    public IReadOnlyList<string> Tasks { get; } =
    [
        FetchTask.Prices, FetchTask.Assets, FetchTask.Metadata, FetchTask.Exchanges, FetchTask.Global, .. connection.HasKey ? [FetchTask.Quota] : Array.Empty<string>(),
    ];

    public ApiStatus Status => connection.Api.Status;

    public CreditBudget Budget => connection.Api.Budget;

    public string Plan => connection.Plan.Name;

    public IReadOnlyList<HistoryReach> Reaches => connection.Plan.Reaches;

    public Endpoint? EndpointOf(RawPayload payload) => _answers.EndpointOf(payload);

    public ParsedPage Parse(RawPayload payload) => _answers.Parse(payload);

    public IAsyncEnumerable<RawPayload> FetchAsync(FetchRequest request, CancellationToken cancellationToken) => request.Task switch
    {
        _ when !Tasks.Contains(request.Task) => throw new ProviderException($"CoinMarketCap does not offer the task '{request.Task}'. Known: {string.Join(", ", Tasks)}."),
        FetchTask.Prices => FetchPricesAsync(request, cancellationToken),
        FetchTask.Assets => FetchAssetsAsync(request, cancellationToken),
        FetchTask.Metadata => FetchByIdAsync(request, Endpoints.Info, "&skip_invalid=true", IdsOf(request), cancellationToken),
        FetchTask.Exchanges => FetchExchangesAsync(request, cancellationToken),
        FetchTask.Global => FetchOneAsync(() => connection.GetAsync(request.Task, Endpoints.Global, "?convert=USD", cancellationToken)),
        _ => FetchOneAsync(() => connection.GetQuotaAsync(cancellationToken)),
    };

    public Task<RawPayload> FetchHistoryAsync(string coinId, HistoryReach reach, TimeRange range, CancellationToken cancellationToken) =>
        connection.GetAsync(FetchTask.History, PastCandles.Endpoint, PastCandles.QueryOf(coinId, reach, range), cancellationToken);

    private async IAsyncEnumerable<RawPayload> FetchPricesAsync(FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stillToAsk = IdsOf(request).ToList();
        if (request is { Top: 0, Coins: [var coin, ..] } && stillToAsk.Count == 0)
            throw new ProviderException($"CoinMarketCap has a number for each coin, such as 1 for Bitcoin, and '{coin.CutTo(40)}' is none.");

        for (var start = 1; start <= request.Top; start += RowsPerPage)
        {
            var limit = Math.Min(RowsPerPage, request.Top - start + 1);
            var query = string.Create(CultureInfo.InvariantCulture, $"?start={start}&limit={limit}&convert=USD");
            var payload = await connection.GetAsync(request.Task, Endpoints.Listings, query, cancellationToken);
            yield return payload;
            if (!AnswerReader.IsData(payload))
                yield break;

            if (stillToAsk.Count > 0)
                stillToAsk = [.. stillToAsk.Except(Parse(payload).Quotes.Select(quote => quote.CoinId))];
            if (RowsIn(payload) < limit)
                break;
        }

        await foreach (var payload in FetchByIdAsync(request, Endpoints.Quotes, "&convert=USD&skip_invalid=true", stillToAsk, cancellationToken))
            yield return payload;
    }

    private async IAsyncEnumerable<RawPayload> FetchAssetsAsync(FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = 0; page < MostListPages; page++)
        {
            var query = string.Create(CultureInfo.InvariantCulture, $"?listing_status=active&start={1 + (page * ListedPerPage)}&limit={ListedPerPage}&sort=id");
            var payload = await connection.GetAsync(request.Task, Endpoints.Map, query, cancellationToken);
            yield return payload;
            if (!AnswerReader.IsData(payload) || RowsIn(payload) < ListedPerPage)
                yield break;
        }
    }

    private async IAsyncEnumerable<RawPayload> FetchByIdAsync(
        FetchRequest request, string endpoint, string query, IEnumerable<string> ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(IdsPerCall))
        {
            var payload = await connection.GetAsync(request.Task, endpoint, $"?id={string.Join(',', chunk)}{query}", cancellationToken);
            yield return payload;
            if (AnswerReader.IsError(payload))
                yield break;
        }
    }

    /// <summary>Volumes where the plan allows; where it does not, at least the names. Whether it does is asked once a day.</summary>
    private async IAsyncEnumerable<RawPayload> FetchExchangesAsync(FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (connection.HasKey && !_rests.IsResting(Endpoints.ExchangeListings))
        {
            var payload = await connection.GetAsync(request.Task, Endpoints.ExchangeListings, "?start=1&limit=1000&convert=USD", cancellationToken);
            yield return payload;
            if (payload.Status != (int)HttpStatusCode.Forbidden && Envelope.Read(payload.Body).ErrorCode != ErrorCode.EndpointNotInPlan)
                yield break;
            _rests.Begin(Endpoints.ExchangeListings);
        }

        yield return await connection.GetAsync(request.Task, Endpoints.ExchangeMap, "?start=1&limit=5000", cancellationToken);
    }

    private static async IAsyncEnumerable<RawPayload> FetchOneAsync(Func<Task<RawPayload>> ask)
    {
        yield return await ask();
    }

    /// <summary>CoinMarketCap numbers its coins, and refuses a whole list of ids for one that is no number.</summary>
    private static IEnumerable<string> IdsOf(FetchRequest request) => request.Coins.Where(id => id.Length is > 0 and < 10 && id.All(char.IsAsciiDigit)).Distinct();

    private static int RowsIn(RawPayload payload) => JsonArrayReader.Count(Envelope.Read(payload.Body).Data.Span);
}
