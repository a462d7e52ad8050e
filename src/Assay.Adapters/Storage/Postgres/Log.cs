using Microsoft.Extensions.Logging;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Event ids 2100-2149.</summary>
internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Warning, "{Database}: {Reason} Trying again in {Delay}.")]
    public static partial void Retrying(this ILogger logger, string database, string reason, TimeSpan delay);

    [LoggerMessage(2101, LogLevel.Warning, "History is read from the primary, because the replica fails: {Reason}")]
    public static partial void ReplicaFails(this ILogger logger, string reason);

    [LoggerMessage(2102, LogLevel.Information, "{Database}: made the partition {Partition}")]
    public static partial void PartitionMade(this ILogger logger, string database, string partition);

    [LoggerMessage(2103, LogLevel.Information, "{Database}: dropped the partition {Partition} with {Rows} rows")]
    public static partial void PartitionDropped(this ILogger logger, string database, string partition, long rows);
}
