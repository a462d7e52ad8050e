using Assay.Providers;
using Assay.Server.Data;
using Assay.Server.Http;
using Assay.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assay.Server.Books;

/// <summary>What happened: runs, records that were turned away, and who the sources are.</summary>
internal static class BooksApi
{
    public static void MapBooks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1").WithTags("Books");

        group.MapGet("/runs", GetRuns).WithName("ListRuns").WithSummary("Runs, newest first").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/runs/{id:guid}", GetRun).WithName("GetRun").WithSummary("One run").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/rejected", GetRejected).WithName("ListRejected").WithSummary("Records that were not stored and why, newest first").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/sources", GetSources).WithName("ListSources").WithSummary("The sources that are switched on, with the terms on which their data may be shown");
    }

    private static async Task<Ok<ListPage<RunRow>>> GetRuns(
        [AsParameters] RunsQuery query, IRunBook book, HttpContext context, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var runs = await book.ReadRunsAsync(new RunFilter(KnownSources.Id(query.Source)?.Name, query.Task, query.Status), query.Number, query.Size, cancellationToken);
        return TypedResults.Ok(new ListPage<RunRow>(
            [.. runs.Items.Select(RunRow.Of)], PageMetadata.Of(context, clock, started, query.Number, query.Size, runs.Total)));
    }

    private static async Task<Results<Ok<RunRow>, ProblemHttpResult>> GetRun(Guid id, IRunBook book, CancellationToken cancellationToken) =>
        await book.FindAsync(id, cancellationToken) is { } run ? TypedResults.Ok(RunRow.Of(run)) : Problems.NotFound($"No run has the id {id}.");

    private static async Task<Ok<ListPage<RejectedRow>>> GetRejected(
        [AsParameters] RejectedQuery query, IRunBook book, HttpContext context, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var rejected = await book.ReadRejectedAsync(KnownSources.Id(query.Source)?.Name, query.Reason, query.Number, query.Size, cancellationToken);
        return TypedResults.Ok(new ListPage<RejectedRow>(
            [.. rejected.Items.Select(RejectedRow.Of)], PageMetadata.Of(context, clock, started, query.Number, query.Size, rejected.Total)));
    }

    private static Ok<SourceRow[]> GetSources(ProviderRegistry providers) =>
        TypedResults.Ok(providers.All.Select(SourceRow.Of).ToArray());
}

internal sealed record RejectedRow(
    long Id, Guid? RunId, string Source, string? CoinId, string Reason, string Detail, string Location, string Excerpt, DateTimeOffset RecordedAt, long? PayloadId)
{
    public static RejectedRow Of(RejectedRecord record) => new(
        record.Id, record.Run, record.Source.Name, record.CoinId, record.Reason, record.Detail, record.Location, record.Excerpt, record.RecordedAt, record.Payload);
}

internal sealed record SourceRow(string Id, string Title, Uri? Website, string Attribution, Uri? TermsUrl, IReadOnlyList<string> Tasks)
{
    public static SourceRow Of(IProvider provider) => new(
        provider.Info.Id.Name, provider.Info.Title, provider.Info.Website, provider.Info.Attribution, provider.Info.TermsUrl,
        provider is IPolledProvider polled ? polled.Tasks : [Ingestion.FileImporter.Task]);
}
