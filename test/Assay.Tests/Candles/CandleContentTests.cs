using Assay.Candles;

namespace Assay.Tests.Candles;

public sealed class CandleContentTests
{
    [Fact]
    public void What_follows_closes_the_candle_and_may_widen_it()
    {
        var whole = CandleContent.Of(10).Then(CandleContent.Of(7)).Then(CandleContent.Of(12)).Then(CandleContent.Of(9));

        Assert.Equal(new CandleContent(new Ohlc(10, 12, 7, 9), 4, CandleMethod.Sampled), whole);
    }

    [Fact]
    public void With_a_part_of_the_source_itself_it_is_merged_and_nobody_knows_from_how_many_prices()
    {
        var delivered = new CandleContent(new Ohlc(1, 5, 1, 2, 7), null, CandleMethod.Native);

        Assert.Equal(new CandleContent(new Ohlc(3, 5, 1, 2), null, CandleMethod.Merged), CandleContent.Of(3).Then(delivered));
        Assert.Equal(new CandleContent(new Ohlc(1, 5, 1, 2, 14), null, CandleMethod.Merged), delivered.Then(delivered));
        Assert.Equal(CandleMethod.Merged, delivered.AsPart().Method);
    }

    [Fact]
    public void In_whatever_groups_neighbours_are_merged_the_whole_is_the_same()
    {
        const int Seed = 20260131;
        var random = new Random(Seed);
        for (var round = 0; round < 200; round++)
        {
            CandleContent[] parts = [.. Enumerable.Range(0, 2 + random.Next(12)).Select(_ => Any(random))];
            var expected = parts.Aggregate((one, next) => one.Then(next));
            var cut = random.Next(1, parts.Length);

            var grouped = parts[..cut].Aggregate((one, next) => one.Then(next)).Then(parts[cut..].Aggregate((one, next) => one.Then(next)));

            Assert.True((expected with { Prices = expected.Prices with { Volume = null } }) == (grouped with { Prices = grouped.Prices with { Volume = null } }), $"seed {Seed}, round {round}");
            Assert.Equal(expected.Prices.Volume ?? -1, grouped.Prices.Volume ?? -1, 1e-9);
        }
    }

    private static CandleContent Any(Random random)
    {
        double[] prices = [.. Enumerable.Range(0, 4).Select(_ => 1 + random.NextDouble())];
        var ohlc = new Ohlc(prices[0], prices.Max(), prices.Min(), prices[3], random.Next(5) == 0 ? null : random.NextDouble());
        return random.Next(3) == 0 ? new(ohlc, null, CandleMethod.Native) : new(ohlc, random.Next(1, 9), CandleMethod.Sampled);
    }
}
