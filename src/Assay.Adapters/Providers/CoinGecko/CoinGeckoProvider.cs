using System.Globalization;
using System.Runtime.CompilerServices;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko;

/// <summary>CoinGecko v3: prices from <c>/coins/markets</c>, coins and their contracts from <c>/coins/list</c>.</summary>
/// <param name="apiKey">Only to keep it out of messages.</param>
internal sealed class CoinGeckoProvider(ApiClient api, string? apiKey) : IPolledProvider
{
    private const int RowsPerPage = 250;
    private const int IdsPerCall = 100; // keeps the address below 8 kB, ids have up to 50 characters
    private const string Markets = "coins/markets";
    private const string MarketsQuery = $"{Markets}?vs_currency=usd&order=market_cap_desc&per_page=250"
        + "&price_change_percentage=7d&precision=full&sparkline=false";

    public SourceInfo Info { get; } = new(SourceId.CoinGecko, "CoinGecko", new Uri("https://www.coingecko.com"),
        "Data provided by CoinGecko", new Uri("https://www.coingecko.com/en/api_terms"));

    public IReadOnlyList<string> Tasks { get; } = [FetchTask.Prices, FetchTask.Assets];

    public ApiStatus Status => api.Status;

    public CreditBudget Budget => api.Budget;

    public Endpoint? EndpointOf(RawPayload payload) => null;

    public async IAsyncEnumerable<RawPayload> FetchAsync(FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        switch (request.Task)
        {
            case FetchTask.Prices:
                await foreach (var payload in FetchPricesAsync(request, cancellationToken))
                    yield return payload;
                break;
            case FetchTask.Assets:
                yield return await api.GetAsync(request.Task, "coins/list", "coins/list?include_platform=true", cancellationToken);
                break;
            default:
                throw new ProviderException($"CoinGecko does not offer the task '{request.Task}'. Known: {string.Join(", ", Tasks)}.");
        }
    }

    public ParsedPage Parse(RawPayload payload)
    {
        var body = ErrorAnswer.WithoutMark(payload.Body.Span);
        if (!payload.IsSuccess || !JsonArrayReader.IsArray(body))
            return ErrorAnswer.Describe("CoinGecko", payload, apiKey);

        return payload.Task switch
        {
            FetchTask.Prices => ParsePrices(payload, body),
            FetchTask.Assets => ParseAssets(body),
            _ => ParsedPage.Failed($"CoinGecko has no task '{payload.Task}', so nobody knows how to read this answer."),
        };
    }

    private static ParsedPage ParsePrices(RawPayload payload, ReadOnlySpan<byte> body)
    {
        if (CurrencyOf(payload.Url) is { } currency && !currency.Equals("usd", StringComparison.OrdinalIgnoreCase))
            return ParsedPage.Failed($"CoinGecko was asked for prices in '{currency.CutTo(20)}', but we keep prices in usd only.");

        var (quotes, rejections) = JsonRecords.Read(body, CoinGeckoWireContext.Default.WireMarket, (wire, location) => wire.ToQuote(location));
        return new ParsedPage { Quotes = quotes, Rejections = rejections };
    }

    private static ParsedPage ParseAssets(ReadOnlySpan<byte> body)
    {
        var (assets, rejections) = JsonRecords.Read(body, CoinGeckoWireContext.Default.WireCoin, (wire, _) => wire.ToAsset());
        return new ParsedPage { Assets = assets, Rejections = rejections };
    }

    private static string? CurrencyOf(string url)
    {
        const string Name = "vs_currency=";
        var query = url.IndexOf('?') is var mark and >= 0 ? url[(mark + 1)..] : "";
        return query.Split('&').FirstOrDefault(part => part.StartsWith(Name, StringComparison.Ordinal))?[Name.Length..];
    }

    private async IAsyncEnumerable<RawPayload> FetchPricesAsync(
        FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stillToAsk = request.Coins.Where(id => !string.IsNullOrWhiteSpace(id)).ToHashSet(StringComparer.Ordinal);
        for (var (page, rows) = (1, RowsPerPage); rows >= RowsPerPage && (page - 1) * RowsPerPage < request.Top; page++)
        {
            var query = string.Create(CultureInfo.InvariantCulture, $"{MarketsQuery}&page={page}");
            var payload = await api.GetAsync(request.Task, Markets, query, cancellationToken);
            yield return payload;
            if (!IsList(payload))
                yield break;

            rows = JsonArrayReader.Count(payload.Body.Span);
            if (stillToAsk.Count > 0)
                stillToAsk.ExceptWith(Parse(payload).Quotes.Select(quote => quote.CoinId));
        }

        foreach (var ids in stillToAsk.Order(StringComparer.Ordinal).Chunk(IdsPerCall))
        {
            // A space after a comma would silently drop the coins behind it.
            var query = $"{MarketsQuery}&ids={string.Join(',', ids.Select(Uri.EscapeDataString))}";
            var payload = await api.GetAsync(request.Task, Markets, query, cancellationToken);
            yield return payload;
            if (!IsList(payload))
                yield break;
        }
    }

    private static bool IsList(RawPayload payload) => payload.IsSuccess && JsonArrayReader.IsArray(ErrorAnswer.WithoutMark(payload.Body.Span));
}
