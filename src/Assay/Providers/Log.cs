using Microsoft.Extensions.Logging;

namespace Assay.Providers;

/// <summary>Event ids 1000-1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "{Source} {Call} failed ({Reason}); retry {Attempt} of {Retries} in {Delay}")]
    public static partial void CallRetried(this ILogger logger, string source, string call, string reason, int attempt, int retries, TimeSpan delay);

    [LoggerMessage(1001, LogLevel.Warning, "{Source} {Call} fails again and again ({Reason}); not asking before {Until:O}")]
    public static partial void CircuitOpened(this ILogger logger, string source, string call, string reason, DateTimeOffset until);

    [LoggerMessage(1002, LogLevel.Information, "{Source} {Call} answers again")]
    public static partial void CircuitClosed(this ILogger logger, string source, string call);

    [LoggerMessage(1003, LogLevel.Warning, "{Source} answered HTTP {Status} to {Call} and asks us to wait until {Until:O}")]
    public static partial void AskedToWait(this ILogger logger, string source, int status, string call, DateTimeOffset until);

    [LoggerMessage(1004, LogLevel.Warning, "{Source} answers {Call} that its plan is used up; not asking before {Until:O}")]
    public static partial void PlanUsedUp(this ILogger logger, string source, string call, DateTimeOffset until);
}
