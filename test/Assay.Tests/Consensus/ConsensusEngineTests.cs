using System.Globalization;
using Assay.Consensus;

namespace Assay.Tests.Consensus;

public sealed class ConsensusEngineTests
{
    private static readonly DateTimeOffset Now = new(2025, 12, 27, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("100,102", 101.0)]
    [InlineData("100,102,101", 101.0)]
    [InlineData("100,101,250", 100.5)] // the one that is apart is left out
    [InlineData("0.1,100,101", 100.5)]
    [InlineData("100,101,1000,1001,100.5", 100.5)]
    [InlineData("100,103", 101.5)] // exactly at the threshold
    public void The_median_of_those_who_agree_is_the_price(string prices, double expected)
    {
        var ruling = Decide(prices)!;

        Assert.Equal(ConsensusFlag.Agreed, ruling.Decision.Flag);
        Assert.Equal(expected, ruling.Decision.Price!.Value, 1e-9);
        Assert.Equal(expected, ruling.Quote!.Figures.Price!.Value, 1e-9);
    }

    [Theory]
    [InlineData("100,104")] // two that differ cancel each other
    [InlineData("100,101,200,201")] // two camps of the same size
    [InlineData("100,200,300")]
    public void Without_a_majority_there_is_no_price_but_every_word_is_kept(string prices)
    {
        var ruling = Decide(prices)!;

        Assert.Equal((ConsensusFlag.Disputed, null, null), (ruling.Decision.Flag, ruling.Decision.Price, ruling.Decision.ObservedAt));
        Assert.Null(ruling.Quote);
        Assert.Equal(prices.Split(',').Select(Number).Order(), ruling.Decision.Votes.Select(vote => vote.Price));
        Assert.All(ruling.Decision.Votes, vote => Assert.Equal(Standing.Differs, vote.Standing));
    }

    [Fact]
    public void One_alone_is_believed_and_marked() =>
        Assert.Equal((ConsensusFlag.SingleSource, 100.0), (Decide("100")!.Decision.Flag, Decide("100")!.Decision.Price));

    [Fact]
    public void A_dispute_holds_the_last_good_price_for_half_an_hour_and_not_longer()
    {
        var good = Decide("100,101")!.Decision;
        var first = Decide("100,110", good, 1)!;
        var last = Decide("100,110", first.Decision, 31)!.Decision;
        var after = Decide("100,110", last, 32)!.Decision;
        var again = Decide("100,101", after, 33)!.Decision;

        Assert.Equal((ConsensusFlag.Disputed, 100.5, Now.AddMinutes(1)), (first.Decision.Flag, first.Decision.Price, first.Decision.HeldSince));
        Assert.Equal(good.ObservedAt, first.Decision.ObservedAt);
        Assert.Null(first.Quote);
        Assert.Equal((100.5, Now.AddMinutes(1)), (last.Price, last.HeldSince));
        Assert.Equal((ConsensusFlag.Disputed, null, null, null), (after.Flag, after.Price, after.ObservedAt, after.HeldSince));
        Assert.Equal((ConsensusFlag.Agreed, 100.5, null), (again.Flag, again.Price, again.HeldSince));
    }

    [Theory]
    [InlineData(1, 130.0, ConsensusFlag.SingleSource)] // within what one alone is believed
    [InlineData(1, 131.0, ConsensusFlag.Frozen)]
    [InlineData(1, 76.0, ConsensusFlag.Frozen)] // as far down as 131 is up
    [InlineData(31, 131.0, ConsensusFlag.SingleSource)] // nothing was heard for half an hour: nothing to compare with
    public void A_jump_of_one_alone_freezes(int minute, double price, string flag)
    {
        var ruling = Decide(price.ToString(CultureInfo.InvariantCulture), Decide("100")!.Decision, minute)!;

        Assert.Equal(flag, ruling.Decision.Flag);
        Assert.Equal(flag == ConsensusFlag.Frozen ? 100 : price, ruling.Decision.Price);
        Assert.Equal(flag == ConsensusFlag.Frozen, ruling.Quote is null);
    }

    [Fact]
    public void A_jump_that_lasts_for_half_an_hour_is_believed_and_one_that_others_confirm_at_once()
    {
        var frozen = Decide("200", Decide("100")!.Decision, 1)!.Decision;

        Assert.Equal(ConsensusFlag.Frozen, Decide("200", frozen, 31)!.Decision.Flag);
        Assert.Equal((ConsensusFlag.SingleSource, 200.0), (Decide("200", frozen, 32)!.Decision.Flag, Decide("200", frozen, 32)!.Decision.Price));
        Assert.Equal((ConsensusFlag.Agreed, 200.5), (Decide("200,201", frozen, 2)!.Decision.Flag, Decide("200,201", frozen, 2)!.Decision.Price));
    }

    [Fact]
    public void CoinMarketCap_and_its_pools_have_one_vote_together()
    {
        var quotes = Quotes("100,200,201");
        quotes[1] = quotes[1] with { Source = SourceId.CoinMarketCap };
        quotes[2] = quotes[2] with { Source = SourceId.CoinMarketCapDex };

        var decision = Decide(quotes)!.Decision;

        Assert.Equal(ConsensusFlag.Disputed, decision.Flag); // one against one
        Assert.Equal(Standing.Represented, decision.Votes[2].Standing);
        Assert.Equal(201, Decide(quotes[2..])!.Decision.Price); // where CoinMarketCap does not list it, its pools speak for themselves
        quotes[1] = quotes[1] with { ObservedAt = Now.AddHours(-1) };
        Assert.Equal(200.5, Decide([quotes[2], quotes[2] with { Source = SourceId.Binance, Figures = new() { Price = 200 } }, quotes[1]])!.Decision.Price);
    }

    [Fact]
    public void A_stale_price_has_no_vote()
    {
        var quotes = Quotes("100,200");
        quotes[1] = quotes[1] with { ObservedAt = Now - ConsensusEngine.Freshness - TimeSpan.FromMilliseconds(1) };

        var decision = Decide(quotes)!.Decision;

        Assert.Equal((ConsensusFlag.SingleSource, 100.0), (decision.Flag, decision.Price));
        Assert.Equal(Standing.Stale, decision.Votes[1].Standing);
    }

    [Fact]
    public void Nobody_fresh_decides_nothing() =>
        Assert.Null(Decide(Quotes("100,100").Select(quote => quote with { RecordedAt = Now.AddHours(1) })));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_price_never_votes(double price)
    {
        var quotes = Quotes("100,101");
        quotes[1] = quotes[1] with { Figures = new() { Price = price } };

        Assert.Equal(100, Decide(quotes)!.Decision.Price);
        Assert.Null(Decide(quotes[1..]));
    }

    [Fact]
    public void It_held_when_the_oldest_of_those_that_agree_was_observed_and_a_series_never_runs_backwards()
    {
        var quotes = Quotes("100,101,200");
        quotes[2] = quotes[2] with { ObservedAt = Now.AddMinutes(-10) }; // is apart
        var first = Decide(quotes)!;
        quotes[0] = quotes[0] with { ObservedAt = Now.AddSeconds(-30), RecordedAt = Now.AddSeconds(1) };
        quotes[1] = quotes[1] with { ObservedAt = Now.AddSeconds(-30) };
        var second = ConsensusEngine.Decide(quotes, first.Decision, _ => 0)!;

        Assert.Equal(Now.AddSeconds(-1), first.Quote!.ObservedAt);
        Assert.Equal(Now.AddSeconds(-1), second.Quote!.ObservedAt);
    }

    [Fact]
    public void It_is_recorded_with_the_newest_quote_and_later_than_the_decision_before()
    {
        var quotes = Quotes("100,101");
        quotes[0] = quotes[0] with { RecordedAt = Now.AddMilliseconds(26) };
        var first = Decide(quotes)!;
        var second = ConsensusEngine.Decide([.. quotes, quotes[1] with { Source = new("late"), RecordedAt = Now }], first.Decision, _ => 0)!;

        Assert.Equal((Now.AddMilliseconds(26), Now.AddMilliseconds(26)), (first.Decision.RecordedAt, first.Quote!.RecordedAt));
        Assert.Equal(Now.AddMilliseconds(27), second.Quote!.RecordedAt);
    }

    [Fact]
    public void A_former_consensus_does_not_vote_for_itself()
    {
        Quote[] quotes = [.. Quotes("100"), Quotes("200")[0] with { Source = SourceId.Consensus }];

        Assert.Equal(100, Decide(quotes)!.Decision.Price);
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

            Assert.Equal(Decide(quotes)!.Decision.ToRow(), Decide(shuffled)!.Decision.ToRow());
            Assert.Equal(Decide(quotes)!.Quote, Decide(shuffled)!.Quote);
        }
    }

    [Fact]
    public void Of_groups_of_the_same_size_the_fresher_one_would_be_the_best_but_half_is_no_majority()
    {
        var quotes = Quotes("100,101,200,201,300");
        Assert.Equal(ConsensusFlag.Disputed, Decide(quotes)!.Decision.Flag);

        quotes[4] = quotes[4] with { Figures = new() { Price = 200.5 } };
        Assert.Equal((ConsensusFlag.Agreed, 200.5), (Decide(quotes)!.Decision.Flag, Decide(quotes)!.Decision.Price));
    }

    [Theory]
    [InlineData("1.000,1.0049", null, null, "stable", true)]
    [InlineData("1.000,1.006", null, null, "stable", false)]
    [InlineData("1.000,1.006", 5.0, null, "other", true)] // a coin that moved five percent today is not pegged
    [InlineData("100,100.9", null, 20, "large", true)]
    [InlineData("100,101.1", null, 20, "large", false)]
    [InlineData("100,101.1", null, 21, "other", true)]
    public void What_hardly_moves_has_to_agree_more_closely(string prices, double? change, int? rank, string name, bool agree)
    {
        var decision = Decide(Quotes(prices).Select(quote => quote with { Figures = quote.Figures with { PriceChange24h = change, Rank = rank } }))!.Decision;

        Assert.Equal((name, agree), (decision.Class.Name, decision.Flag == ConsensusFlag.Agreed));
    }

    [Fact]
    public void A_day_of_wide_swings_widens_what_counts_as_agreement_up_to_three_times()
    {
        // ln 2 / (2 √ln 2) = 41.6 % a day is 1.1 % a minute, 4.4 % at four deviations.
        var wide = Quotes("100,104").Select(quote => quote with { Figures = quote.Figures with { High24h = 150, Low24h = 75 } }).ToList();
        var absurd = wide.Select(quote => quote with { Figures = quote.Figures with { High24h = 1e9 } });

        Assert.Equal(4 * Math.Log(2) / (2 * Math.Sqrt(Math.Log(2))) / Math.Sqrt(1440), Decide(wide)!.Decision.Threshold, 1e-12);
        Assert.Equal(ConsensusFlag.Agreed, Decide(wide)!.Decision.Flag);
        Assert.Equal(0.09, Decide(absurd)!.Decision.Threshold, 1e-12);
    }

    [Fact]
    public void Ten_observations_apart_make_a_suspect_and_ten_in_agreement_make_it_good_again()
    {
        var decision = Decide("100,101,150")!.Decision;
        var standings = new List<string>();
        for (var minute = 1; minute <= 24; minute++)
        {
            decision = Decide(minute < 12 ? "100,101,150" : "100,101,100.5", decision, minute)!.Decision;
            standings.Add(decision.VoteOf(new("source-2"))!.Value.Standing);
        }

        Assert.Equal(Enumerable.Repeat(Standing.Differs, 9).Concat(Enumerable.Repeat(Standing.Suspect, 12)).Concat(Enumerable.Repeat(Standing.Agrees, 3)), standings);
    }

    [Fact]
    public void Of_two_that_are_apart_for_long_the_junior_becomes_the_suspect_and_the_same_observation_counts_once()
    {
        var decision = Decide("100,101")!.Decision;
        for (var minute = 1; minute <= 9; minute++)
        {
            decision = Decide("100,150", decision, minute)!.Decision;
            decision = Decide("100,150", decision, minute)!.Decision; // nothing new
        }

        decision = Decide("100,150", decision, 10)!.Decision;

        Assert.Equal((ConsensusFlag.Disputed, 10), (decision.Flag, decision.VoteOf(new("source-1"))!.Value.Disagreements));
        var next = Decide("100,150", decision, 11)!.Decision;
        Assert.Equal((ConsensusFlag.SingleSource, 100.0), (next.Flag, next.Price));
    }

    [Fact]
    public void Sources_that_have_stopped_do_not_outvote_one_that_moves()
    {
        Decision? decision = null;
        for (var minute = 0; minute <= 20; minute++)
            decision = Decide($"100,100.1,{(100 + (0.5 * minute)).ToString(CultureInfo.InvariantCulture)}", decision, minute)!.Decision;

        Assert.Equal(ConsensusFlag.Disputed, decision!.Flag);
        Assert.Equal((true, true, false), (decision.Votes[0].IsStuck, decision.Votes[1].IsStuck, decision.Votes[2].IsStuck));
    }

    [Fact]
    public void A_price_of_which_nothing_was_heard_is_stale_and_one_that_is_held_ends_with_its_time()
    {
        var good = Decide("100,101")!.Decision;
        var held = Decide("100,110", good, 1)!.Decision;

        Assert.Same(good, good.At(Now.AddMinutes(14)));
        Assert.Equal((ConsensusFlag.Stale, 100.5), (good.At(Now.AddMinutes(15)).Flag, good.At(Now.AddMinutes(15)).Price)); // observed a second before
        Assert.Equal(100.5, held.At(Now.AddMinutes(31)).Price);
        Assert.Equal((ConsensusFlag.Disputed, null), (held.At(Now.AddMinutes(32)).Flag, held.At(Now.AddMinutes(32)).Price));
    }

    [Fact]
    public void Evidence_comes_back_from_its_row_as_it_was()
    {
        Decision? decision = null;
        for (var minute = 0; minute < 5; minute++)
        {
            decision = Decide("100,101,150", decision, minute)!.Decision;
            Assert.Equivalent(decision, Decision.FromRow(decision.ToRow()), strict: true);
        }

        Assert.Equal("""[["source-0",100,0,"agrees",0,240000],["source-1",101,1000,"agrees",0,240000],["source-2",150,2000,"differs",5,240000]]""", decision!.ToRow()[^1]);
        var held = Decide("100,150", decision, 6)!.Decision;
        Assert.Equivalent(held, Decision.FromRow(held.ToRow()), strict: true);
    }

    [Fact]
    public void Figures_that_one_source_lacks_come_from_those_that_have_them()
    {
        var quotes = Quotes("100,101");
        quotes[0] = quotes[0] with { Figures = quotes[0].Figures with { High24h = 120, Rank = 300 } };

        var figures = Decide(quotes)!.Quote!.Figures;

        Assert.Equal(120, figures.High24h);
        Assert.Equal(300, figures.Rank);
        Assert.Null(figures.Low24h);
    }

    [Fact]
    public void A_market_cap_or_a_supply_of_zero_is_one_that_the_source_does_not_know()
    {
        var quotes = Quotes("100,101");
        quotes[0] = quotes[0] with { Figures = quotes[0].Figures with { MarketCap = 0, CirculatingSupply = 0, Volume24h = 0 } };
        quotes[1] = quotes[1] with { Figures = quotes[1].Figures with { MarketCap = 1e9, CirculatingSupply = 1e7, Volume24h = 10 } };

        var figures = Decide(quotes)!.Quote!.Figures;

        Assert.Equal((1e9, 1e7, 5.0), (figures.MarketCap, figures.CirculatingSupply, figures.Volume24h));
        Assert.Null(Decide([quotes[0]])!.Quote!.Figures.MarketCap);
    }

    private static Ruling? Decide(string prices, Decision? before = null, int minute = 0) => ConsensusEngine.Decide(Quotes(prices, minute), before, Seniority);

    private static Ruling? Decide(IEnumerable<Quote> quotes) => ConsensusEngine.Decide(quotes, null, Seniority);

    private static int Seniority(Quote quote) => quote.Source.Name[^1] - '0';

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Quote[] Quotes(string prices, int minute = 0) =>
    [
        .. prices.Split(',').Select((price, i) => new Quote
        {
            Source = new($"source-{i}"),
            Asset = new("bitcoin"),
            CoinId = "btc",
            ObservedAt = Now.AddMinutes(minute).AddSeconds(-i),
            RecordedAt = Now.AddMinutes(minute),
            Figures = new MarketFigures { Price = Number(price) },
        }),
    ];
}
