using Assay.Candles;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Tests.Storage;

namespace Assay.Tests.Candles;

public sealed class CandlePlanTests
{
    private static readonly AssetId Bitcoin = new("bitcoin");
    private static readonly DateTimeOffset Ten = new(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_first_price_of_all_opens_every_candle() =>
        Assert.Equal(["1m 10:03", "5m 10:00", "15m 10:00", "1h 10:00", "4h 08:00", "1d 00:00"], Plan(null, At(3.5)));

    [Fact]
    public void While_a_wider_candle_stays_open_only_the_minute_is_made() => Assert.Equal(["1m 10:02"], Plan(At(1), At(2)));

    [Fact]
    public void At_a_boundary_the_candles_behind_it_are_closed_and_those_before_it_opened() =>
        Assert.Equal(["1m 11:00", "5m 10:55", "5m 11:00", "15m 10:45", "15m 11:00", "1h 10:00", "1h 11:00"], Plan(At(59), At(60)));

    [Fact]
    public void What_lies_between_two_boundaries_is_made_once() =>
        Assert.Equal(["1m 10:06", "1m 10:11", "5m 10:00", "5m 10:05", "5m 10:10"], Plan(At(1), At(6), At(6.2), At(11)));

    [Fact]
    public void What_comes_late_makes_all_that_was_closed_anew() =>
        Assert.Equal(["1m 10:14 late", "5m 10:10 late", "15m 10:00 late"], Plan(At(31), At(14)));

    [Fact]
    public void Late_within_the_open_minute_is_not_late() => Assert.Equal(["1m 10:14"], Plan(At(14.9), At(14.1)));

    [Fact]
    public void Another_price_of_the_newest_time_changes_its_minute() => Assert.Equal(["1m 10:14"], Plan(At(14), At(14)));

    [Fact]
    public void What_opens_with_the_page_came_whole_with_it_and_what_it_closes_did_not() => Assert.Equal(
        ["1m 10:05", "5m 10:05"], PlanBuckets([At(5)], [], isFile: false, At(4)).Where(bucket => bucket.IsWhole).Select(Describe));

    [Fact]
    public void A_row_of_a_file_that_is_known_already_still_tells_the_rhythm()
    {
        var page = Page([At(0), At(1), At(2)], [], isFile: true);

        Assert.Equal(["1m 10:01 late"], CandlePlan.Make(page, [At(1)], (_, _) => At(2).ObservedAt).Select(Describe));
    }

    [Fact]
    public void Around_a_delivered_candle_all_wider_ones_are_made_and_it_itself_is_not()
    {
        var delivered = Make.Candle(Bitcoin, Ten.AddMinutes(10), 20) with { Interval = CandleInterval.FiveMinutes };

        Assert.Equal(["15m 10:00", "1h 10:00", "4h 08:00", "1d 00:00"], Plan([], [delivered], isFile: false, At(12)));
        Assert.Equal(["1m 10:14 late", "15m 10:00 late", "1h 10:00", "4h 08:00", "1d 00:00"], Plan([At(14)], [delivered], isFile: false, At(16)));
    }

    [Fact]
    public void Rows_of_a_file_make_no_candles_narrower_than_the_smallest_step_between_them()
    {
        Quote[] days = [.. Enumerable.Range(0, 3).Select(day => At(day * 1440))];
        Quote[] minutes = [At(0), At(90), At(100)];

        Assert.Equal(["1d 00:00", "1d 00:00", "1d 00:00"], Plan(days, [], isFile: true, null));
        Assert.Equal(["15m", "1h", "4h", "1d"], Plan(minutes, [], isFile: true, null).Select(bucket => bucket.Split(' ')[0]).Distinct());
        Assert.Empty(Plan(days, [.. days.Select(day => Make.Candle(Bitcoin, CandleInterval.OneDay.Open(day.ObservedAt), 20))], isFile: true, null));
    }

    private static Quote At(double minute) => Make.Quote(Bitcoin, Ten.AddMinutes(minute), 100);

    private static IEnumerable<string> Plan(Quote? newest, params Quote[] quotes) => Plan(quotes, [], isFile: false, newest);

    private static IEnumerable<string> Plan(Quote[] quotes, Candle[] delivered, bool isFile, Quote? newest) =>
        PlanBuckets(quotes, delivered, isFile, newest).Select(Describe);

    private static IReadOnlyList<CandleBucket> PlanBuckets(Quote[] quotes, Candle[] delivered, bool isFile, Quote? newest) =>
        CandlePlan.Make(Page(quotes, delivered, isFile), quotes, (_, _) => newest?.ObservedAt);

    private static PageCommit Page(Quote[] quotes, Candle[] delivered, bool isFile) =>
        Make.Page(quotes) with { Candles = delivered, File = isFile ? new FileProgress("c0ffee", "x.csv", 1, 1, 1) : null };

    private static string Describe(CandleBucket bucket) => $"{bucket.Interval} {bucket.OpenedAt:HH:mm}{(bucket.IsLate ? " late" : "")}";
}
