using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Assay.History;
using Assay.Identity;
using Assay.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assay.Server.Cryptos;

internal static class GapsApi
{
    /// <summary>Where a request does not say since when.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);

    public static void MapGaps(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/cryptos/{coin}/gaps", GetGaps).WithTags("Cryptos").WithName("GetGaps")
            .WithSummary("The holes in the history of one asset: what its sources did not tell, what was not collected and why, what was turned away, and what was repaired")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    private static Results<Ok<GapsPage>, ProblemHttpResult> GetGaps(
        [AsParameters] GapsQuery query, IdentityMap identity, KnownSources sources, GapReader gaps, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (query.Source is not null && !sources.Contains(query.Source))
            return Problems.BadRequest(sources.Explain(query.Source));
        if (KnownSources.Id(query.Source) == SourceId.Consensus)
            return Problems.BadRequest("The consensus is decided and not collected. Its gaps are those of its sources: leave the parameter source out to see them all.");
        if (identity.Resolve(query.Coin) is not { } resolved)
            return Problems.NotFound($"No asset is called '{query.Coin}', by our id or any source's. /api/v1/cryptos?q= searches.");

        var links = identity.LinksOf(resolved.Asset.Id).Where(link => query.Source is null || link.Source == KnownSources.Id(query.Source)).ToList();
        if (links.Count == 0)
            return Problems.NotFound($"{query.Source} has no coin that is {resolved.Asset.Id}.");

        var now = clock.GetUtcNow();
        var to = query.To is { } end && end < now ? end : now;
        var range = new TimeRange(query.From ?? to - Usual, to);
        return range.From >= range.To
            ? Problems.BadRequest($"The parameter from is {range.From.ToIso()}, which is not before to, {range.To.ToIso()}.")
            : TypedResults.Ok(new GapsPage(resolved.Asset.Id.Slug, range.From, range.To, resolved.RedirectedFrom, ReadAsync(links, range, gaps, cancellationToken)));
    }

    private static async IAsyncEnumerable<GapRow> ReadAsync(
        IEnumerable<AssetLink> links, TimeRange range, GapReader gaps, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var link in links)
        {
            await foreach (var gap in await gaps.FindAsync(link, range, cancellationToken))
                yield return new GapRow(link.Source.Name, gap.From, gap.To, gap.Kind, gap.Reason);
        }
    }
}

/// <summary>Source by source, in order of time, written as they are found.</summary>
internal sealed record GapsPage(
    string Coin,
    DateTimeOffset From,
    DateTimeOffset To,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RedirectedFrom,
    IAsyncEnumerable<GapRow> Data);

internal sealed record GapRow(string Source, DateTimeOffset From, DateTimeOffset To, string Kind, string Reason);
