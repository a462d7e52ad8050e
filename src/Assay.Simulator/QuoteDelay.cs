namespace Assay.Simulator;

/// <summary>
/// A provider looks at a coin once in a while: right after a look its quote is <paramref name="Least"/> old, right before
/// the next one nearly <paramref name="Most"/>. Each coin has its own turn.
/// </summary>
public sealed record QuoteDelay(TimeSpan Least, TimeSpan Most)
{
    internal bool IsValid => Least >= TimeSpan.Zero && Least < Most && IsWhole(Least) && IsWhole(Most);

    /// <summary>When the quote that is on show at <paramref name="now"/> was taken. It stays the same from one look to the next.</summary>
    /// <param name="now">The time of the request.</param>
    /// <param name="turn">What sets this coin's turn apart from that of the others.</param>
    internal DateTimeOffset LastLook(DateTimeOffset now, TimeSpan turn)
    {
        var cycle = (Most - Least).Ticks;
        var sinceLook = (now.UtcTicks - Least.Ticks - turn.Ticks % cycle) % cycle;
        return new DateTimeOffset(now.UtcTicks - Least.Ticks - sinceLook, TimeSpan.Zero);
    }

    public override string ToString() => $"{Least.TotalSeconds:0.###} to {Most.TotalSeconds:0.###} seconds";

    private static bool IsWhole(TimeSpan time) => time.Ticks % TimeSpan.TicksPerSecond == 0;
}
