using System.ComponentModel;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Server.Http;
using Assay.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assay.Server.Admin;

internal static class RetryApi
{
    public static void MapRetry(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/rejected/{id:long}/retry", Retry).AddEndpointFilter<AdminGate>()
            .WithTags("Admin").WithName("RetryRejected").WithSummary("Reads the answer of a rejected record again with today's program, and tells what becomes of the record")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Ok<RetryRow>, ProblemHttpResult>> Retry(
        [Description("The number of the rejected record.")] long id, IRunBook book, IRawStore raw, ProviderRegistry providers, Pipeline pipeline, CancellationToken cancellationToken)
    {
        var payload = RejectedRecord.PayloadOf(id);
        if ((await book.ReadRejectedOfAsync(payload, cancellationToken)).FirstOrDefault(record => record.Id == id) is not { } rejected)
            return Problems.NotFound($"No rejected record has the number {id}. It may have been removed with its answer, or accepted by another retry or a replay.");
        if (await raw.FindAsync(payload, cancellationToken) is not { } kept)
            return Problems.NotFound($"The answer that the record {id} came in is not kept any more; RAW_RETENTION_DAYS says how long answers are.");
        if (providers.ReaderOf(kept.Payload) is not { } reader)
            return Problems.Conflict($"{kept.Payload.Source} is switched off, and nobody else can read its answers. Switch it on to try again.");

        var result = await pipeline.ProcessAsync(kept, reader, cancellationToken);
        var still = (await book.ReadRejectedOfAsync(payload, cancellationToken)).FirstOrDefault(record => record.Location == rejected.Location);
        return TypedResults.Ok(RetryRow.Of(rejected, still, result));
    }
}

/// <param name="Id">The number of the rejected record.</param>
/// <param name="Outcome">stored, corrected, unchanged (known already), listed (it has no price), or rejected.</param>
/// <param name="Reason">Why it is rejected again; null where it is not.</param>
/// <param name="Detail">The same as a sentence.</param>
/// <param name="RejectedId">Its number in the books now; null where it is not rejected any more.</param>
/// <param name="Page">What became of the whole answer that it came in.</param>
internal sealed record RetryRow(long Id, string Outcome, string? Reason, string? Detail, long? RejectedId, RetriedPage Page)
{
    public static RetryRow Of(RejectedRecord rejected, RejectedRecord? still, PageResult page) => new(
        rejected.Id, still is null ? OutcomeOf(page) : "rejected", still?.Reason, still?.Detail ?? page.Error, still?.Id,
        new RetriedPage(page.Stored, page.Corrected, page.Unchanged, page.Listed, page.Rejected));

    /// <summary>All other records of the answer have been stored before: what is new is this one.</summary>
    private static string OutcomeOf(PageResult page) => page switch
    {
        { Error: not null } => "rejected",
        { Stored: > 0 } => "stored",
        { Corrected: > 0 } => "corrected",
        { Unchanged: > 0 } => "unchanged",
        _ => "listed",
    };
}

internal sealed record RetriedPage(long Stored, long Corrected, long Unchanged, long Listed, long Rejected);
