namespace Assay.Server.Configuration;

internal static class Logging
{
    /// <summary>One JSON object a line on standard output. Of the frameworks only what needs attention.</summary>
    public static void AddAssayLogging(this ILoggingBuilder logging, LogLevel level)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", level > LogLevel.Warning ? level : LogLevel.Warning);
        logging.AddFilter("Quartz", level > LogLevel.Warning ? level : LogLevel.Warning);
        logging.AddJsonConsole(options =>
        {
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
    }
}
