using Microsoft.Extensions.Logging;

namespace Assay.Adapters.Storage;

/// <summary>Event ids 2000-2049.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "{Database}: applied migration {Version} ({Name})")]
    public static partial void MigrationApplied(this ILogger logger, string database, int version, string name);
}
