using System.Text;

namespace Assay.Adapters.Providers.Csv;

/// <summary>The cells of one record, as slices of its bytes. Made once for a part and filled with one record after the other.</summary>
internal ref struct CsvRow(byte separator, int columns)
{
    private readonly (int Start, int Length)[] _cells = new (int, int)[columns];
    private ReadOnlySpan<byte> _record;

    /// <summary>How many cells the record has, empty ones beyond the last column not counted.</summary>
    public int Count { get; private set; }

    /// <summary>The cell without its quotes and surrounding blanks; empty for a column that the file does not have.</summary>
    public readonly ReadOnlySpan<byte> this[int column] => column < 0 ? default : Raw(column).Trim(" \t\r\n"u8);

    /// <summary>The cell as text; empty for a column that the file does not have.</summary>
    public readonly string Text(int column)
    {
        var text = Encoding.UTF8.GetString(this[column]);
        return text.Contains('"') && IsQuoted(column) ? text.Replace("\"\"", "\"") : text;
    }

    public void Load(ReadOnlySpan<byte> record)
    {
        _record = WithoutLineEnd(record);
        Count = 0;
        var cells = 0;
        var position = 0;
        do
        {
            var (start, length, next) = CellAt(position);
            if (cells < columns)
                _cells[cells] = (start, length);
            cells++;
            if (cells <= columns || length > 0)
                Count = cells;
            position = next;
        }
        while (position <= _record.Length);
    }

    public static ReadOnlySpan<byte> WithoutLineEnd(ReadOnlySpan<byte> record)
    {
        if (record.EndsWith("\n"u8))
            record = record[..^1];
        return record.EndsWith("\r"u8) ? record[..^1] : record;
    }

    private readonly ReadOnlySpan<byte> Raw(int column) => _record.Slice(_cells[column].Start, _cells[column].Length);

    private readonly bool IsQuoted(int column) => _cells[column].Start is > 0 and var start && _record[start - 1] == '"';

    private readonly (int Start, int Length, int Next) CellAt(int position)
    {
        var rest = _record[position..];
        if (rest.StartsWith("\""u8))
            return QuotedCellAt(position);

        var length = rest.IndexOf(separator);
        if (length < 0)
            length = rest.Length;
        return (position, length, position + length + 1);
    }

    private readonly (int Start, int Length, int Next) QuotedCellAt(int position)
    {
        var start = position + 1;
        var end = start;
        while (_record[end..].IndexOf((byte)'"') is >= 0 and var found)
        {
            end += found;
            if (end + 1 == _record.Length || _record[end + 1] != '"')
                return (start, end - start, NextCell(end + 1));
            end += 2;
        }

        return (start, _record.Length - start, _record.Length + 1);
    }

    private readonly int NextCell(int position)
    {
        var next = _record[position..].IndexOf(separator);
        return next < 0 ? _record.Length + 1 : position + next + 1;
    }
}
