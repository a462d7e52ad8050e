using Microsoft.Extensions.Logging;

namespace Assay.Drift;

/// <summary>Event ids 1400-1419.</summary>
internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Warning, "{Source} has changed the answers of {Endpoint}: {Change} {Path}, {Old} before, {Now} now")]
    public static partial void Drifted(this ILogger logger, string source, string endpoint, string change, string path, string? old, string? now);
}
