namespace Assay.Server;

/// <summary>Event ids 3000-3099, and 1600-1699 of history.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Warning, "{File} was not imported whole. {Reason}")]
    public static partial void FileNotImported(this ILogger logger, string file, string reason);

    [LoggerMessage(3001, LogLevel.Information, "Another process has written to the store; reloaded")]
    public static partial void Reloaded(this ILogger logger);

    [LoggerMessage(3002, LogLevel.Warning, "Runs that were under way did not end within {Seconds} s and were left")]
    public static partial void RunsLeft(this ILogger logger, double seconds);

    [LoggerMessage(3003, LogLevel.Warning, "The {Task} run of {Source} from {StartedAt:O} was cut off; what it had committed is there")]
    public static partial void RunWasInterrupted(this ILogger logger, string source, string task, DateTimeOffset startedAt);

    [LoggerMessage(3005, LogLevel.Information, "Assay {Version} listens on {Address}, with {Coins} quotes of {Database}")]
    public static partial void Listening(this ILogger logger, string version, string address, int coins, string database);

    [LoggerMessage(3006, LogLevel.Warning, "The clock was set by {Seconds:0} s; what is scheduled is planned again")]
    public static partial void ClockWasSet(this ILogger logger, double seconds);

    [LoggerMessage(3020, LogLevel.Warning, "What was left behind could not be cleaned up; it is tried again. {Reason}")]
    public static partial void RecoveryFailed(this ILogger logger, string reason);

    [LoggerMessage(3030, LogLevel.Warning, "The work on the store could not be put on the books. {Reason}")]
    public static partial void UpkeepNotRecorded(this ILogger logger, string reason);

    [LoggerMessage(3004, LogLevel.Warning, "The store could not be read again. {Reason}")]
    public static partial void ReloadFailed(this ILogger logger, string reason);

    [LoggerMessage(1600, LogLevel.Warning, "The holes in the history could not be looked for; they are later. {Reason}")]
    public static partial void HistoryNotPlanned(this ILogger logger, string reason);
}
