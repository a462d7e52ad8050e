namespace Assay.Simulator.Market;

/// <summary>The coins that one provider lists, in the order of their market cap. The order is made anew once a tick.</summary>
internal sealed class Listing
{
    private readonly Coin[] _coins;
    private readonly Dictionary<string, Coin> _byId;
    private readonly Func<Coin, string?> _id;
    private readonly QuoteDelay _delay;
    private readonly TimeSpan _tick;
    private readonly TimeProvider _clock;
    private Ranking _ranking;

    /// <param name="market">Where the coins come from.</param>
    /// <param name="id">The provider's id of a coin; null where it does not list it.</param>
    /// <param name="delay">How far its quotes are behind.</param>
    /// <param name="tick">How long an order holds.</param>
    /// <param name="clock">The time.</param>
    public Listing(LivingMarket market, Func<Coin, string?> id, QuoteDelay delay, TimeSpan tick, TimeProvider clock)
    {
        _coins = [.. market.Coins.Where(coin => id(coin) is not null)];
        _byId = _coins.ToDictionary(coin => id(coin)!);
        (_id, _delay, _tick, _clock) = (id, delay, tick, clock);
        _ranking = Rank(clock.GetUtcNow().UtcTicks / tick.Ticks);
    }

    /// <summary>As they stand in the catalogue, which does not change.</summary>
    public IReadOnlyList<Coin> Coins => _coins;

    public DateTimeOffset Now => _clock.GetUtcNow();

    public Coin? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The order of this tick.</summary>
    public Ranking Ranked()
    {
        var tick = _clock.GetUtcNow().UtcTicks / _tick.Ticks;
        var ranking = Volatile.Read(ref _ranking);
        if (ranking.Tick != tick)
            Volatile.Write(ref _ranking, ranking = Rank(tick)); // two at once make the same order

        return ranking;
    }

    /// <summary>The time of the quote that is on show for a coin.</summary>
    public DateTimeOffset QuotedAt(Coin coin, DateTimeOffset now, bool wholeSeconds)
    {
        var turn = Chance.Below(Chance.Mix(coin.Key, _id(coin)!), 3_600_000);
        return _delay.LastLook(now, TimeSpan.FromMilliseconds(wholeSeconds ? turn * 1000L : turn));
    }

    private Ranking Rank(long tick)
    {
        var time = new DateTimeOffset(tick * _tick.Ticks, TimeSpan.Zero);
        var caps = Array.ConvertAll(_coins, coin => -(LivingMarket.MarketCap(coin, time) ?? 0));
        var order = (Coin[])_coins.Clone();
        Array.Sort(caps, order);
        return new Ranking(tick, order, -caps.Sum());
    }
}

/// <summary>The order of one tick: largest market cap first, those without one last.</summary>
internal sealed class Ranking(long tick, Coin[] coins, double totalCap)
{
    private readonly Dictionary<Coin, int> _ranks = coins
        .Where(coin => coin.Circulating is not null)
        .Select((coin, index) => KeyValuePair.Create(coin, index + 1))
        .ToDictionary(ReferenceEqualityComparer.Instance);

    public long Tick => tick;

    public IReadOnlyList<Coin> Coins => coins;

    /// <summary>What all of them were worth when the tick began, in dollars.</summary>
    public double TotalCap => totalCap;

    /// <summary>1 for the largest; null where there is no market cap.</summary>
    public int? RankOf(Coin coin) => _ranks.TryGetValue(coin, out var rank) ? rank : null;
}
