using System.ComponentModel;
using Assay.Replay;
using Assay.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Assay.Server.Admin;

internal static class ReplayApi
{
    public static void MapReplay(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/replay", Replay).AddEndpointFilter<AdminGate>()
            .WithTags("Admin").WithName("Replay").WithSummary("Makes the rows anew from the raw payloads and puts right what differs, or only says what does")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<Results<Accepted<StartedRuns>, Ok<ReplayRow>, ProblemHttpResult>> Replay(
        [AsParameters] ReplayQuery query, Replayer replayer, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (query.From > query.To)
            return Problems.BadRequest("The parameter from is later than the parameter to.");

        var request = new ReplayRequest(query.From, query.To, KnownSources.Id(query.Source));
        if (query.Diff is true)
            return TypedResults.Ok(ReplayRow.Of(await replayer.CompareAsync(request, progress: null, cancellationToken)));
        if (replayer.Start(request, progress: null, lifetime.ApplicationStopping) is not { } started)
            return Problems.Conflict("Another replay is under way. Ask again when it has ended; /api/v1/runs?task=replay tells.");
        return await StartedRuns.AcceptAsync([started.Run], cancellationToken);
    }
}

public sealed record ReplayQuery
{
    [FromQuery(Name = "from"), Description("Only payloads fetched at or after this time, ISO 8601.")]
    public DateTimeOffset? From { get; init; }

    [FromQuery(Name = "to"), Description("Only payloads fetched at or before this time, ISO 8601.")]
    public DateTimeOffset? To { get; init; }

    [FromQuery(Name = "source"), Description("Only payloads of this source; the consensus is then left alone.")]
    public string? Source { get; init; }

    [FromQuery(Name = "diff"), Description("true: changes nothing and answers what would change.")]
    public bool? Diff { get; init; }
}

/// <param name="Payloads">How many were replayed.</param>
/// <param name="PassedOver">Payloads by source that nobody could read, because the source is switched off.</param>
/// <param name="Changes">How many rows would change.</param>
/// <param name="Tables">Where, with the first of them in words.</param>
internal sealed record ReplayRow(int Payloads, IReadOnlyDictionary<string, int> PassedOver, long Changes, IReadOnlyCollection<TableChanges> Tables)
{
    public static ReplayRow Of(ReplayReport report) => new(report.Payloads, report.PassedOver, report.Changes, report.Tables);
}
