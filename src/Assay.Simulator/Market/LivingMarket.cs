namespace Assay.Simulator.Market;

/// <summary>
/// What every coin is worth at any moment. All of it is a function of the seed and the time, so that yesterday's price
/// costs no more than today's, and whoever asks for the same moment gets the same answer.
/// </summary>
internal sealed class LivingMarket
{
    public LivingMarket(int coins, int seed, bool gaps)
    {
        Seed = Chance.Mix((ulong)seed);
        Coin[] wellKnown = [.. WellKnownCoins.Read(Seed)];
        var invented = new InventedCoins(Seed, gaps, wellKnown);
        Coins = [.. wellKnown.Take(coins), .. invented.Take(Math.Max(0, coins - wellKnown.Length))];
        Exchanges = Market.Exchanges.Create(Seed);
        Bitcoin = Coins[0];
    }

    public ulong Seed { get; }

    public IReadOnlyList<Coin> Coins { get; }

    public IReadOnlyList<Exchange> Exchanges { get; }

    public Coin Bitcoin { get; }

    /// <summary>In dollars.</summary>
    public static double Price(Coin coin, DateTimeOffset time) => coin.Level * Math.Exp(coin.Volatility * Walk.At(coin.WalkSeed, time));

    /// <summary>Null where the circulating supply is not known.</summary>
    public static double? MarketCap(Coin coin, DateTimeOffset time) => Price(coin, time) * coin.Circulating;

    /// <summary>Dollars traded in the 24 hours before: a few percent of what there is, more on some days than on others.</summary>
    public static double Volume(Coin coin, DateTimeOffset time)
    {
        var turnover = 0.005 + 0.08 * Chance.Fraction(coin.Key ^ 101);
        var size = coin.Level * (coin.Circulating ?? 1e5 / coin.Level);
        return size * turnover * Math.Exp(0.3 * Walk.At(coin.Key ^ 102, time));
    }

    /// <summary>Percent that the price has changed since <paramref name="span"/> before.</summary>
    public static double Change(Coin coin, DateTimeOffset time, TimeSpan span) => Percent(Price(coin, time), Price(coin, time - span));

    /// <summary>Percent by which <paramref name="now"/> is above <paramref name="then"/>.</summary>
    public static double Percent(double now, double then) => (now / then - 1) * 100;

    /// <summary>What all of the coins together are worth, in dollars.</summary>
    public static double TotalCap(IEnumerable<Coin> coins, DateTimeOffset time) => coins.Sum(coin => MarketCap(coin, time) ?? 0);

    public static double TotalVolume(IEnumerable<Coin> coins, DateTimeOffset time) => coins.Sum(coin => Volume(coin, time));

    /// <summary>The most it ever cost: above everything that the walk can reach.</summary>
    public static Extreme AllTimeHigh(Coin coin) => FarthestPrice(coin, 1, Chance.Mix(coin.Key, 103));

    /// <summary>The least it ever cost: below everything that the walk can reach.</summary>
    public static Extreme AllTimeLow(Coin coin) => FarthestPrice(coin, -1, Chance.Mix(coin.Key, 104));

    private static Extreme FarthestPrice(Coin coin, int direction, ulong key)
    {
        var distance = coin.Volatility * (Walk.Bound + 40 * Chance.Fraction(key));
        var date = new DateTimeOffset(2018, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(Chance.Below(key ^ 1, 220_000_000));
        return new Extreme(coin.Level * Math.Exp(direction * distance), date);
    }
}

/// <summary>A price that was never passed, and when it was.</summary>
internal readonly record struct Extreme(double Price, DateTimeOffset Date);
