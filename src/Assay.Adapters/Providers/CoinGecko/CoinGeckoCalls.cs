using System.Globalization;
using System.Runtime.CompilerServices;
using Assay.Adapters.Providers.CoinGecko.Answers;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko;

/// <summary>What is asked of CoinGecko for each task.</summary>
internal sealed class CoinGeckoCalls(ApiClient api, KnownAnswers answers)
{
    private const int RowsPerPage = 250;
    private const int MostExchangePages = 4; // about 1,000 exchanges; what comes after them has no volume to speak of
    private const int IdsPerCall = 100; // keeps the address below 8 kB, ids have up to 50 characters
    private const string Markets = "coins/markets";
    private const string MarketsQuery = $"{Markets}?vs_currency=usd&order=market_cap_desc&per_page=250"
        + "&price_change_percentage=7d&precision=full&sparkline=false";

    private const string Page = "coins/{id}";
    private const string PageQuery = "?localization=false&tickers=false&market_data=false&community_data=true&developer_data=false&sparkline=false";

    public async IAsyncEnumerable<RawPayload> AskForPricesAsync(FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stillToAsk = request.Coins.Where(id => !string.IsNullOrWhiteSpace(id)).ToHashSet(StringComparer.Ordinal);
        var pages = (request.Top + RowsPerPage - 1) / RowsPerPage;
        await foreach (var payload in AskForPagesAsync(request.Task, Markets, MarketsQuery, pages, cancellationToken))
        {
            yield return payload;
            if (!IsList(payload))
                yield break;
            if (stillToAsk.Count > 0)
                stillToAsk.ExceptWith(answers.Parse(payload).Quotes.Select(quote => quote.CoinId));
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

    public IAsyncEnumerable<RawPayload> AskForCoinsAsync(FetchRequest request, CancellationToken cancellationToken) =>
        api.AskAboutAsync(request.Task, request.Coins, Page, PageQuery, answers, cancellationToken);

    /// <summary>What is looked for, then the coins, on whose pages the votes are.</summary>
    public async IAsyncEnumerable<RawPayload> AskForSentimentAsync(FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var trending = await api.GetAsync(request.Task, "search/trending", "search/trending", cancellationToken);
        yield return trending;
        if (answers.Parse(trending).Error is not null)
            yield break;

        await foreach (var payload in AskForCoinsAsync(request, cancellationToken))
            yield return payload;
    }

    public IAsyncEnumerable<RawPayload> AskForExchangesAsync(string task, CancellationToken cancellationToken) =>
        AskForPagesAsync(task, "exchanges", "exchanges?per_page=250", MostExchangePages, cancellationToken);

    /// <summary>How far apart the rows are follows from the width of the range: five minutes within a day, hours within 90 days.</summary>
    public Task<RawPayload> AskForHistoryAsync(string coin, TimeRange range, CancellationToken cancellationToken)
    {
        var call = MarketChart.Past.Endpoint.Name;
        var path = call.Replace("{id}", Uri.EscapeDataString(coin), StringComparison.Ordinal);
        return api.GetAsync(
            FetchTask.History, call, $"{path}?vs_currency=usd&from={AskedSpan.Format(range.From)}&to={AskedSpan.Format(range.To)}&precision=full", cancellationToken);
    }

    /// <summary>Page after page; the last one is the first that is not full.</summary>
    private async IAsyncEnumerable<RawPayload> AskForPagesAsync(
        string task, string call, string query, int pages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var (page, rows) = (1, RowsPerPage); rows >= RowsPerPage && page <= pages; page++)
        {
            var payload = await api.GetAsync(task, call, string.Create(CultureInfo.InvariantCulture, $"{query}&page={page}"), cancellationToken);
            yield return payload;
            rows = IsList(payload) ? JsonArrayReader.Count(payload.Body.Span) : 0;
        }
    }

    private static bool IsList(RawPayload payload) => payload.IsSuccess && JsonArrayReader.IsArray(ErrorAnswer.WithoutMark(payload.Body.Span));
}
