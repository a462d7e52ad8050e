using Assay.Candles;

namespace Assay.Tests.Storage;

/// <summary>What every store must do with candles that are made from what was observed.</summary>
public abstract class MadeCandleContract : StoreContract
{
    private static readonly DateTimeOffset Ten = new(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);

    private SeriesFeed Feed => field ??= new SeriesFeed(Store.Market, Cancellation);

    [Fact]
    public async Task A_candle_opens_with_its_first_price_is_written_when_it_closes_and_revised_by_what_comes_late()
    {
        await Feed.LearnAsync(Bitcoin);
        await Feed.ObserveAsync(Seen(0, 100));
        await Feed.ObserveAsync(Seen(1, 90));
        await Feed.ObserveAsync(Seen(2, 130));
        Assert.Equal(Body(100, 100, 100, 100, 1, 1), await FindAsync("5m", Ten)); // open: as it was when it opened

        await Feed.ObserveAsync(Seen(5, 120));
        Assert.Equal(Body(100, 130, 90, 130, 3, 1), await FindAsync("5m", Ten));
        Assert.Equal(Body(120, 120, 120, 120, 1, 1), await FindAsync("5m", Ten.AddMinutes(5)));
        Assert.Equal(Body(100, 100, 100, 100, 1, 1), await FindAsync("15m", Ten));

        await Feed.ObserveAsync(Seen(3, 80, late: 4));
        Assert.Equal(Body(100, 130, 80, 80, 4, 2), await FindAsync("5m", Ten));
        Assert.Equal(Body(80, 80, 80, 80, 1, 1), await FindAsync("1m", Ten.AddMinutes(3)));
    }

    [Fact]
    public async Task What_comes_late_touches_its_own_candle_and_the_closed_ones_around_it_and_no_other()
    {
        await Feed.LearnAsync(Bitcoin);
        for (var minute = 0; minute <= 61; minute++)
            await Feed.ObserveAsync(Seen(minute, 100 + minute));
        var before = await Store.ReadCandlesAsync(Bitcoin);

        await Feed.ObserveAsync(Seen(17.5, 500, late: 60)); // within the minute of 117, when 11:01 was known

        var now = await Store.ReadCandlesAsync(Bitcoin);
        Assert.Equal(before.Count, now.Count);
        Assert.Equal(
            [("15m", Ten.AddMinutes(15)), ("1h", Ten), ("1m", Ten.AddMinutes(17)), ("5m", Ten.AddMinutes(15))], // 4h and 1d are still open
            now.Except(before).Select(candle => (candle.Interval, candle.OpenedAt)).Order());
        Assert.All(now.Except(before), candle => Assert.Equal((2, 500, Ten.AddMinutes(78)), (candle.Revision, candle.High, candle.RecordedAt)));
    }

    [Fact]
    public async Task A_price_that_is_corrected_changes_the_candles_that_it_is_in()
    {
        await Feed.LearnAsync(Bitcoin);
        await Feed.ObserveAsync(Seen(0, 100));
        await Feed.ObserveAsync(Seen(1, 900));
        await Feed.ObserveAsync(Seen(1, 90, late: 0.5)); // still open: that is no revision
        Assert.Equal(Body(90, 90, 90, 90, 1, 1), await FindAsync("1m", Ten.AddMinutes(1)));
        await Feed.ObserveAsync(Seen(6, 101));
        Assert.Equal(Body(100, 100, 90, 90, 2, 1), await FindAsync("5m", Ten));

        await Feed.ObserveAsync(Seen(0, 95, late: 7));

        Assert.Equal(Body(95, 95, 95, 95, 1, 2), await FindAsync("1m", Ten));
        Assert.Equal(Body(95, 95, 90, 90, 2, 2), await FindAsync("5m", Ten));
    }

    [Fact]
    public async Task What_changes_nothing_writes_nothing()
    {
        await Feed.LearnAsync(Bitcoin);
        for (var minute = 0; minute < 20; minute++)
            await Feed.ObserveAsync(Seen(minute, 100));
        var before = await Store.ReadCandlesAsync(Bitcoin);

        await Feed.ObserveAsync(Seen(3, 100, late: 30));

        Assert.Equal(before, await Store.ReadCandlesAsync(Bitcoin));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_candle_of_the_source_itself_beats_one_that_is_made_in_whatever_order_they_come(bool isLate)
    {
        await Feed.LearnAsync(Bitcoin);
        var native = Native(CandleInterval.FiveMinutes, Ten, new Ohlc(1, 9, 1, 5, 12));
        if (!isLate)
            await Feed.DeliverAsync(native);
        for (var minute = 0; minute < 16; minute++)
            await Feed.ObserveAsync(Seen(minute, 100 + minute));
        if (isLate)
            await Feed.DeliverAsync(native);
        await Feed.ObserveAsync(Seen(2.5, 700, late: 60));

        var kept = await FindStoredAsync("5m", Ten);
        Assert.Equal((new Ohlc(1, 9, 1, 5, 12), null, "native"), (Prices(kept), kept.Samples, kept.Method));
        var wider = await FindStoredAsync("15m", Ten);
        Assert.Equal((new Ohlc(1, 114, 1, 114), null, "merged"), (Prices(wider), wider.Samples, wider.Method)); // the other two have no volume
        var narrower = await FindStoredAsync("1m", Ten.AddMinutes(2));
        Assert.Equal((new Ohlc(102, 700, 102, 700), 2, "sampled"), (Prices(narrower), narrower.Samples, narrower.Method));
    }

    [Fact]
    public async Task A_volume_is_added_up_where_all_of_it_is_known()
    {
        await Feed.LearnAsync(Bitcoin);
        await Feed.DeliverAsync([.. Enumerable.Range(0, 10).Select(minute => Native(CandleInterval.OneMinute, Ten.AddMinutes(minute), new Ohlc(5, 6 + minute, 4, 5, minute == 7 ? null : 0.1 * minute)))]);

        var known = await FindStoredAsync("5m", Ten);
        Assert.Equal(0.1 * 0 + (0.1 * 1) + (0.1 * 2) + (0.1 * 3) + (0.1 * 4), known.Volume);
        Assert.Equal((5, 10, 4, 5, "merged"), (known.Open, known.High, known.Low, known.Close, known.Method));
        Assert.Null((await FindStoredAsync("5m", Ten.AddMinutes(5))).Volume);
        Assert.Null((await FindStoredAsync("15m", Ten)).Volume);
    }

    [Fact]
    public async Task Where_nothing_was_observed_there_is_no_candle()
    {
        await Feed.LearnAsync(Bitcoin);
        await Feed.ObserveAsync(Seen(0, 100));
        await Feed.ObserveAsync(Seen(125, 110));

        var stored = await Store.ReadCandlesAsync(Bitcoin);

        Assert.Equal([Ten, Ten.AddMinutes(125)], OpenedAt("5m"));
        Assert.Equal([Ten, Ten.AddHours(2)], OpenedAt("1h"));
        Assert.All(stored, candle => Assert.Null(candle.Volume));

        IEnumerable<DateTimeOffset> OpenedAt(string interval) => stored.Where(candle => candle.Interval == interval).Select(candle => candle.OpenedAt);
    }

    [Fact]
    public async Task At_the_end_of_a_month_each_candle_lies_where_it_opens()
    {
        await Feed.LearnAsync(Bitcoin, Ether);
        var midnight = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
        await Feed.ObserveAsync(Make.Quote(Bitcoin, midnight.AddMinutes(-1), 10), Make.Quote(Ether, midnight.AddMinutes(-1), 1));
        await Feed.ObserveAsync(Make.Quote(Bitcoin, midnight.AddMilliseconds(-1), 12), Make.Quote(Ether, midnight.AddMilliseconds(-1), 2));
        await Feed.ObserveAsync(Make.Quote(Bitcoin, midnight, 11), Make.Quote(Ether, midnight, 3));

        Assert.Equal(Body(10, 12, 10, 12, 2, 1), await FindAsync("1d", midnight.AddDays(-1)));
        Assert.Equal(Body(11, 11, 11, 11, 1, 1), await FindAsync("1d", midnight));
        Assert.Equal(Body(10, 12, 10, 12, 2, 1), await FindAsync("4h", midnight.AddHours(-4)));
    }

    [Fact]
    public async Task The_rows_of_a_file_make_no_candles_narrower_than_their_rhythm()
    {
        await Feed.LearnAsync(Bitcoin);
        await Feed.ImportAsync([.. Enumerable.Range(0, 30).Select(hour => Make.Quote(Bitcoin, Ten.AddHours(hour), 100 + hour, recordedAt: Ten.AddDays(90)))]);

        var stored = await Store.ReadCandlesAsync(Bitcoin);

        Assert.Equal(["1d", "1h", "4h"], stored.Select(candle => candle.Interval).Distinct().Order());
        Assert.Equal(Body(100, 113, 100, 113, 14, 1), await FindAsync("1d", Ten.AddHours(-10))); // 10:00 to 23:00
    }

    internal static CandleBody Body(double open, double high, double low, double close, int samples, int revision) => new(open, high, low, close, samples, revision);

    private static Quote Seen(double minute, double price, double late = 0) =>
        Make.Quote(Bitcoin, Ten.AddMinutes(minute), price, recordedAt: Ten.AddMinutes(Math.Ceiling(minute + late)));

    private static Candle Native(CandleInterval interval, DateTimeOffset openedAt, Ohlc prices) => new()
    {
        Source = Gecko,
        Asset = Bitcoin,
        Interval = interval,
        OpenedAt = openedAt,
        Prices = prices,
        RecordedAt = Ten.AddHours(3),
    };

    private static Ohlc Prices(StoredCandle candle) => new(candle.Open, candle.High, candle.Low, candle.Close, candle.Volume);

    private async Task<StoredCandle> FindStoredAsync(string interval, DateTimeOffset openedAt) =>
        (await Store.ReadCandlesAsync(Bitcoin)).Single(candle => candle.Interval == interval && candle.OpenedAt == openedAt);

    private async Task<CandleBody> FindAsync(string interval, DateTimeOffset openedAt)
    {
        var candle = await FindStoredAsync(interval, openedAt);
        Assert.Equal("sampled", candle.Method);
        return Body(candle.Open, candle.High, candle.Low, candle.Close, candle.Samples!.Value, candle.Revision);
    }

    internal readonly record struct CandleBody(double Open, double High, double Low, double Close, int Samples, int Revision);
}
