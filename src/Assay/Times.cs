using System.Globalization;

namespace Assay;

public static class Times
{
    extension(DateTimeOffset time)
    {
        /// <summary>The same moment in UTC without what is finer than a millisecond: the resolution that every store keeps.</summary>
        public DateTimeOffset ToWholeMilliseconds()
        {
            var utc = time.ToUniversalTime();
            return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
        }

        /// <summary>ISO 8601 with <c>Z</c>; milliseconds only where there are any.</summary>
        public string ToIso() =>
            time.UtcDateTime.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss'Z'" : "yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }
}
