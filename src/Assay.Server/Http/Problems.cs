using System.Text.Json;
using System.Text.RegularExpressions;
using Assay.Providers;
using Assay.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assay.Server.Http;

/// <summary>Turns exceptions into problem+json. Only messages that we wrote ourselves are shown.</summary>
internal sealed partial class Problems(IProblemDetailsService problems) : IExceptionHandler
{
    public static ProblemHttpResult NotFound(string detail) => Problem(StatusCodes.Status404NotFound, detail);

    public static ProblemHttpResult Conflict(string detail) => Problem(StatusCodes.Status409Conflict, detail);

    public static ProblemHttpResult Unavailable(string detail) => Problem(StatusCodes.Status503ServiceUnavailable, detail);

    public static ProblemHttpResult BadRequest(string detail) => Problem(StatusCodes.Status400BadRequest, detail);

    /// <summary>Names refused parameters as the caller did.</summary>
    public static void Rename(HttpValidationProblemDetails invalid)
    {
        invalid.Errors = invalid.Errors.ToDictionary(
            error => ToSnakeCase(error.Key), error => error.Value.Select(message => message.Replace(error.Key, ToSnakeCase(error.Key), StringComparison.Ordinal)).ToArray());
        invalid.Detail = string.Join(' ', invalid.Errors.Values.SelectMany(messages => messages));
    }

    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        (int Status, string Detail)? known = exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, Explain(bad)),
            StoreException => (StatusCodes.Status503ServiceUnavailable, exception.Message),
            ProviderException => (StatusCodes.Status502BadGateway, exception.Message),
            _ => null, // a mistake of ours: 500 without details
        };
        if (known is not var (status, detail))
            return ValueTask.FromResult(false);

        httpContext.Response.StatusCode = status;
        return problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = { Status = status, Detail = detail } });
    }

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    /// <summary>The framework speaks of C# types and names; callers know the names of the query.</summary>
    private static string Explain(BadHttpRequestException exception)
    {
        if (BindingFailure().Match(exception.Message) is { Success: true } failure)
            return $"The parameter {ToSnakeCase(failure.Groups["name"].Value)} cannot be '{failure.Groups["value"].Value}'.";
        return MissingParameter().Match(exception.Message) is { Success: true } missing
            ? $"The parameter {ToSnakeCase(missing.Groups["name"].Value)} is required."
            : "The request cannot be read.";
    }

    private static string ToSnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    [GeneratedRegex("^Failed to bind parameter \"(?:.* )?(?<name>\\w+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline, matchTimeoutMilliseconds: 100)]
    private static partial Regex BindingFailure();

    [GeneratedRegex("^Required parameter \"(?:.* )?(?<name>\\w+)\" was not provided", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex MissingParameter();
}
