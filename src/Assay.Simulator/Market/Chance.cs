namespace Assay.Simulator.Market;

/// <summary>Chance without state: the same key always gives the same number, in whatever order one asks.</summary>
internal static class Chance
{
    /// <summary>SplitMix64's mixing step: neighbouring keys give unrelated numbers.</summary>
    public static ulong Mix(ulong key)
    {
        key += 0x9E3779B97F4A7C15;
        key = (key ^ (key >> 30)) * 0xBF58476D1CE4E5B9;
        key = (key ^ (key >> 27)) * 0x94D049BB133111EB;
        return key ^ (key >> 31);
    }

    public static ulong Mix(ulong seed, ulong key) => Mix(Mix(seed) ^ key);

    /// <summary>A key for a text. <see cref="string.GetHashCode()"/> differs from process to process.</summary>
    public static ulong Mix(ulong seed, string text) => text.Aggregate(Mix(seed), (hash, letter) => Mix(hash ^ letter));

    /// <summary>Evenly from 0 up to 1.</summary>
    public static double Fraction(ulong key) => (Mix(key) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Evenly from -1 up to 1.</summary>
    public static double Swing(ulong key) => 2 * Fraction(key) - 1;

    public static int Below(ulong key, int limit) => (int)(Fraction(key) * limit);
}
