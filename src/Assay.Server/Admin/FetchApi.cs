using System.ComponentModel;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Server.Http;
using Assay.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assay.Server.Admin;

internal static class FetchApi
{
    public static void MapFetch(this IEndpointRouteBuilder routes) =>
        // GET as well, for schedulers that cannot POST.
        routes.MapMethods("/fetch-crypto", [HttpMethods.Post, HttpMethods.Get], Fetch).AddEndpointFilter<AdminGate>()
            .WithTags("Admin").WithSummary("Starts a round now, or joins the one that is under way")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<Results<Accepted<StartedRuns>, ProblemHttpResult>> Fetch(
        [Description("Only this coin: our id or any source's.")] string? coin,
        [Description("Only this source; else all that offer the task.")] string? source,
        [Description("What to fetch; prices by default.")] string? task,
        Rounds rounds, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        try
        {
            var what = task ?? FetchTask.Prices;
            var started = rounds.Offering(what, source)
                .Select(provider => rounds.Start(provider, what, coin, progress: null, lifetime.ApplicationStopping))
                .ToArray();
            return await StartedRuns.AcceptAsync(started, cancellationToken);
        }
        catch (ProviderException exception)
        {
            return Problems.BadRequest(exception.Message);
        }
    }
}

/// <param name="RunIds">The runs that were started or joined: /api/v1/runs/{id} tells how they go.</param>
internal sealed record StartedRuns(IReadOnlyList<Guid> RunIds)
{
    /// <summary>Answers when the runs can be asked for.</summary>
    /// <exception cref="StoreException">The books cannot be written.</exception>
    public static async Task<Accepted<StartedRuns>> AcceptAsync(IReadOnlyCollection<StartedRun> runs, CancellationToken cancellationToken)
    {
        await Task.WhenAll(runs.Select(run => run.Begun)).WaitAsync(cancellationToken);
        return TypedResults.Accepted((string?)null, new StartedRuns([.. runs.Select(run => run.Id)]));
    }
}
