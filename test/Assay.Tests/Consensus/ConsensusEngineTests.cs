using Assay.Consensus;

namespace Assay.Tests.Consensus;

public sealed class ConsensusEngineTests
{
    private static readonly DateTimeOffset Now = new(2025, 12, 27, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("100", 100.0)]
    [InlineData("100,102", 101.0)]
    [InlineData("100,102,101", 101.0)]
    [InlineData("100,101,250", 100.5)] // the one that is apart is left out
    [InlineData("0.1,100,101", 100.5)]
    [InlineData("100,101,1000,1001,100.5", 100.5)]
    [InlineData("100,103", 101.5)] // exactly at the threshold
    public void The_median_of_those_who_agree_is_the_price(string prices, double expected) =>
        Assert.Equal(expected, Decide(prices)!.Figures.Price!.Value, 1e-9);

    [Theory]
    [InlineData("100,104")] // two that differ cancel each other
    [InlineData("100,101,200,201")] // two camps of the same size
    [InlineData("100,200,300")]
    public void Without_a_majority_there_is_no_price(string prices) => Assert.Null(Decide(prices));

    [Fact]
    public void CoinMarketCap_and_its_pools_have_one_vote_together()
    {
        var quotes = Quotes("100,200,201");
        quotes[1] = quotes[1] with { Source = SourceId.CoinMarketCap };
        quotes[2] = quotes[2] with { Source = SourceId.CoinMarketCapDex };

        Assert.Null(ConsensusEngine.Decide(quotes)); // one against one
        Assert.Equal(201, ConsensusEngine.Decide(quotes[2..])!.Figures.Price);
    }

    [Fact]
    public void A_stale_price_has_no_vote()
    {
        var quotes = Quotes("100,200");
        quotes[1] = quotes[1] with { ObservedAt = Now - ConsensusEngine.Freshness - TimeSpan.FromMilliseconds(1) };

        Assert.Equal(100, ConsensusEngine.Decide(quotes)!.Figures.Price);
    }

    [Fact]
    public void Nobody_fresh_means_no_price() =>
        Assert.Null(ConsensusEngine.Decide(Quotes("100,100").Select(quote => quote with { RecordedAt = Now.AddHours(1) })));

    [Fact]
    public void It_is_stamped_with_the_newest_recording_whichever_page_came_last()
    {
        var quotes = Quotes("100,101");
        quotes[0] = quotes[0] with { RecordedAt = Now.AddMilliseconds(26) };

        Assert.Equal(Now.AddMilliseconds(26), ConsensusEngine.Decide(quotes)!.ObservedAt);
    }

    [Fact]
    public void A_former_consensus_does_not_vote_for_itself()
    {
        Quote[] quotes = [.. Quotes("100"), Quotes("200")[0] with { Source = SourceId.Consensus }];

        Assert.Equal(100, ConsensusEngine.Decide(quotes)!.Figures.Price);
    }

    [Fact]
    public void The_order_of_the_sources_makes_no_difference()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var quotes = Quotes(string.Join(',', Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(95, 108))));
            var shuffled = quotes.ToArray();
            random.Shuffle(shuffled);

            Assert.Equal(ConsensusEngine.Decide(quotes)?.Figures, ConsensusEngine.Decide(shuffled)?.Figures);
        }
    }

    [Fact]
    public void Figures_that_one_source_lacks_come_from_those_that_have_them()
    {
        var quotes = Quotes("100,101");
        quotes[0] = quotes[0] with { Figures = quotes[0].Figures with { High24h = 120, Rank = 3 } };

        var figures = ConsensusEngine.Decide(quotes)!.Figures;

        Assert.Equal(120, figures.High24h);
        Assert.Equal(3, figures.Rank);
        Assert.Null(figures.Low24h);
    }

    [Fact]
    public void A_market_cap_or_a_supply_of_zero_is_one_that_the_source_does_not_know()
    {
        var quotes = Quotes("100,101");
        quotes[0] = quotes[0] with { Figures = quotes[0].Figures with { MarketCap = 0, CirculatingSupply = 0, Volume24h = 0 } };
        quotes[1] = quotes[1] with { Figures = quotes[1].Figures with { MarketCap = 1e9, CirculatingSupply = 1e7, Volume24h = 10 } };

        var figures = ConsensusEngine.Decide(quotes)!.Figures;

        Assert.Equal((1e9, 1e7, 5.0), (figures.MarketCap, figures.CirculatingSupply, figures.Volume24h));
        Assert.Null(ConsensusEngine.Decide([quotes[0]])!.Figures.MarketCap);
    }

    private static Quote? Decide(string prices) => ConsensusEngine.Decide(Quotes(prices));

    private static Quote[] Quotes(string prices) =>
    [
        .. prices.Split(',').Select((price, i) => new Quote
        {
            Source = new($"source-{i}"),
            Asset = new("bitcoin"),
            CoinId = "btc",
            ObservedAt = Now.AddSeconds(-i),
            RecordedAt = Now,
            Figures = new MarketFigures { Price = double.Parse(price, System.Globalization.CultureInfo.InvariantCulture) },
        }),
    ];
}
