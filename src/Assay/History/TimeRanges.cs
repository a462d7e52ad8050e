namespace Assay.History;

/// <summary>Sets of time. Where they stand in lists they are in order and apart.</summary>
internal static class TimeRanges
{
    extension(TimeRange range)
    {
        public TimeSpan Width => range.To - range.From;

        /// <summary>What both have; null where that is no time at all.</summary>
        public TimeRange? Common(TimeRange other)
        {
            var common = new TimeRange(range.From > other.From ? range.From : other.From, range.To < other.To ? range.To : other.To);
            return common.From < common.To ? common : null;
        }

        /// <summary>What is left without these, in order.</summary>
        public IReadOnlyList<TimeRange> Without(IEnumerable<TimeRange> taken)
        {
            var left = new List<TimeRange>();
            var from = range.From;
            foreach (var other in taken.OrderBy(other => other.From))
            {
                if (range.Common(new TimeRange(from, other.From)) is { } hole)
                    left.Add(hole);
                from = other.To > from ? other.To : from;
            }

            if (range.Common(new TimeRange(from, range.To)) is { } last)
                left.Add(last);
            return left;
        }
    }

    extension(IEnumerable<TimeRange> ranges)
    {
        /// <summary>The parts of these that lie within any of the others.</summary>
        public IReadOnlyList<TimeRange> Within(IReadOnlyList<TimeRange> others) =>
            [.. ranges.SelectMany(range => others.Select(other => range.Common(other))).OfType<TimeRange>().OrderBy(range => range.From)];

        /// <summary>These as one list, those that overlap or are no further apart than this joined.</summary>
        public IReadOnlyList<TimeRange> Joined(TimeSpan within)
        {
            var joined = new List<TimeRange>();
            foreach (var range in ranges.OrderBy(range => range.From))
            {
                if (joined is [.., var last] && range.From - last.To <= within)
                    joined[^1] = last with { To = range.To > last.To ? range.To : last.To };
                else
                    joined.Add(range);
            }

            return joined;
        }
    }
}
