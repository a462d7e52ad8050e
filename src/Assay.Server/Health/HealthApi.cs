using Microsoft.AspNetCore.Http.HttpResults;

namespace Assay.Server.Health;

internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<HealthCheck>(); // the time of the start is its own
        var group = routes.MapGroup("").WithTags("Health");

        group.MapGet("/health", GetHealth).WithName("GetHealth").WithSummary("How it stands, and what to do where something is wrong")
            .Produces<HealthReport>().Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/api/v1/health", GetHealth).WithName("GetHealthV1").WithSummary("The same as /health")
            .Produces<HealthReport>().Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/health/live", () => TypedResults.Ok(new Liveness("live"))).WithName("GetLiveness").WithSummary("The process answers; depends on nothing else");
        group.MapGet("/health/ready", GetReadiness).WithName("GetReadiness").WithSummary("Requests can be served")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<JsonHttpResult<HealthReport>> GetHealth(HealthCheck check, CancellationToken cancellationToken)
    {
        var report = await check.ReportAsync(cancellationToken);
        return TypedResults.Json(report, statusCode: report.Status == "unhealthy" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private static async Task<Results<Ok<Liveness>, ProblemHttpResult>> GetReadiness(HealthCheck check, CancellationToken cancellationToken) =>
        await check.IsReadyAsync(cancellationToken)
            ? TypedResults.Ok(new Liveness("ready"))
            : TypedResults.Problem("The database does not answer; /health says why.", statusCode: StatusCodes.Status503ServiceUnavailable);
}

internal sealed record Liveness(string Status);
