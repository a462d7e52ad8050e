using System.Globalization;
using Assay.History;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;
using Assay.Tests.Storage;

namespace Assay.Tests.History;

/// <summary>Minutes since noon; prices are expected every minute, those of the history every ten.</summary>
public sealed class GapFinderTests
{
    [Fact]
    public async Task Where_all_was_collected_and_told_there_is_no_gap() =>
        Assert.Empty(await FindAsync("0-60", polled: "-10-70", prices: Every(1, 0, 60)));

    [Fact]
    public async Task A_source_that_was_asked_and_had_nothing_new_is_told_from_one_that_was_not_asked() => Assert.Equal(
        ["10-15 no_update_from_source", "30-40 not_collected", "50-60 no_update_from_source"],
        await FindAsync("0-60", polled: "0-30 40-60", prices: [.. Every(1, 0, 10), .. Every(1, 15, 30), .. Every(1, 40, 50)]));

    [Theory]
    [InlineData(3, "")]
    [InlineData(4, "20-24 no_update_from_source")]
    public async Task Three_intervals_are_no_gap_yet(int minutes, string gap) => Assert.Equal(
        gap, string.Join(' ', await FindAsync("0-40", polled: "0-40", prices: [.. Every(1, 0, 20), .. Every(1, 20 + minutes, 40)])));

    [Fact]
    public async Task What_history_has_covered_since_is_repaired_and_what_it_had_no_price_of_is_not() => Assert.Equal(
        ["20-40 repaired", "50-70 no_update_from_source"],
        await FindAsync("0-90", polled: "0-20 40-50 70-90", asked: "15-45 50-70", prices: [.. Every(1, 0, 20), 30, .. Every(1, 40, 50), .. Every(1, 70, 90)]));

    [Fact]
    public async Task A_hole_that_is_repaired_in_part_is_two() => Assert.Equal(
        ["20-35 repaired", "35-50 not_collected"],
        await FindAsync("0-60", polled: "0-20 50-60", asked: "20-35", prices: [.. Every(1, 0, 20), 30, .. Every(1, 50, 60)]));

    [Fact]
    public async Task History_of_before_the_first_round_is_no_repair_and_is_as_dense_as_it_is() => Assert.Equal(
        ["10-50 no_update_from_source"],
        await FindAsync("0-100", polled: "80-100", asked: "0-80", prices: [0, 10, 50, 60, 70, .. Every(1, 80, 100)]));

    [Fact]
    public async Task Records_that_were_turned_away_explain_a_hole_and_only_their_part_of_it() => Assert.Equal(
        ["20-31 rejected", "31-50 not_collected"],
        await FindAsync("0-60", polled: "0-20 50-60", rejected: Every(1, 20, 30), prices: [.. Every(1, 0, 20), .. Every(1, 50, 60)]));

    [Fact]
    public async Task One_record_that_was_turned_away_while_others_came_is_no_gap() =>
        Assert.Empty(await FindAsync("0-20", polled: "0-20", rejected: [10], prices: Every(1, 0, 20)));

    [Fact]
    public async Task The_reason_names_what_was_wrong_with_how_many_records()
    {
        var series = Series("0-30", "0-10 20-30") with { Rejections = [.. Every(1, 11, 19).Select(Rejection)] };

        var gap = Assert.Single(await GapFinder.FindAsync(series, Times([.. Every(1, 0, 10), .. Every(1, 20, 30)]), _ => Task.FromResult(""), Cancellation).ToListAsync(Cancellation));

        Assert.Equal("9 records of this time were turned away, the last one as price_invalid: A price must be above zero, and this one is 19.", gap.Reason);
    }

    [Fact]
    public async Task What_was_never_collected_is_one_gap() => Assert.Equal(["0-60 not_collected"], await FindAsync("0-60", polled: ""));

    [Fact]
    public async Task Only_the_time_that_is_asked_about_counts() => Assert.Equal(
        ["100-110 not_collected", "140-150 not_collected"],
        await FindAsync("100-150", polled: "0-90 110-140 160-200", prices: Every(1, 110, 140)));

    [Theory]
    [InlineData("paprika prices 5 2 boom", "2 of 5 runs failed. The last reason: boom")]
    [InlineData("paprika prices 5 0 half", "None of 5 runs brought it. The last one that fell short: half")]
    [InlineData("paprika prices 5 0", "5 runs were made, and none of them brought it.")]
    [InlineData("paprika prices 1 0", "The program was running, but asked nobody for prices.")]
    [InlineData("paprika assets 5 0,gecko prices 5 0", "paprika was not asked while others were: it was switched off, or its credits were used up.")]
    [InlineData("gecko assets 5 0", "The program was running, but asked nobody for prices.")]
    [InlineData("assay maintenance 1 0", "The program was not running.")]
    [InlineData("", "The program was not running.")]
    public void The_runs_of_the_time_tell_why_nothing_was_collected(string runs, string reason) => Assert.Equal(
        reason, new NotCollected(new("paprika"), FetchTask.Prices, Make.Noon).Explain(Range("10-20"), [.. runs.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Runs)]));

    [Fact]
    public void What_was_not_asked_yet_is_no_failure()
    {
        Assert.Equal("paprika was never asked for it.", new NotCollected(new("paprika"), FetchTask.Prices, null).Explain(Range("0-10"), []));
        Assert.StartsWith("It was asked for at 2025-12-27T12:10:00Z for the first time;", new NotCollected(new("paprika"), FetchTask.Prices, At(10)).Explain(Range("0-10"), []), StringComparison.Ordinal);
        Assert.Equal("No file that was imported tells of this time.", new NotCollected(new("csv"), FileImporter.Task, At(30)).Explain(Range("10-20"), []));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<IEnumerable<string>> FindAsync(string range, string polled, string asked = "", double[]? rejected = null, double[]? prices = null)
    {
        var series = Series(range, polled) with { Asked = Ranges(asked), Rejections = [.. (rejected ?? []).Select(Rejection)] };
        var gaps = await GapFinder.FindAsync(series, Times(prices ?? []), _ => Task.FromResult("because"), Cancellation).ToListAsync(Cancellation);
        Assert.All(gaps, gap => Assert.NotEmpty(gap.Reason));
        return gaps.Select(gap => string.Create(CultureInfo.InvariantCulture, $"{(gap.From - Make.Noon).TotalMinutes}-{(gap.To - Make.Noon).TotalMinutes} {gap.Kind}"));
    }

    private static SeriesRecord Series(string range, string polled) =>
        new() { Range = Range(range), Polled = Ranges(polled), PolledStep = TimeSpan.FromMinutes(1), AskedStep = TimeSpan.FromMinutes(10) };

    private static double[] Every(int step, int from, int to) => [.. Enumerable.Range(0, ((to - from) / step) + 1).Select(number => (double)(from + (number * step)))];

    private static IAsyncEnumerable<DateTimeOffset> Times(double[] minutes) => minutes.Select(At).ToAsyncEnumerable();

    private static List<TimeRange> Ranges(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Range)];

    private static TimeRange Range(string text)
    {
        var dash = text.IndexOf('-', 1);
        return new TimeRange(At(double.Parse(text[..dash], CultureInfo.InvariantCulture)), At(double.Parse(text[(dash + 1)..], CultureInfo.InvariantCulture)));
    }

    private static DateTimeOffset At(double minute) => Make.Noon.AddMinutes(minute);

    private static RejectedRecord Rejection(double minute) => new(
        (long)minute, null, new("paprika"), "btc-bitcoin", RejectionReason.PriceInvalid, string.Create(CultureInfo.InvariantCulture, $"A price must be above zero, and this one is {minute}."),
        "$[0]", "", At(minute), 1);

    private static RunsWithin Runs(string text) => text.Split(' ') switch
    {
        [var source, var task, var total, var failed, .. var error] => new(
            new(source), task, long.Parse(total, CultureInfo.InvariantCulture), long.Parse(failed, CultureInfo.InvariantCulture), error.FirstOrDefault()),
        _ => throw new ArgumentException(text),
    };
}
