namespace Assay.Adapters.Providers.Json;

internal static class UnixTime
{
    private static readonly double Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Null where that is no time.</summary>
    public static DateTimeOffset? OfMilliseconds(double? milliseconds) =>
        milliseconds >= 0 && milliseconds <= Latest ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null;
}
