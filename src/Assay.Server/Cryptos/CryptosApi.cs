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
        group.MapGet("/{coin}/price", GetPrice).WithName("GetPrice").WithSummary("The price of one asset, who agrees on it, and with explain=true why")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{coin}/candles", GetCandles).WithName("GetCandles").WithSummary("Candles of one asset at one source, newest last, the open one among them")
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

    private static async Task<Results<Ok<PriceAnswer>, ProblemHttpResult>> GetPrice(
        [AsParameters] PriceQuery query, IdentityMap identity, MarketBoard board, IHistoryStore history, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (identity.Resolve(query.Coin) is not { } coin)
            return Problems.NotFound($"No asset is called '{query.Coin}', by our id or any source's. /api/v1/cryptos?q= searches.");

        var decision = query.AsOf is { } asOf ? await history.FindDecisionAsync(coin.Asset.Id, asOf, cancellationToken) : board.FindDecision(coin.Asset.Id);
        var time = query.AsOf ?? clock.GetUtcNow();
        if (decision is null)
            return Problems.NotFound($"No price of {coin.Asset.Id} {(query.AsOf is null ? "has" : $"had, as of {time.ToIso()},")} been decided: no source has said anything fresh. /api/v1/cryptos/{coin.Asset.Id} shows what there is.");
        return TypedResults.Ok(PriceAnswer.Of(coin, decision.At(time), query.Explain ?? false));
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
        if (!HistoryCursor.TryParse(query.Cursor, out var cursor))
            return Problems.BadRequest($"The parameter cursor cannot be '{query.Cursor}'. Take it unchanged from next_cursor of the page before.");
        if (query.From > query.To)
            return Problems.BadRequest(Explain(query.From, query.To));

        var asOf = query.AsOf ?? cursor.AsOf;
        var range = new TimeRange(query.From ?? TimeRange.All.From, Earlier(query.To ?? TimeRange.All.To, cursor.Before));
        var lastOfNext = await history.FindQuoteFromEndAsync(found.Source, found.Asset, range, query.Size + 1, asOf, cancellationToken);
        var quotes = history.ReadQuotesAsync(found.Source, found.Asset, After(lastOfNext, range), asOf, cancellationToken);
        return TypedResults.Ok(HistoryPage.Of(found, quotes, lastOfNext, asOf));
    }

    private static async Task<Results<Ok<CandlesPage>, ProblemHttpResult>> GetCandles(
        [AsParameters] CandlesQuery query, CoinLookup coins, CandleReader reader, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!coins.TryFind(query.Coin, query.Source, out var found, out var problem))
            return problem!;
        if (!CandleInterval.TryParse(query.Interval ?? CandleInterval.OneHour.Name, out var interval))
            return Problems.BadRequest($"The parameter interval cannot be '{query.Interval}'. Known: {string.Join(", ", CandleInterval.All)}.");
        if (query.From > query.To)
            return Problems.BadRequest(Explain(query.From, query.To));

        var range = new TimeRange(query.From ?? TimeRange.All.From, query.To ?? TimeRange.All.To);
        var tooOld = await reader.FindFromEndAsync(found.Source, found.Asset, interval, range, query.Size + 1, query.AsOf, cancellationToken);
        var candles = reader.ReadAsync(found.Source, found.Asset, interval, After(tooOld, range), query.AsOf, cancellationToken);
        return TypedResults.Ok(CandlesPage.Of(found, query, interval, candles, clock.GetUtcNow()));
    }

    private static string Explain(DateTimeOffset? from, DateTimeOffset? to) => $"The parameter from is {from?.ToIso()}, which is after to, {to?.ToIso()}.";

    private static TimeRange After(DateTimeOffset? time, TimeRange range) => time is { } last ? range with { From = last.AddMilliseconds(1) } : range;

    private static DateTimeOffset Earlier(DateTimeOffset to, DateTimeOffset? before) =>
        before?.AddMilliseconds(-1) is { } last && last < to ? last : to;
}
