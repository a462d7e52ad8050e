using Assay.Candles;

namespace Assay.Adapters.Providers.Csv;

/// <summary>Looks at the first rows of a file for what single rows cannot tell.</summary>
internal static class FileSample
{
    public static FileTraits Inspect(CsvHeader header, ReadOnlySpan<byte> rows, bool isFinal, DateTimeOffset modified)
    {
        var monthFirst = IsMonthFirst(header, rows, isFinal);
        return new FileTraits(monthFirst, IntervalOf(header, rows, isFinal, monthFirst), header.Has(Field.Time) ? null : modified);
    }

    /// <summary>Day first is the rule: only dates that cannot be read so, and none that can be read no other way, prove the contrary.</summary>
    private static bool IsMonthFirst(CsvHeader header, ReadOnlySpan<byte> rows, bool isFinal)
    {
        var (isDayFirst, isMonthFirst) = (false, false);
        var row = new CsvRow(header.Separator, header.Columns.Count);
        while (TryNextRow(header, ref rows, isFinal, ref row))
        {
            var dayFirstReads = TimeCell.TryParse(row[header[Field.Time]], monthFirst: false, out _);
            var monthFirstReads = TimeCell.TryParse(row[header[Field.Time]], monthFirst: true, out _);
            isDayFirst |= dayFirstReads && !monthFirstReads;
            isMonthFirst |= monthFirstReads && !dayFirstReads;
        }

        return isMonthFirst && !isDayFirst;
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
