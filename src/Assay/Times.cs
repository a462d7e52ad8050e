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
    }
}
