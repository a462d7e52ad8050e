using Microsoft.Extensions.Logging;

namespace Assay.Storage;

/// <summary>Event ids 1300-1319.</summary>
internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Information, "Retention removed what is too old: {Removed}")]
    public static partial void Removed(this ILogger logger, string removed);

    [LoggerMessage(1301, LogLevel.Warning, "The {Task} of the store failed. {Reason}")]
    public static partial void UpkeepFailed(this ILogger logger, string task, string reason);
}
