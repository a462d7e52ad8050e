using System.ComponentModel;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Server.Admin;
using Assay.Server.Data;
using Assay.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assay.Server.Mappings;

/// <summary>Which coin is which asset, where that is in doubt, and an operator's word on it.</summary>
internal static class MappingsApi
{
    public static void MapMappings(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/mappings").WithTags("Mappings");

        group.MapGet("/unresolved", GetUnresolved).WithName("ListUnresolved")
            .WithSummary("Coins that are assets of their own though others may be the same, with the candidates and why each was refused; and links that may be wrong")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPut("/{source}/{coin_id}", PutMapping).AddEndpointFilter<AdminGate>().WithName("PutMapping")
            .WithSummary("Says which asset a source's coin stands for; nothing but another such word changes it again")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static Results<Ok<UnresolvedPage>, ProblemHttpResult> GetUnresolved(
        [AsParameters] UnresolvedQuery query, UnresolvedCoins coins, KnownSources sources, HttpContext context, TimeProvider clock)
    {
        var started = clock.GetTimestamp();
        if (query.Source is { } source && !sources.Contains(source))
            return Problems.BadRequest(sources.Explain(source));

        var only = KnownSources.Id(query.Source);
        var all = coins.Find(only);
        var page = all.Skip((int)Math.Min((query.Number - 1L) * query.Size, all.Count)).Take(query.Size).Select(UnresolvedRow.Of);
        var suspects = coins.FindSuspects(only).Select(SuspectRow.Of);
        return TypedResults.Ok(new UnresolvedPage(
            [.. page], [.. suspects], PageMetadata.Of(context, clock, started, query.Number, query.Size, all.Count)));
    }

    private static async Task<Results<Ok<MappingRow>, ProblemHttpResult>> PutMapping(
        [Description("A source, for example coinpaprika.")] string source,
        [Description("The source's own id of the coin.")] string coin_id,
        MappingBody body, KnownSources sources, IdentityMap identity, OperatorMappings mappings, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (KnownSources.Id(source) is not { } id || id == SourceId.Consensus || !sources.Contains(source))
            return Problems.NotFound(sources.Explain(source));

        var word = new MappingOverride(id, coin_id, body.AssetId, body.Reason);
        if (word.FindFault(identity) is { } fault)
            return fault.IsUnknown ? Problems.NotFound(fault.Reason) : Problems.Conflict(fault.Reason);

        var run = await mappings.ApplyAsync(word, lifetime.ApplicationStopping).WaitAsync(cancellationToken);
        if (run.Error is { } error)
            return Problems.Unavailable(error);
        return run.Pages.Rejected == 0 && identity.FindLink(id, coin_id) is { } link
            ? TypedResults.Ok(MappingRow.Of(link))
            : Problems.Conflict("Meanwhile the coin or the asset has changed; /api/v1/rejected?reason=mapping_refused says how. Look at both again.");
    }
}
