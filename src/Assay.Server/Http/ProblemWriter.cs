using System.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Assay.Server.Http;

/// <summary>Writes every problem as problem+json, also to who would rather have HTML: the framework's own writer then leaves the answer empty.</summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        problem.Status ??= http.Response.StatusCode;
        var known = TypedResults.Problem(statusCode: problem.Status).ProblemDetails; // the framework knows the titles
        problem.Title ??= known.Title;
        problem.Type ??= known.Type;
        problem.Extensions["trace_id"] = Activity.Current?.Id ?? http.TraceIdentifier;
        problem.Extensions["request_id"] = http.TraceIdentifier;
        if (problem is HttpValidationProblemDetails invalid)
            Problems.Rename(invalid);
        return new(http.Response.WriteAsJsonAsync(problem, problem.GetType(), json.Value.SerializerOptions, "application/problem+json", http.RequestAborted));
    }
}
