using System.ComponentModel;
using Assay.Board;
using Assay.Identity;
using Assay.Server.Data;
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

    private static Results<Ok<Crypto>, ProblemHttpResult> GetCrypto(
        [Description("An asset: our id or any source's.")] string coin, IdentityMap identity, MarketBoard board) =>
        identity.Resolve(coin) is { } resolved
            ? TypedResults.Ok(Crypto.Of(resolved, board.Of(resolved.Asset.Id), identity.LinksOf(resolved.Asset.Id)))
            : Problems.NotFound($"No asset is called '{coin}', by our id or any source's. /api/v1/cryptos?q= searches.");

    private static async Task<Results<Ok<HistoryPage>, ProblemHttpResult>> GetHistory(
        [AsParameters] HistoryQuery query, CoinLookup coins, IHistoryStore history, CancellationToken cancellationToken)
    {
        if (!coins.TryFind(query.Coin, query.Source, out var found, out var problem))
            return problem!;
        if (!HistoryCursor.TryParse(query.Cursor, out var before))
            return Problems.BadRequest($"The parameter cursor cannot be '{query.Cursor}'. Take it unchanged from next_cursor of the page before.");
        if (query.From > query.To)
            return Problems.BadRequest($"The parameter from is {query.From?.ToIso()}, which is after to, {query.To?.ToIso()}.");

        var range = new TimeRange(query.From ?? TimeRange.All.From, Earlier(query.To ?? TimeRange.All.To, before));
        var quotes = await history.ReadQuotesAsync(found.Source, found.Asset, range, query.Size + 1, cancellationToken);
        return TypedResults.Ok(HistoryPage.Of(found, quotes, query.Size));
    }

    private static DateTimeOffset Earlier(DateTimeOffset to, DateTimeOffset? before) =>
        before?.AddMilliseconds(-1) is { } last && last < to ? last : to;
}
