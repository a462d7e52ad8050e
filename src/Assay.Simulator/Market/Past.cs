namespace Assay.Simulator.Market;

/// <summary>The times of the past for which a provider has a price of a coin: the same ones, whatever range they are asked within.</summary>
internal static class Past
{
    /// <param name="coin">Before it was first quoted there is nothing.</param>
    /// <param name="from">From this time on.</param>
    /// <param name="to">Up to this one.</param>
    /// <param name="step">How far apart they are.</param>
    /// <param name="jitter">By which part of a step they may stand behind the grid.</param>
    public static IEnumerable<DateTimeOffset> Times(Coin coin, DateTimeOffset from, DateTimeOffset to, TimeSpan step, double jitter)
    {
        from = from < coin.FirstQuoted ? coin.FirstQuoted : from;
        for (var number = (from.UtcTicks / step.Ticks) - 1; number * step.Ticks <= to.UtcTicks; number++)
        {
            var behind = step * (jitter * Chance.Fraction(Chance.Mix(coin.Key, (ulong)number)));
            var time = new DateTimeOffset(number * step.Ticks, TimeSpan.Zero) + TimeSpan.FromMilliseconds((long)behind.TotalMilliseconds);
            if (time >= from && time <= to)
                yield return time;
        }
    }
}
