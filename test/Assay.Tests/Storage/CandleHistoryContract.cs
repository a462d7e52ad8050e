using Assay.Candles;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>What reading candles and quotes gives over every store, now and as of a time.</summary>
public abstract class CandleHistoryContract : StoreContract
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 22, 0, 0, TimeSpan.Zero);

    private SeriesFeed Feed => field ??= new SeriesFeed(Store.Market, Cancellation);

    private CandleReader Reader => new(Store.History);

    [Fact]
    public async Task The_newest_candle_is_complete_though_its_row_was_written_when_it_opened()
    {
        await Feed.LearnAsync(Bitcoin);
        double[] prices = [.. Enumerable.Range(0, 137).Select(minute => 100 + (37 * minute % 61) + (minute / 1000.0))];
        for (var minute = 0; minute < prices.Length; minute++)
            await Feed.ObserveAsync(Make.Quote(Bitcoin, Start.AddMinutes(minute), prices[minute]));

        foreach (var interval in CandleInterval.All)
        {
            var last = (await ReadAsync(interval, null))[^1];
            var inside = prices.Where((_, minute) => Start.AddMinutes(minute) >= last.OpenedAt).ToList();
            Assert.Equal(interval.Open(Start.AddMinutes(136)), last.OpenedAt);
            Assert.Equal(new CandleContent(new Ohlc(inside[0], inside.Max(), inside.Min(), inside[^1]), inside.Count, CandleMethod.Sampled), last.Content);
            Assert.Equal(Start.AddMinutes(136).AddSeconds(5), last.RecordedAt);
        }
    }

    [Fact]
    public async Task As_of_a_time_nothing_is_known_that_came_later_and_what_was_corrected_later_stands_as_it_was()
    {
        await Feed.LearnAsync(Bitcoin);
        for (var minute = 0; minute < 30; minute++)
            await Feed.ObserveAsync(Make.Quote(Bitcoin, Start.AddMinutes(minute), 100 + minute));
        var then = Start.AddMinutes(20);
        var expected = (await ReadQuotesAsync(null)).Where(quote => quote.RecordedAt <= then).ToList();
        await Feed.ObserveAsync(Make.Quote(Bitcoin, Start.AddMinutes(3), 1, recordedAt: Start.AddMinutes(40)));
        await Feed.ObserveAsync(Make.Quote(Bitcoin, Start.AddMinutes(3), 2, recordedAt: Start.AddMinutes(50)));
        await Feed.ObserveAsync(Make.Quote(Bitcoin, Start.AddMinutes(4.5), 3, recordedAt: Start.AddMinutes(60)));

        Assert.Equal(20, expected.Count);
        Assert.Equal(expected, await ReadQuotesAsync(then));
        Assert.Equal([103, 1, 1, 2, 2], await PricesAtAsync(3, [39, 40, 49, 50, 99]));
        Assert.Equal(30, (await ReadQuotesAsync(Start.AddMinutes(59))).Count);
        Assert.Equal(31, (await ReadQuotesAsync(Start.AddMinutes(60))).Count);
        Assert.Equal(await ReadQuotesAsync(null), await ReadQuotesAsync(DateTimeOffset.MaxValue));
        Assert.Empty(await ReadQuotesAsync(Start));
        Assert.Equal(Start.AddMinutes(15), await Store.History.FindQuoteFromEndAsync(Gecko, Bitcoin, TimeRange.All, 5, then, Cancellation));
        Assert.Null(await Store.History.FindQuoteFromEndAsync(Gecko, Bitcoin, TimeRange.All, 21, then, Cancellation));
    }

    [Fact]
    public async Task Candles_as_of_a_time_are_made_of_the_quotes_of_then()
    {
        await Feed.LearnAsync(Bitcoin);
        for (var minute = 0; minute < 130; minute++)
            await Feed.ObserveAsync(Make.Quote(Bitcoin, Start.AddMinutes(minute), 100 + minute));
        var then = Start.AddMinutes(70);
        await Feed.ObserveAsync(Make.Quote(Bitcoin, Start.AddMinutes(10), 900, recordedAt: Start.AddMinutes(140)));
        await Feed.ObserveAsync(Make.Quote(Bitcoin, Start.AddMinutes(11.5), 950, recordedAt: Start.AddMinutes(140)));

        var hours = await ReadAsync(CandleInterval.OneHour, then);

        Assert.Equal(
            [new CandleContent(new Ohlc(100, 159, 100, 159), 60, CandleMethod.Sampled), new CandleContent(new Ohlc(160, 169, 160, 169), 10, CandleMethod.Sampled)],
            hours.Select(hour => hour.Content));
        Assert.Equal(950, (await ReadAsync(CandleInterval.OneHour, null))[0].Prices.High);
        Assert.Equal(Start.AddHours(1), await Reader.FindFromEndAsync(Gecko, Bitcoin, CandleInterval.OneHour, TimeRange.All, 1, then, Cancellation));
        Assert.Equal(Start, await Reader.FindFromEndAsync(Gecko, Bitcoin, CandleInterval.OneHour, TimeRange.All, 2, then, Cancellation));
        Assert.Null(await Reader.FindFromEndAsync(Gecko, Bitcoin, CandleInterval.OneHour, TimeRange.All, 3, then, Cancellation));
    }

    [Fact]
    public async Task A_delivered_candle_is_known_from_when_it_was_recorded()
    {
        await Feed.LearnAsync(Bitcoin);
        for (var minute = 0; minute < 11; minute++)
            await Feed.ObserveAsync(Make.Quote(Bitcoin, Start.AddMinutes(minute), 100));
        await Feed.DeliverAsync(new Candle
        {
            Source = Gecko,
            Asset = Bitcoin,
            Interval = CandleInterval.FiveMinutes,
            OpenedAt = Start,
            Prices = new Ohlc(99, 105, 98, 100, 7),
            RecordedAt = Start.AddHours(1),
        });

        Assert.Equal([100, 100, 100], (await ReadAsync(CandleInterval.FiveMinutes, Start.AddMinutes(59))).Select(candle => candle.Prices.High));
        Assert.Equal([105, 100, 100], (await ReadAsync(CandleInterval.FiveMinutes, Start.AddMinutes(60))).Select(candle => candle.Prices.High));
        Assert.Equal(
            new CandleContent(new Ohlc(99, 105, 98, 100), null, CandleMethod.Merged), Assert.Single(await ReadAsync(CandleInterval.OneHour, Start.AddMinutes(60))).Content);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_the_order_and_the_pages_in_which_quotes_come_the_candles_are_the_same(int seed)
    {
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        await Feed.LearnAsync(Bitcoin, Ether);
        var random = new Random(seed);
        var quotes = Walk(random);
        foreach (var page in Pages(quotes, random))
            await Feed.ObserveAsync(page);

        foreach (var asset in new[] { Bitcoin, Ether })
        {
            var history = quotes.Where(quote => quote.Asset == asset).OrderBy(quote => quote.ObservedAt).ToList();
            foreach (var interval in CandleInterval.All)
            {
                var expected = history.GroupBy(quote => interval.Open(quote.ObservedAt)).Select(group => (group.Key, Content(group))).ToList();
                Assert.Equal(expected, (await ReadAsync(interval, null, asset)).Select(candle => (candle.OpenedAt, candle.Content)));
                Assert.Equal(expected, (await ReadAsync(interval, DateTimeOffset.MaxValue, asset)).Select(candle => (candle.OpenedAt, candle.Content)));
                var closed = (await Store.ReadCandlesAsync(asset)).Where(candle => candle.Interval == interval.Name).SkipLast(1);
                Assert.Equal(expected.SkipLast(1), closed.Select(candle => (candle.OpenedAt, Content(candle))));
            }
        }
    }

    /// <summary>Two coins over some three days: minutes, holes of hours, several quotes in a minute.</summary>
    private static List<Quote> Walk(Random random)
    {
        var quotes = new List<Quote>();
        foreach (var asset in new[] { Bitcoin, Ether })
        {
            var (time, price) = (Start, 100.0);
            for (var i = 0; i < 400; i++)
            {
                time = time.AddMilliseconds(random.Next(20) switch { 0 => random.Next(1, 14_400_000), < 4 => random.Next(1, 20_000), _ => random.Next(1, 600_000) });
                price *= 1 + ((random.NextDouble() - 0.5) / 10);
                quotes.Add(Make.Quote(asset, time, price, recordedAt: Start.AddDays(30)));
            }
        }

        return quotes;
    }

    /// <summary>Roughly in order, some of it much later, in pages of up to 40.</summary>
    private static IEnumerable<Quote[]> Pages(List<Quote> quotes, Random random)
    {
        var arriving = quotes.OrderBy(quote => quote.ObservedAt.AddMinutes(random.Next(10) == 0 ? random.Next(3000) : 0)).ToList();
        for (var i = 0; i < arriving.Count;)
        {
            var size = Math.Min(random.Next(1, 41), arriving.Count - i);
            yield return [.. arriving.GetRange(i, size)];
            i += size;
        }
    }

    private static CandleContent Content(IEnumerable<Quote> group)
    {
        var prices = group.Select(quote => quote.Figures.Price!.Value).ToList();
        return new(new Ohlc(prices[0], prices.Max(), prices.Min(), prices[^1]), prices.Count, CandleMethod.Sampled);
    }

    private static CandleContent Content(StoredCandle candle) =>
        new(new Ohlc(candle.Open, candle.High, candle.Low, candle.Close, candle.Volume), candle.Samples, CandleMethods.Parse(candle.Method));

    private async Task<List<double>> PricesAtAsync(int minute, int[] moments)
    {
        var prices = new List<double>();
        foreach (var moment in moments)
            prices.Add((await ReadQuotesAsync(Start.AddMinutes(moment))).Single(quote => quote.ObservedAt == Start.AddMinutes(minute)).Price);
        return prices;
    }

    private ValueTask<List<HistoricQuote>> ReadQuotesAsync(DateTimeOffset? asOf) =>
        Store.History.ReadQuotesAsync(Gecko, Bitcoin, TimeRange.All, asOf, Cancellation).ToListAsync(Cancellation);

    private ValueTask<List<Candle>> ReadAsync(CandleInterval interval, DateTimeOffset? asOf, AssetId? asset = null) =>
        Reader.ReadAsync(Gecko, asset ?? Bitcoin, interval, TimeRange.All, asOf, Cancellation).ToListAsync(Cancellation);
}
