namespace Assay.Simulator.Market;

/// <summary>
/// A random walk that can be asked for any moment without walking there: noise of many wavelengths, each four times as
/// long and twice as strong as the one before, which is how a Brownian path grows. It has no waves longer than a week,
/// so that prices stay near their level for ever. Its steps over a day have a deviation of about 1.
/// </summary>
internal static class Walk
{
    private const int Octaves = 10;
    private const double ShortestSeconds = 2;
    private const double SecondsPerDay = 86_400;
    private const double Scale = 1.25;

    /// <summary>The walk never leaves -Bound to +Bound.</summary>
    public static double Bound { get; } = Enumerable.Range(0, Octaves).Sum(Amplitude);

    public static double At(ulong seed, DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeMilliseconds() / 1000.0;
        var period = ShortestSeconds;
        var amplitude = Amplitude(0);
        var sum = 0.0;
        for (var octave = 0; octave < Octaves; octave++, period *= 4, amplitude *= 2)
            sum += amplitude * Noise(seed + (ulong)octave, seconds / period);
        return sum;
    }

    private static double Amplitude(int octave) => Scale * Math.Sqrt(ShortestSeconds / SecondsPerDay) * Math.Pow(2, octave);

    /// <summary>A random number at each whole position, a straight line between.</summary>
    private static double Noise(ulong seed, double position)
    {
        var whole = Math.Floor(position);
        var from = Chance.Swing(seed ^ ((ulong)(long)whole << 8));
        var to = Chance.Swing(seed ^ ((ulong)((long)whole + 1) << 8));
        return from + (to - from) * (position - whole);
    }
}
