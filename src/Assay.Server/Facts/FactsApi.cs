using Assay.Board;
using Assay.Identity;
using Assay.Server.Http;
using Assay.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assay.Server.Facts;

/// <summary>What the sources say besides prices.</summary>
internal static class FactsApi
{
    public static void MapFacts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1").WithTags("Market");

        group.MapGet("/exchanges", GetExchanges).WithName("ListExchanges").WithSummary("Exchanges and what is traded there, by each source's own ranking")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/trending", GetTrending).WithName("ListTrending").WithSummary("What people look for at the sources just now");
        group.MapGet("/global", GetGlobal).WithName("GetGlobal").WithSummary("The market as a whole, as each source counts it");
        group.MapGet("/dex/networks", GetNetworks).WithName("ListDexNetworks").WithSummary("Networks with decentralised exchanges")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/dex/pairs", GetPairs).WithName("ListDexPairs").WithSummary("Pools of decentralised exchanges, the deepest first")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/drift", GetDrift).WithName("ListDrift").WithSummary("Changes in the shape of the sources' answers, newest first")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static Task<Ok<ListPage<FactRow>>> GetExchanges(
        [AsParameters] SourceQuery query, FactReader reader, HttpContext context, CancellationToken cancellationToken) =>
        reader.ListAsync(context, query, new FactQuery(Table.Exchanges, "rank") { Where = BySource(query.Source) }, cancellationToken);

    private static Task<Ok<ListPage<FactRow>>> GetNetworks(
        [AsParameters] SourceQuery query, FactReader reader, HttpContext context, CancellationToken cancellationToken) =>
        reader.ListAsync(context, query, new FactQuery(Table.DexNetworks, "slug") { Where = BySource(query.Source) }, cancellationToken);

    private static Task<Ok<ListPage<FactRow>>> GetPairs(
        [AsParameters] DexPairsQuery query, FactReader reader, HttpContext context, CancellationToken cancellationToken) =>
        reader.ListAsync(context, query, new FactQuery(Table.DexPairs, "liquidity", IsDescending: true)
        {
            Where = new Dictionary<string, string?> { ["network"] = query.Network?.ToLowerInvariant(), ["dex"] = query.Dex, ["base_symbol"] = query.Base },
        }, cancellationToken);

    private static Task<Ok<ListPage<FactRow>>> GetDrift(
        [AsParameters] SourceQuery query, FactReader reader, HttpContext context, CancellationToken cancellationToken) =>
        reader.ListAsync(context, query, new FactQuery(Table.DriftEvents, "id", IsDescending: true) { Where = BySource(query.Source) }, cancellationToken);

    private static async Task<Ok<Listing>> GetTrending(FactReader reader, IdentityMap identity, MarketBoard board, CancellationToken cancellationToken)
    {
        var rows = new List<FactRow>();
        foreach (var places in (await reader.RowsAsync(new FactQuery(Table.Trending, "place"), cancellationToken)).GroupBy(row => row["source"]))
        {
            var newest = places.Max(row => (DateTimeOffset)row["recorded_at"]!);
            rows.AddRange(places.Where(row => (DateTimeOffset)row["recorded_at"]! == newest).Select(row => Named(row, identity, board)));
        }

        return TypedResults.Ok(new Listing(rows));
    }

    private static async Task<Ok<Listing>> GetGlobal(FactReader reader, KnownSources sources, CancellationToken cancellationToken)
    {
        var rows = new List<FactRow>();
        foreach (var source in sources.All)
        {
            var newest = new FactQuery(Table.GlobalMarket, "observed_at", IsDescending: true) { Where = BySource(source.Name), PageSize = 1 };
            rows.AddRange(await reader.RowsAsync(newest, cancellationToken));
        }

        return TypedResults.Ok(new Listing(rows));
    }

    /// <summary>With our own id of the coin, and what it costs by our own account where the source did not say.</summary>
    private static FactRow Named(FactRow row, IdentityMap identity, MarketBoard board)
    {
        var asset = identity.FindLink(new SourceId((string)row["source"]!), (string)row["coin_id"]!)?.Asset;
        row["asset_id"] = asset?.Slug;
        row["price"] ??= asset is { } known ? board.Lead(known)?.Quote.Figures.Price : null;
        return row;
    }

    private static Dictionary<string, string?> BySource(string? source) => new() { ["source"] = KnownSources.Id(source)?.Name };
}

/// <summary>A list that has no pages.</summary>
internal sealed record Listing(IReadOnlyList<FactRow> Data);
