using Assay.Providers;

namespace Assay.Adapters.Providers.Csv;

/// <summary>The first record of a file: how it separates its cells, and which column holds what.</summary>
internal sealed class CsvHeader
{
    private readonly int[] _columnOf;

    private CsvHeader(byte separator, IReadOnlyList<string> columns, int length, int lines, int[] columnOf)
    {
        Separator = separator;
        Columns = columns;
        Length = length;
        Lines = lines;
        _columnOf = columnOf;
    }

    public byte Separator { get; }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>Bytes from the start of the file to the first row.</summary>
    public int Length { get; }

    public int Lines { get; }

    /// <summary>The column that holds it, -1 if none does.</summary>
    public int this[Field field] => _columnOf[(int)field];

    public RecordScanner Rows => new(Separator, Columns.Count);

    public bool Has(params ReadOnlySpan<Field> fields)
    {
        foreach (var field in fields)
        {
            if (this[field] < 0)
                return false;
        }

        return true;
    }

    public bool HasCoin => Has(Field.Id) || Has(Field.Name) || Has(Field.Symbol);

    /// <summary>Each row is the course of an interval, not one moment.</summary>
    public bool IsOhlc => Has(Field.Open, Field.High, Field.Low);

    /// <summary>
    /// Who gives a market cap, or is Yahoo, gives the 24-hour volume in dollars. Any other <c>volume</c> is what was traded
    /// in the interval, in a unit that the file does not tell.
    /// </summary>
    public int DollarVolume =>
        Has(Field.Volume24h) ? this[Field.Volume24h] : Has(Field.MarketCap) || Has(Field.AdjustedClose) ? this[Field.Volume] : -1;

    /// <summary>Reads the header at the start of the data.</summary>
    /// <exception cref="ProviderException">It does not say where the price and the time are; the message does not name the file.</exception>
    public static CsvHeader Read(ReadOnlySpan<byte> data, IReadOnlyDictionary<string, string> mapping)
    {
        if (data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || data.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new ProviderException("It is written in UTF-16: save it as UTF-8.");

        var (start, lines) = SkipBlankLines(data);
        var separator = SeparatorOf(data[start..]);
        if (!new RecordScanner(separator, null).TryNext(data[start..], isFinal: true, out var record))
            throw new ProviderException("It is empty: its first line has to name the columns.");
        if (record.Fault == RecordFault.TooLong)
            throw new ProviderException("Its first line is far too long to name the columns.");

        var columns = ColumnsOf(data.Slice(start, record.Length), separator);
        var header = new CsvHeader(separator, columns, start + record.Length, lines + record.Lines, Match(columns, mapping));
        header.ThrowIfIncomplete();
        return header;
    }

    private static (int Start, int Lines) SkipBlankLines(ReadOnlySpan<byte> data)
    {
        var start = data.StartsWith("\uFEFF"u8) ? 3 : 0;
        var lines = 0;
        while (data[start..].IndexOf((byte)'\n') is >= 0 and var end && data.Slice(start, end).Trim(" \t\r"u8).IsEmpty)
        {
            start += end + 1;
            lines++;
        }

        return (start, lines);
    }

    private static byte SeparatorOf(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf((byte)'\n');
        var line = end < 0 ? data : data[..end];
        var (commas, semicolons, tabs) = (line.Count((byte)','), line.Count((byte)';'), line.Count((byte)'\t'));
        return semicolons > commas && semicolons >= tabs ? (byte)';' : tabs > commas ? (byte)'\t' : (byte)',';
    }

    private static List<string> ColumnsOf(ReadOnlySpan<byte> record, byte separator)
    {
        var row = new CsvRow(separator, record.Count(separator) + 1);
        row.Load(record);
        var columns = new List<string>(row.Count);
        for (var column = 0; column < row.Count; column++)
            columns.Add(row.Text(column));
        return columns;
    }

    private static int[] Match(List<string> columns, IReadOnlyDictionary<string, string> mapping)
    {
        var columnOf = FieldNames.Match(columns);
        foreach (var (name, wanted) in mapping)
        {
            var field = FieldNames.Find(name) ?? throw new ProviderException(
                $"Nothing is called '{name}' here; use names such as price, timestamp, symbol, name, id, open, high, low, volume_24h or market_cap.");
            var column = columns.FindIndex(column => FieldNames.Normalize(column) == FieldNames.Normalize(wanted));
            columnOf[(int)field] = column >= 0 ? column : throw new ProviderException($"It has no column '{wanted}', only {Listed(columns)}.");
        }

        return columnOf;
    }

    private void ThrowIfIncomplete()
    {
        // A list of coins without a time is a picture of the moment at which the file was written. A course of prices is not.
        var isTimeMissing = !Has(Field.Time) && (IsOhlc || !HasCoin);
        var missing = (Has(Field.Price), isTimeMissing) switch
        {
            (false, true) => "a price (price or close) and a time (timestamp, date or time)",
            (false, false) => "a price (price or close)",
            (true, true) => "a time (timestamp, date or time)",
            _ => null,
        };
        if (missing is not null)
        {
            throw new ProviderException(
                $"It has the columns {Listed(Columns)}, but none that is known to hold {missing}. "
                + "Say which one does: --columns price=MyCol,timestamp=When.");
        }
    }

    private static string Listed(IReadOnlyList<string> columns)
    {
        const int Most = 40;
        const int Longest = 60;
        var names = columns.Take(Most).Select(column => $"'{(column.Length > Longest ? column[..Longest] : column)}'");
        return string.Join(", ", names) + (columns.Count > Most ? " and more" : "");
    }
}
