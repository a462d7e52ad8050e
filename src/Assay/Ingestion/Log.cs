using Microsoft.Extensions.Logging;

namespace Assay.Ingestion;

/// <summary>Event ids 1200-1299.</summary>
internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Information, "Processed {Payloads} payloads that had been kept but not finished")]
    public static partial void Recovered(this ILogger logger, int payloads);

    [LoggerMessage(1201, LogLevel.Information, "{Source} {Task}: {Status} after {DurationSeconds:0.00} s, {RecordsProcessed} records, {RecordsRejected} rejected")]
    public static partial void RunFinished(
        this ILogger logger, string source, string task, string status, double durationSeconds, long recordsProcessed, long recordsRejected);

    [LoggerMessage(1202, LogLevel.Warning, "{Source} {Task}: {Status}. {Error}")]
    public static partial void RunFellShort(this ILogger logger, string source, string task, string status, string? error);

    [LoggerMessage(1203, LogLevel.Error, "The kept payload {PayloadId} of {Source} ({Url}) could not be processed; it is tried again later")]
    public static partial void NotRecovered(this ILogger logger, Exception exception, long payloadId, string source, string url);

    [LoggerMessage(1204, LogLevel.Error, "{Source} {Task} failed on a mistake of ours")]
    public static partial void RunBroke(this ILogger logger, Exception exception, string source, string task);

    [LoggerMessage(1205, LogLevel.Error, "The outcome of a {Task} run of {Source} could not be written to the books")]
    public static partial void BooksNotWritten(this ILogger logger, Exception exception, string source, string task);
}
