using Assay.Ingestion;
using Assay.Storage;

namespace Assay.Tests.Storage;

/// <summary>What every <see cref="ICoverageStore"/> must do.</summary>
public abstract class CoverageStoreContract : StoreContract
{
    [Theory]
    [InlineData("10-20", "10-20", 0, "10-20")]
    [InlineData("10-20", "12-15", 0, "10-20")]
    [InlineData("10-20", "15-30", 0, "10-30")]
    [InlineData("10-20", "5-15", 0, "5-20")]
    [InlineData("10-20", "20-30", 0, "10-30")]
    [InlineData("10-20", "0-10", 0, "0-20")]
    [InlineData("10-20", "21-30", 0, "10-20 21-30")]
    [InlineData("10-20", "23-30", 3, "10-30")]
    [InlineData("10-20", "24-30", 3, "10-20 24-30")]
    [InlineData("10-20", "0-7", 3, "0-20")]
    [InlineData("10-20 30-40 50-60", "15-35", 0, "10-40 50-60")]
    [InlineData("10-20 30-40 50-60", "0-70", 0, "0-70")]
    [InlineData("10-20 30-40 50-60", "25-25", 5, "10-40 50-60")]
    public async Task Intervals_that_touch_or_are_near_become_one(string stored, string added, int joinWithin, string expected)
    {
        foreach (var interval in stored.Split(' '))
            await CoverAsync(interval, 0);

        await CoverAsync(added, joinWithin);

        Assert.Equal(expected, await ReadAsync());
    }

    [Fact]
    public async Task Sources_tasks_and_coins_are_covered_each_for_itself()
    {
        await CoverAsync("10-20", 0);
        await CoverAsync("12-30", 0, task: "assets");
        await CoverAsync("12-30", 0, coin: "ethereum");
        await Store.Market.CommitAsync(
            Make.Page() with { Source = SourceId.CoinPaprika, Coverage = [new("prices", "bitcoin", Range("12-30"), TimeSpan.Zero)] }, Cancellation);

        Assert.Equal("10-20", await ReadAsync());
        Assert.Empty(await Store.Coverage.ReadCoverageAsync(Gecko, "prices", "dogecoin", Cancellation));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_sequence_covers_what_a_plain_list_of_intervals_would(int seed)
    {
        var random = new Random(seed);
        var model = new List<(int From, int To)>();
        for (var step = 0; step < 120; step++)
        {
            var from = random.Next(300);
            var (to, near) = (from + random.Next(12), random.Next(5));
            await CoverAsync($"{from}-{to}", near);
            Add(model, from, to, near);

            Assert.Equal(string.Join(' ', model.Select(interval => $"{interval.From}-{interval.To}")), await ReadAsync());
        }
    }

    private static void Add(List<(int From, int To)> model, int from, int to, int near)
    {
        var joined = model.Where(old => old.From - to <= near && from - old.To <= near).Append((From: from, To: to)).ToList();
        model.RemoveAll(joined.Contains);
        model.Add((joined.Min(interval => interval.From), joined.Max(interval => interval.To)));
        model.Sort();
    }

    private Task<PageOutcome?> CoverAsync(string interval, int joinWithin, string task = "prices", string coin = "bitcoin") => Store.Market.CommitAsync(
        Make.Page() with { Coverage = [new(task, coin, Range(interval), TimeSpan.FromMilliseconds(joinWithin))] }, Cancellation);

    private async Task<string> ReadAsync() => string.Join(' ', (await Store.Coverage.ReadCoverageAsync(Gecko, "prices", "bitcoin", Cancellation))
        .Select(range => $"{(range.From - Noon).TotalMilliseconds}-{(range.To - Noon).TotalMilliseconds}"));

    private static TimeRange Range(string interval)
    {
        var ends = interval.Split('-').Select(end => Noon.AddMilliseconds(int.Parse(end, System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        return new TimeRange(ends[0], ends[1]);
    }
}
