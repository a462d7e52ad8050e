using System.Globalization;
using Assay.History;
using Assay.Tests.Storage;

namespace Assay.Tests.History;

public sealed class TimeRangesTests
{
    [Theory]
    [InlineData("0-10", "", "0-10")]
    [InlineData("0-10", "2-3 5-6", "0-2 3-5 6-10")]
    [InlineData("0-10", "5-6 2-3", "0-2 3-5 6-10")]
    [InlineData("0-10", "0-4 3-5 9-20", "5-9")]
    [InlineData("0-10", "0-10", "")]
    [InlineData("0-10", "11-12", "0-10")]
    [InlineData("4-10", "0-2 4-4", "4-10")]
    [InlineData("0-10", "2-9 3-4", "0-2 9-10")]
    public void What_is_left_of_a_range(string range, string taken, string left) =>
        Assert.Equal(left, Text(Ranges(range)[0].Without(Ranges(taken))));

    [Theory]
    [InlineData("0-2 3-4 9-10", 1, "0-4 9-10")]
    [InlineData("3-4 0-9 2-5", 0, "0-9")]
    public void Ranges_that_are_near_each_other_are_joined(string ranges, int within, string joined) =>
        Assert.Equal(joined, Text(Ranges(ranges).Joined(TimeSpan.FromSeconds(within))));

    [Fact]
    public void What_lies_within_others() => Assert.Equal("1-2 4-6 8-9", Text(Ranges("0-6 8-20").Within(Ranges("1-2 4-9"))));

    private static List<TimeRange> Ranges(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('-').Select(At).ToArray()).Select(ends => new TimeRange(ends[0], ends[1]))];

    private static string Text(IEnumerable<TimeRange> ranges) =>
        string.Join(' ', ranges.Select(range => $"{(range.From - Make.Noon).TotalSeconds}-{(range.To - Make.Noon).TotalSeconds}"));

    private static DateTimeOffset At(string seconds) => Make.Noon.AddSeconds(int.Parse(seconds, CultureInfo.InvariantCulture));
}
