namespace Assay.Consensus;

/// <summary>
/// One price out of several. Sources whose prices lie within <see cref="Threshold"/> of each other agree; the largest group that
/// agrees decides and its median is the price. Two sources that differ cancel each other: then there is no new price.
/// </summary>
public static class ConsensusEngine
{
    /// <summary>How far apart the lowest and the highest price of a group may be, as a part of the lowest.</summary>
    public const double Threshold = 0.03;

    /// <summary>A source whose price was observed longer ago has no vote.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The consensus of the latest quote of each source, or null where nobody may vote or no majority agrees. It is stamped with
    /// the time at which the newest of them was recorded: a clock of its own would make a replay come out differently.
    /// </summary>
    public static Quote? Decide(IEnumerable<Quote> quotes)
    {
        var sources = quotes.Where(quote => quote.Source != SourceId.Consensus).ToList();
        if (sources.Count == 0)
            return null;

        var now = sources.Max(quote => quote.RecordedAt);
        var voters = sources.Where(quote => MayVote(quote, now)).OrderBy(quote => quote.Figures.Price).ToList();
        if (voters.Exists(quote => quote.Source == SourceId.CoinMarketCap))
            voters.RemoveAll(quote => quote.Source == SourceId.CoinMarketCapDex); // one family has one vote
        if (voters.Count == 0)
            return null;

        var agreeing = LargestGroup(voters);
        if (agreeing.Count * 2 <= voters.Count)
            return null;

        return new Quote
        {
            Source = SourceId.Consensus,
            Asset = voters[0].Asset,
            CoinId = voters[0].Asset.Slug,
            ObservedAt = now,
            RecordedAt = now,
            Figures = Combine(agreeing),
        };
    }

    /// <summary>Whether the quote is a price, and fresh enough at this time.</summary>
    public static bool MayVote(Quote quote, DateTimeOffset now) => quote.Figures.Price > 0 && now - quote.ObservedAt <= Freshness;

    /// <summary>Of prices in ascending order the longest run whose ends agree, the tighter one of two that are equally long.</summary>
    private static List<Quote> LargestGroup(List<Quote> voters)
    {
        var (start, length, spread) = (0, 0, double.MaxValue);
        for (int first = 0, last = 0; last < voters.Count; last++)
        {
            while (!Agree(voters[first], voters[last]))
                first++;

            var size = last - first + 1;
            var width = Spread(voters[first], voters[last]);
            if (size > length || (size == length && width < spread))
                (start, length, spread) = (first, size, width);
        }

        return voters.GetRange(start, length);
    }

    private static bool Agree(Quote low, Quote high) => high.Figures.Price <= low.Figures.Price * (1 + Threshold);

    private static double Spread(Quote low, Quote high) => (high.Figures.Price!.Value / low.Figures.Price!.Value) - 1;

    private static MarketFigures Combine(List<Quote> agreeing) => new()
    {
        Price = Median(agreeing, figures => figures.Price),
        MarketCap = Median(agreeing, figures => Known(figures.MarketCap)),
        Volume24h = Median(agreeing, figures => figures.Volume24h),
        PriceChange24h = Median(agreeing, figures => figures.PriceChange24h),
        PriceChange7d = Median(agreeing, figures => figures.PriceChange7d),
        High24h = Median(agreeing, figures => figures.High24h),
        Low24h = Median(agreeing, figures => figures.Low24h),
        CirculatingSupply = Median(agreeing, figures => Known(figures.CirculatingSupply)),
        TotalSupply = Median(agreeing, figures => Known(figures.TotalSupply)),
        MaxSupply = Median(agreeing, figures => Known(figures.MaxSupply)),
        Rank = agreeing.Min(quote => quote.Figures.Rank),
    };

    /// <summary>By a market cap or a supply of 0 sources mean that they do not know it.</summary>
    private static double? Known(double? figure) => figure > 0 ? figure : null;

    private static double? Median(List<Quote> quotes, Func<MarketFigures, double?> figure)
    {
        // Called ten times for every asset of every page: no garbage.
        Span<double> values = quotes.Count <= 16 ? stackalloc double[quotes.Count] : new double[quotes.Count];
        var count = 0;
        foreach (var quote in quotes)
        {
            if (figure(quote.Figures) is { } value)
                values[count++] = value;
        }

        if (count == 0)
            return null;

        values = values[..count];
        values.Sort();
        return count % 2 == 1 ? values[count / 2] : (values[(count / 2) - 1] + values[count / 2]) / 2;
    }
}
