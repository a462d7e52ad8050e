using Assay.Board;
using Assay.Identity;
using Assay.Server.Http;

namespace Assay.Server.Data;

internal static class DataApi
{
    public static void MapData(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/data", GetData).WithName("ListData").WithTags("Data").WithSummary("The latest quote of every coin at every source")
            .Produces<DataPage>().ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult GetData([AsParameters] DataQuery query, MarketBoard board, IdentityMap identity, KnownSources sources, TimeProvider clock)
    {
        var started = clock.GetTimestamp();
        if (Sorts.Parse(query.Sort, out var problem) is not { } sort)
            return problem!;
        if (query.Source is { } source && !sources.Contains(source))
            return Problems.BadRequest(sources.Explain(source));

        var resolved = query.Coin is { } coin ? identity.Resolve(coin) : null;
        AssetId? asset = query.Coin is null ? null : resolved?.Asset.Id ?? new AssetId(query.Coin); // nobody's coin has no rows
        var boardQuery = new BoardQuery(KnownSources.Id(query.Source), query.Symbol, asset, sort);
        return new RowsResult(board.Read(boardQuery, query.Number, query.Size), query.Number, query.Size, started, resolved?.RedirectedFrom);
    }
}
