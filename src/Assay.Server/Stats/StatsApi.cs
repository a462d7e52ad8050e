using System.ComponentModel;
using Assay.Server.Http;
using Assay.Statistics;
using Assay.Storage;

namespace Assay.Server.Stats;

internal static class StatsApi
{
    private const int RecentRuns = 10;

    public static void MapStats(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Statistics");

        group.MapGet("/stats", GetStats).WithName("GetStats").WithSummary("How the runs went; with coin= the latest figures of one asset")
            .Produces<RunStats>().Produces<CoinStats>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/deviation", GetDeviation).WithName("GetDeviation").WithSummary("Population standard deviation of an asset's newest prices")
            .Produces<PriceDeviation>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> GetStats(
        [Description("An asset: our id or any source's.")] string? coin,
        [Description("Whose figures; the consensus where there is one.")] string? source,
        CoinLookup coins, IRunBook book, CancellationToken cancellationToken)
    {
        if (coin is not null)
            return coins.TryFind(coin, source, out var found, out var problem) ? TypedResults.Ok(CoinStats.Of(found)) : problem!;

        var tallies = await book.TallyAsync(cancellationToken);
        var recent = await book.ReadRunsAsync(new RunFilter(), page: 1, 2 * RecentRuns, cancellationToken);
        // Our own work on the store is on the books as well, but it fetches nothing.
        return TypedResults.Ok(RunStats.Of(
            [.. tallies.Where(tally => tally.Source != SourceId.Assay)], [.. recent.Items.Where(run => run.Source != SourceId.Assay).Take(RecentRuns)]));
    }

    private static async Task<IResult> GetDeviation([AsParameters] DeviationQuery query, CoinLookup coins, IHistoryStore history, CancellationToken cancellationToken)
    {
        if (!coins.TryFind(query.Coin, query.Source, out var found, out var problem))
            return problem!;

        var prices = await history.ReadNewestPricesAsync(found.Source, found.Asset, query.Records ?? 100, cancellationToken);
        if (prices.Count < 2)
            return Problems.NotFound($"A deviation needs two stored prices, and {found.Source} has {prices.Count} of {found.Asset}.");

        var deviation = Deviation.Population([.. prices]);
        return TypedResults.Ok(new PriceDeviation(
            found.Asset.Slug, query.Precision == "full" ? deviation : Math.Round(deviation, 2), prices.Count, found.Source.Name, found.RedirectedFrom));
    }
}
