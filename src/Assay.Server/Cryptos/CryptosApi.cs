using System.ComponentModel;
using Assay.Board;
using Assay.Candles;
using Assay.Identity;
using Assay.Server.Data;
using Assay.Server.Facts;
using Assay.Server.Http;
using Assay.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assay.Server.Cryptos;

internal static class CryptosApi
{
    public static void MapCryptos(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/cryptos").WithTags("Cryptos");

        group.MapGet("", GetCryptos).WithName("ListCryptos").WithSummary("One row per asset: the consensus where there is one")
            .Produces<DataPage>().ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/{coin}", GetCrypto).WithName("GetCrypto").WithSummary("One asset: all sources side by side, and why we think they mean the same")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{coin}/candles", GetCandles).WithName("GetCandles").WithSummary("Stored candles of one asset at one source, newest last")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{coin}/history", GetHistory).WithName("GetHistory").WithSummary("Stored quotes of one asset at one source, newest last")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult GetCryptos([AsParameters] CryptosQuery query, MarketBoard board, TimeProvider clock)
    {
        var started = clock.GetTimestamp();
        if (Sorts.Parse(query.Sort, out var problem) is not { } sort)
            return problem!;

        var boardQuery = new BoardQuery(Source: null, Symbol: null, Asset: null, sort) { LeadsOnly = true, Search = query.Q };
        return new RowsResult(board.Read(boardQuery, query.Number, query.Size), query.Number, query.Size, started);
    }

    private static async Task<Results<Ok<Crypto>, ProblemHttpResult>> GetCrypto(
        [Description("An asset: our id or any source's.")] string coin, IdentityMap identity, MarketBoard board, FactReader facts, CancellationToken cancellationToken)
    {
        if (identity.Resolve(coin) is not { } resolved)
            return Problems.NotFound($"No asset is called '{coin}', by our id or any source's. /api/v1/cryptos?q= searches.");

        var links = identity.LinksOf(resolved.Asset.Id);
        var metadata = await NewestAsync(facts, Table.CoinMetadata, "recorded_at", links, cancellationToken);
        var sentiment = await NewestAsync(facts, Table.Sentiment, "observed_at", links, cancellationToken);
        return TypedResults.Ok(Crypto.Of(resolved, board.Of(resolved.Asset.Id), links, identity.FormerLinksOf(resolved.Asset.Id), metadata, sentiment));
    }

    /// <summary>What each source has said last of a coin.</summary>
    private static async Task<IReadOnlyList<FactRow>> NewestAsync(
        FactReader facts, Table table, string time, IReadOnlyList<AssetLink> links, CancellationToken cancellationToken)
    {
        var found = new List<FactRow>();
        foreach (var link in links)
        {
            var where = new Dictionary<string, string?> { ["source"] = link.Source.Name, ["coin_id"] = link.CoinId };
            found.AddRange(await facts.RowsAsync(new FactQuery(table, time, IsDescending: true) { Where = where, PageSize = 1 }, cancellationToken));
        }

        return found;
    }

    private static async Task<Results<Ok<HistoryPage>, ProblemHttpResult>> GetHistory(
        [AsParameters] HistoryQuery query, CoinLookup coins, IHistoryStore history, CancellationToken cancellationToken)
    {
        if (!coins.TryFind(query.Coin, query.Source, out var found, out var problem))
            return problem!;
        if (!HistoryCursor.TryParse(query.Cursor, out var before))
            return Problems.BadRequest($"The parameter cursor cannot be '{query.Cursor}'. Take it unchanged from next_cursor of the page before.");
        if (query.From > query.To)
            return Problems.BadRequest(Explain(query.From, query.To));

        var range = new TimeRange(query.From ?? TimeRange.All.From, Earlier(query.To ?? TimeRange.All.To, before));
        var lastOfNext = await history.FindQuoteFromEndAsync(found.Source, found.Asset, range, query.Size + 1, cancellationToken);
        var quotes = history.ReadQuotesAsync(found.Source, found.Asset, After(lastOfNext, range), cancellationToken);
        return TypedResults.Ok(HistoryPage.Of(found, quotes, lastOfNext));
    }

    private static async Task<Results<Ok<CandlesPage>, ProblemHttpResult>> GetCandles(
        [AsParameters] CandlesQuery query, CoinLookup coins, IHistoryStore history, CancellationToken cancellationToken)
    {
        if (!coins.TryFind(query.Coin, query.Source, out var found, out var problem))
            return problem!;
        if (!CandleInterval.TryParse(query.Interval ?? CandleInterval.OneHour.Name, out var interval))
            return Problems.BadRequest($"The parameter interval cannot be '{query.Interval}'. Known: {string.Join(", ", CandleInterval.All)}.");
        if (query.From > query.To)
            return Problems.BadRequest(Explain(query.From, query.To));

        var range = new TimeRange(query.From ?? TimeRange.All.From, query.To ?? TimeRange.All.To);
        var tooOld = await history.FindCandleFromEndAsync(found.Source, found.Asset, interval, range, query.Size + 1, cancellationToken);
        var candles = history.ReadCandlesAsync(found.Source, found.Asset, interval, After(tooOld, range), cancellationToken);
        return TypedResults.Ok(CandlesPage.Of(found, interval, candles));
    }

    private static string Explain(DateTimeOffset? from, DateTimeOffset? to) => $"The parameter from is {from?.ToIso()}, which is after to, {to?.ToIso()}.";

    private static TimeRange After(DateTimeOffset? time, TimeRange range) => time is { } last ? range with { From = last.AddMilliseconds(1) } : range;

    private static DateTimeOffset Earlier(DateTimeOffset to, DateTimeOffset? before) =>
        before?.AddMilliseconds(-1) is { } last && last < to ? last : to;
}
