using Assay.Consensus;

namespace Assay.Tests.Consensus;

/// <summary>What a source says at a minute; null where it says nothing.</summary>
/// <param name="Price">USD.</param>
/// <param name="Observed">The minute that it names.</param>
public readonly record struct Saying(double Price, double Observed);

/// <summary>Something that goes wrong, or only looks so. Minutes count from the beginning; it happens from <see cref="From"/> to <see cref="To"/>.</summary>
/// <param name="Name">What it is called in the table.</param>
public sealed record Abnormal(string Name)
{
    public const int Minutes = 240;
    public const int From = 60;
    public const int To = 150;

    public int Sources { get; init; } = 3;

    /// <summary>USD at the beginning.</summary>
    public double Price { get; init; } = 50_000;

    /// <summary>Standard deviation of the true price in a minute, as a part.</summary>
    public double Movement { get; init; } = 0.0004;

    /// <summary>What the true price is multiplied by at a minute.</summary>
    public Func<int, double> Truth { get; init; } = static _ => 1;

    /// <summary>What source number n says at a minute instead of the true price that it saw.</summary>
    public Func<int, int, Saying, Saying?> Says { get; init; } = static (_, _, saying) => saying;

    /// <summary>The flags that are right at a minute, but for two minutes after something has changed.</summary>
    public Func<int, string[]> Flags { get; init; } = static _ => [ConsensusFlag.Agreed];

    /// <summary>Whether the consensus can know better: one source of at least three is wrong, whatever it says.</summary>
    public bool IsMinority { get; init; }

    public static bool Is(int minute) => minute is >= From and < To;

    public static readonly IReadOnlyList<Abnormal> All =
    [
        new("nothing at all"),
        Lie("one source ×10", saying => saying with { Price = saying.Price * 10 }),
        Lie("one source ÷10", saying => saying with { Price = saying.Price / 10 }),
        Lie("unit error ×1000", saying => saying with { Price = saying.Price * 1000 }),
        Lie("zero", saying => saying with { Price = 0 }),
        Lie("minus one", saying => saying with { Price = -1 }),
        Lie("not a number", saying => saying with { Price = double.NaN }),
        Lie("swapped ids", saying => saying with { Price = saying.Price * 0.06 }),
        Lie("false depeg at one source", saying => saying with { Price = saying.Price * 0.9 }) with { Price = 1, Movement = 0.00002 },
        new("slow drift of one source") { IsMinority = true, Says = (minute, source, saying) => source == 1 && Is(minute) ? saying with { Price = saying.Price * (1 + (0.002 * (minute - From))) } : saying },
        new("jitter of one source") { IsMinority = true, Says = (minute, source, saying) => source == 1 && Is(minute) ? saying with { Price = saying.Price * (1 + (0.02 * Math.Sin(minute * 12.9898))) } : saying },
        new("one source stale by an hour") { IsMinority = true, Says = (minute, source, saying) => source == 1 && Is(minute) ? new Saying(49_000, From - 60) : saying },
        new("one source frozen, clock going on") { IsMinority = true, Truth = minute => Is(minute) ? 1 + (0.001 * (minute - From)) : 1, Says = (minute, source, saying) => source == 1 && Is(minute) ? saying with { Price = 50_000 } : saying },
        new("clock of one source behind") { IsMinority = true, Says = (minute, source, saying) => source == 1 && Is(minute) ? saying with { Observed = saying.Observed - 10 } : saying },
        new("clock of one source ahead") { IsMinority = true, Says = (minute, source, saying) => source == 1 && Is(minute) ? saying with { Observed = saying.Observed + 9 } : saying },
        new("gap at one source") { IsMinority = true, Says = (minute, source, saying) => source == 1 && Is(minute) ? null : saying },
        new("rename at one source") { IsMinority = true, Says = (minute, source, saying) => source == 1 && minute is >= From and < From + 5 ? null : saying },
        new("late burst of one source") { IsMinority = true, Says = (minute, source, saying) => source == 1 && Is(minute) ? (minute % 30 == 0 ? saying with { Observed = saying.Observed - 29, Price = saying.Price * 0.97 } : null) : saying },
        new("duplicates") { Says = (minute, source, saying) => Is(minute) && minute % 2 == 1 ? saying with { Observed = saying.Observed - 1 } : saying },
        new("flash crash that is real") { Truth = minute => minute is >= From and < From + 6 ? 0.8 : 1 },
        new("depeg that is real") { Price = 1, Movement = 0.00002, Truth = minute => minute < From ? 1 : 0.9 },
        new("24 h rebase") { Truth = minute => minute < From ? 1 : 0.5 },
        new("slow drift that is real") { Truth = minute => Is(minute) ? 1 + (0.002 * (minute - From)) : minute < From ? 1 : 1 + (0.002 * (To - From)) },
        new("two of three collude") { Says = (minute, source, saying) => source > 0 && Is(minute) ? saying with { Price = saying.Price * 1.2 } : saying },
        new("two of four collude") { Sources = 4, Says = (minute, source, saying) => source > 1 && Is(minute) ? saying with { Price = saying.Price * 1.2 } : saying, Flags = minute => Is(minute) ? [ConsensusFlag.Disputed] : [ConsensusFlag.Agreed] },
        new("two of three frozen, clocks going on") { Truth = minute => Is(minute) ? 1 + (0.002 * (minute - From)) : 1, Says = (minute, source, saying) => source > 0 && Is(minute) ? saying with { Price = 50_000 } : saying, Flags = minute => Is(minute) && minute >= From + 15 ? [ConsensusFlag.Disputed, ConsensusFlag.SingleSource] : [ConsensusFlag.Agreed] },
        new("all frozen") { Says = (minute, source, saying) => Is(minute) ? new Saying(50_000, From - 1) : saying, Flags = minute => minute is >= From + 14 and < To ? [ConsensusFlag.Stale] : [ConsensusFlag.Agreed] },
        new("two that disagree") { Sources = 2, Says = (minute, source, saying) => source == 1 && Is(minute) ? saying with { Price = saying.Price * 1.1 } : saying, Flags = minute => Is(minute) ? [ConsensusFlag.Disputed, ConsensusFlag.SingleSource] : [ConsensusFlag.Agreed, ConsensusFlag.SingleSource] },
        new("one source only") { Sources = 1, Flags = _ => [ConsensusFlag.SingleSource] },
        new("one source only, ×10 for ten minutes") { Sources = 1, Says = (minute, _, saying) => minute is >= From and < From + 10 ? saying with { Price = saying.Price * 10 } : saying, Flags = minute => minute is >= From and < From + 10 ? [ConsensusFlag.Frozen] : [ConsensusFlag.SingleSource] },
        new("one source only, a jump that is real") { Sources = 1, Truth = minute => minute < From ? 1 : 1.5, Flags = minute => minute is >= From and < From + 31 ? [ConsensusFlag.Frozen] : [ConsensusFlag.SingleSource] },
        new("thin pool beside one source") { Sources = 2, Says = (minute, source, saying) => source == 1 ? saying with { Price = saying.Price * (1 + (0.05 * Math.Sin(minute))) } : saying, Flags = _ => [ConsensusFlag.Agreed, ConsensusFlag.Disputed, ConsensusFlag.SingleSource] },
        new("outage of all, and recovery") { Says = (minute, _, saying) => Is(minute) ? null : saying, Flags = minute => minute is >= From + 14 and < To ? [ConsensusFlag.Stale] : [ConsensusFlag.Agreed] },
        new("outage of two of three") { Says = (minute, source, saying) => source > 0 && Is(minute) ? null : saying, Flags = minute => minute is >= From + 14 and < To ? [ConsensusFlag.SingleSource] : [ConsensusFlag.Agreed] },
    ];

    private static Abnormal Lie(string name, Func<Saying, Saying?> says) =>
        new(name) { IsMinority = true, Says = (minute, source, saying) => source == 1 && Is(minute) ? says(saying) : saying };
}

/// <summary>How the consensus got through it.</summary>
/// <param name="Error">The largest distance from what was true within the last two minutes, percent.</param>
/// <param name="Wrong">Minutes in which that was more than the threshold of the asset's class.</param>
/// <param name="Unavailable">Minutes without a price.</param>
/// <param name="WrongFlag">Minutes with a flag that is not right.</param>
public readonly record struct Score(double Error, double Wrong, double Unavailable, double WrongFlag)
{
    private static readonly SourceId[] Sources = [SourceId.CoinGecko, SourceId.CoinPaprika, SourceId.CoinMarketCap, SourceId.Binance];
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Plays a scenario: every source is asked once a minute, one after the other, and every answer is decided upon.</summary>
    public static Score Of(Abnormal scenario, int seed)
    {
        var random = new Random(seed);
        var truth = TruePrices(scenario, random);
        var latest = new Dictionary<SourceId, Quote>();
        Decision? decision = null;
        var score = new Score();
        for (var minute = 0; minute < Abnormal.Minutes; minute++)
        {
            for (var source = 0; source < scenario.Sources; source++)
            {
                var time = Start.AddMinutes(minute + ((source + 1.0) / (scenario.Sources + 1)));
                if (scenario.Says(minute, source, new Saying(truth[minute] * (1 + (0.0002 * Gauss(random))), minute)) is { } saying)
                    decision = Decide(latest, Sources[source], saying, time, decision);
                if (minute > 0)
                    score = score.Add(scenario, decision?.At(time), truth.AsSpan(Math.Max(0, minute - 2)..(minute + 1)), minute, 1.0 / scenario.Sources);
            }
        }

        return score;
    }

    private static Decision? Decide(Dictionary<SourceId, Quote> latest, SourceId source, Saying saying, DateTimeOffset time, Decision? before)
    {
        var quote = new Quote
        {
            Source = source,
            Asset = new("coin"),
            CoinId = "coin",
            ObservedAt = Start.AddMinutes(saying.Observed),
            RecordedAt = time,
            Figures = new MarketFigures { Price = saying.Price, Rank = 3 },
        };
        // As the pipeline does: what is no price is turned away, what is older than the latest does not become it, and only news is decided upon.
        if (!(saying.Price > 0) || (latest.TryGetValue(source, out var known) && known.ObservedAt > quote.ObservedAt))
            return before;
        latest[source] = quote;
        if (!ConsensusEngine.MayVote(quote, time))
            return before;
        return ConsensusEngine.Decide(latest.Values, before, other => Array.IndexOf(Sources, other.Source))?.Decision ?? before;
    }

    private static double[] TruePrices(Abnormal scenario, Random random)
    {
        var walk = scenario.Price;
        var prices = new double[Abnormal.Minutes];
        for (var minute = 0; minute < prices.Length; minute++)
            prices[minute] = (walk *= 1 + (scenario.Movement * Gauss(random))) * scenario.Truth(minute);
        return prices;
    }

    private Score Add(Abnormal scenario, Decision? decision, ReadOnlySpan<double> truth, int minute, double weight)
    {
        var (low, high) = (double.MaxValue, 0.0);
        foreach (var price in truth)
            (low, high) = (Math.Min(low, price), Math.Max(high, price));

        var error = decision?.Price is not { } said ? 0 : said > high ? (said / high) - 1 : said < low ? (low / said) - 1 : 0;
        var isChanging = minute is (>= Abnormal.From and < Abnormal.From + 2) or (>= Abnormal.To and < Abnormal.To + 2)
            || !scenario.Flags(minute).SequenceEqual(scenario.Flags(minute - 2));
        return new Score(
            Math.Max(Error, 100 * error),
            Wrong + (error > (scenario.Price == 1 ? AssetClass.Stable : AssetClass.Large).Threshold ? weight : 0),
            Unavailable + (decision?.Price is null ? weight : 0),
            WrongFlag + (!isChanging && !scenario.Flags(minute).Contains(decision?.Flag) ? weight : 0));
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
