namespace Assay.Server.Http;

/// <summary>Gives every request an id: the caller's own where it is a harmless one.</summary>
internal static class RequestIds
{
    private const string Header = "X-Request-Id";

    public static void UseRequestIds(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (context.Request.Headers[Header].ToString() is { Length: > 0 and <= 64 } id && id.All(IsHarmless))
            context.TraceIdentifier = id;
        // Not now: whoever turns an exception into an answer clears the headers first.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = context.TraceIdentifier;
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static bool IsHarmless(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':';
}
