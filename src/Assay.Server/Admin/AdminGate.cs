using System.Net;
using System.Security.Cryptography;
using System.Text;
using Assay.Server.Configuration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assay.Server.Admin;

/// <summary>Lets only those through who may change things: by key, or without one from this machine in development.</summary>
internal sealed class AdminGate(Settings settings) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var refusal = Refusal(context.HttpContext);
        return refusal is null ? next(context) : ValueTask.FromResult<object?>(refusal);
    }

    private ProblemHttpResult? Refusal(HttpContext context)
    {
        if (KeyOf(context.Request) is { } key)
        {
            return settings.AdminApiKey is { } admin && Same(key, admin)
                ? null
                : TypedResults.Problem("The API key is not known.", statusCode: StatusCodes.Status401Unauthorized);
        }

        if (settings.IsDevelopment && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address))
            return null;
        return TypedResults.Problem(
            settings.AdminApiKey is null
                ? "This changes things, and no ADMIN_API_KEY is set on the server."
                : "This changes things. Send the admin key as X-API-Key or Authorization: Bearer.",
            statusCode: settings.AdminApiKey is null ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized);
    }

    private static string? KeyOf(HttpRequest request)
    {
        if (request.Headers["X-API-Key"].ToString() is { Length: > 0 } key)
            return key;
        return request.Headers.Authorization.ToString() is ['B' or 'b', 'e', 'a', 'r', 'e', 'r', ' ', .. var bearer] ? bearer.Trim() : null;
    }

    /// <summary>Hashed first: the time that comparing takes then tells nothing, not even the length.</summary>
    private static bool Same(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(left)), SHA256.HashData(Encoding.UTF8.GetBytes(right)));
}
