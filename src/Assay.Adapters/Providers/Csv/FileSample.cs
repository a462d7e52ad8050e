using Assay.Candles;

namespace Assay.Adapters.Providers.Csv;

/// <summary>How the dates of some rows can be read.</summary>
[Flags]
internal enum DateOrders
{
    /// <summary>There are none, or only such as 2024-04-05.</summary>
    None = 0,

    /// <summary>Some can be read with the day first only.</summary>
    DayFirst = 1,

    /// <summary>Some can be read with the month first only.</summary>
    MonthFirst = 2,

    /// <summary>Some can be read both ways, and mean another day each.</summary>
    Either = 4,
}

/// <summary>Looks at some rows of a file for what single rows cannot tell.</summary>
internal static class FileSample
{
    public static DateOrders OrdersOf(CsvHeader header, ReadOnlySpan<byte> rows, bool isFinal)
    {
        var orders = DateOrders.None;
        var row = new CsvRow(header.Separator, header.Columns.Count);
        while (TryNextRow(header, ref rows, isFinal, ref row))
        {
            var dayFirstReads = TimeCell.TryParse(row[header[Field.Time]], monthFirst: false, out var dayFirst);
            var monthFirstReads = TimeCell.TryParse(row[header[Field.Time]], monthFirst: true, out var monthFirst);
            orders |= (dayFirstReads, monthFirstReads) switch
            {
                (true, false) => DateOrders.DayFirst,
                (false, true) => DateOrders.MonthFirst,
                (true, true) when dayFirst.Milliseconds != monthFirst.Milliseconds => DateOrders.Either,
                _ => DateOrders.None,
            };
        }

        return orders;
    }

    /// <param name="header">The header of the file.</param>
    /// <param name="rows">Its first rows.</param>
    /// <param name="isFinal">Whether there are no more.</param>
    /// <param name="orders">What is known of the dates of the whole file.</param>
    /// <param name="modified">When the file was written, for rows without a time.</param>
    public static FileTraits Inspect(CsvHeader header, ReadOnlySpan<byte> rows, bool isFinal, DateOrders orders, DateTimeOffset modified)
    {
        // Day first is the rule: only dates that cannot be read so, and none that can be read no other way, prove the contrary.
        var monthFirst = (orders & (DateOrders.DayFirst | DateOrders.MonthFirst)) == DateOrders.MonthFirst;
        return new FileTraits(monthFirst, IntervalOf(header, rows, isFinal, monthFirst), header.Has(Field.Time) ? null : modified);
    }

    private static CandleInterval? IntervalOf(CsvHeader header, ReadOnlySpan<byte> rows, bool isFinal, bool monthFirst)
    {
        var coins = new CoinReader(header, "");
        var lastOf = new Dictionary<string, long>();
        var gaps = new Dictionary<long, int>();
        var isDaily = true;
        var row = new CsvRow(header.Separator, header.Columns.Count);
        while (TryNextRow(header, ref rows, isFinal, ref row))
        {
            if (!TimeCell.TryParse(row[header[Field.Time]], monthFirst, out var moment))
                continue;

            isDaily &= moment.IsDate || moment.IsEndOfDay;
            var coin = coins.Read(row).Id;
            if (lastOf.TryGetValue(coin, out var last) && Math.Abs(moment.Milliseconds - last) is > 0 and var gap)
                gaps[gap] = gaps.GetValueOrDefault(gap) + 1;
            lastOf[coin] = moment.Milliseconds;
        }

        // A price with a time of day held at that time, however often the file has one.
        if (lastOf.Count == 0 || (!header.IsOhlc && !isDaily))
            return null;
        if (gaps.Count == 0)
            return isDaily ? CandleInterval.OneDay : null;
        return CandleInterval.OfWidth(TimeSpan.FromMilliseconds(gaps.OrderByDescending(gap => gap.Value).ThenBy(gap => gap.Key).First().Key));
    }

    /// <summary>The next row that has all its cells.</summary>
    private static bool TryNextRow(CsvHeader header, ref ReadOnlySpan<byte> rows, bool isFinal, ref CsvRow row)
    {
        while (header.Has(Field.Time) && header.Rows.TryNext(rows, isFinal, out var record))
        {
            row.Load(rows[..record.Length]);
            rows = rows[record.Length..];
            if (record.Fault == RecordFault.None && row.Count == header.Columns.Count)
                return true;
        }

        return false;
    }
}
