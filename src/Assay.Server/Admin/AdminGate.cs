using System.Net;
using System.Security.Cryptography;
using System.Text;
using Assay.Server.Configuration;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Assay.Server.Admin;

/// <summary>Lets only those through who may change things: by key, or, in development where no key is set, from this machine.</summary>
internal sealed class AdminGate(Settings settings) : IEndpointFilter
{
    private static readonly string[] LocalHosts = ["localhost", "127.0.0.1", "[::1]"];
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

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

        if (settings.AdminApiKey is not null)
            return TypedResults.Problem("This changes things. Send the admin key as X-API-Key or Authorization: Bearer.", statusCode: StatusCodes.Status401Unauthorized);
        if (!settings.IsDevelopment)
            return TypedResults.Problem("This changes things, and no ADMIN_API_KEY is set on the server.", statusCode: StatusCodes.Status403Forbidden);
        return IsFromThisMachine(context.Connection) && IsDirect(context.Request) && IsOfNoOtherSite(context.Request)
            ? null
            : TypedResults.Problem(
                "This changes things. Without an ADMIN_API_KEY only a program on the server's own machine may, at localhost, through no proxy and from no other site's page.",
                statusCode: StatusCodes.Status403Forbidden);
    }

    private static bool IsFromThisMachine(ConnectionInfo connection) => connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);

    /// <summary>Behind a proxy on this machine the whole world comes from here.</summary>
    private static bool IsDirect(HttpRequest request) => !ProxyHeaders.Any(request.Headers.ContainsKey);

    /// <summary>
    /// A page of any site can make the browser of this machine ask us, by address or by a name of its own that leads here. The browser
    /// then tells: by the host that was asked, the origin of the page, or how near the two are.
    /// </summary>
    private static bool IsOfNoOtherSite(HttpRequest request) =>
        LocalHosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase)
        && (request.Headers.Origin is [] || request.Headers.Origin == $"{request.Scheme}://{request.Host}")
        && request.Headers["Sec-Fetch-Site"].ToString() is "" or "none" or "same-origin";

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
