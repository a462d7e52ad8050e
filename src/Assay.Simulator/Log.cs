using Microsoft.Extensions.Logging;

namespace Assay.Simulator;

/// <summary>Event ids 5000-5049.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "Fault on {Path}: {Scenario} {Status}, {DelayMs} ms late")]
    public static partial void FaultInjected(this ILogger logger, string path, string? scenario, int? status, int delayMs);

    [LoggerMessage(5001, LogLevel.Warning, "There is no recording {File} in {Folder}")]
    public static partial void RecordingMissing(this ILogger logger, string file, string folder);
}
