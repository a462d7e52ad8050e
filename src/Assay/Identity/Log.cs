using Microsoft.Extensions.Logging;

namespace Assay.Identity;

/// <summary>Event ids 1700-1719.</summary>
internal static partial class Log
{
    [LoggerMessage(1700, LogLevel.Information, "Asset {Asset} turned out to be {Other}: {Evidence}")]
    public static partial void Merged(this ILogger logger, string asset, string other, string evidence);

    [LoggerMessage(1701, LogLevel.Information, "An operator mapped the coin {CoinId} of {Source} to {Asset}: {Evidence}")]
    public static partial void Mapped(this ILogger logger, string coinId, string source, string asset, string evidence);
}
