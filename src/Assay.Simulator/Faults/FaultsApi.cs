using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Assay.Simulator.Faults;

/// <summary><c>/faults</c>: what goes wrong, changed while the simulator runs; <c>/scenarios</c>: what can.</summary>
internal static class FaultsApi
{
    private const string Path = "/faults";
    private const string ScenariosPath = "/scenarios";

    /// <summary>These answer whatever goes wrong elsewhere.</summary>
    public static bool IsAbove(PathString path) => path.StartsWithSegments(Path) || path.StartsWithSegments(ScenariosPath);

    public static void MapFaults(this IEndpointRouteBuilder routes, FaultRules rules)
    {
        routes.MapGet(ScenariosPath, () => TypedResults.Json(Scenarios.Descriptions, FaultJson.Default.IReadOnlyListScenarioDescription));
        routes.MapGet(Path, () => Answer(rules));
        routes.MapPost(Path, (HttpRequest request, CancellationToken cancellationToken) => AddAsync(rules, request, cancellationToken));
        routes.MapDelete(Path, () =>
        {
            rules.Clear();
            return Answer(rules);
        });
    }

    private static async Task<IResult> AddAsync(FaultRules rules, HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var added = FaultRules.Parse(body.GetBuffer().AsSpan(0, (int)body.Length), out var problems);
        if (problems.Count > 0)
            return TypedResults.ValidationProblem(problems, title: "The fault rules are wrong; none was taken.");

        rules.Add(added);
        return Answer(rules);
    }

    private static JsonHttpResult<IReadOnlyList<FaultRule>> Answer(FaultRules rules) =>
        TypedResults.Json(rules.All, FaultJson.Default.IReadOnlyListFaultRule);
}
