namespace Assay.Adapters.Providers.Csv;

internal enum RecordFault
{
    None,

    /// <summary>A quote opens and does not close where it may.</summary>
    Quotes,

    /// <summary>No end within <see cref="RecordScanner.MaxLength"/> bytes.</summary>
    TooLong,
}

/// <param name="Length">Bytes up to and with the line end; <see cref="RecordScanner.MaxLength"/> for a line that is too long.</param>
/// <param name="Lines">How many lines of the file it stands on.</param>
internal readonly record struct CsvRecord(int Length, int Lines, RecordFault Fault);

/// <summary>
/// Finds where a record ends. Whoever cuts a file into parts and whoever reads a part ask here, so that they cannot disagree.
/// A quote that never closes must not swallow the file: within <see cref="MaxLines"/> lines it closes and the record has the
/// cells of the header, or it is a stray and the record ends with its first line.
/// </summary>
internal readonly struct RecordScanner(byte separator, int? columns)
{
    public const int MaxLength = 1 << 20;
    public const int MaxLines = 16;

    /// <summary>Measures the record at the start of the data; false where there is none, or where more has to be read to tell.</summary>
    public bool TryNext(ReadOnlySpan<byte> data, bool isFinal, out CsvRecord record)
    {
        record = default;
        if (data.IsEmpty)
            return false;

        var window = data[..Math.Min(data.Length, MaxLength)];
        var found = window.IndexOfAny((byte)'\n', (byte)'"');
        if (found >= 0 && window[found] == '"')
            return TryQuoted(window, isFinal, out record);
        if (found >= 0)
            record = new CsvRecord(found + 1, 1, RecordFault.None);
        else if (window.Length == MaxLength)
            record = new CsvRecord(MaxLength, 1, RecordFault.TooLong);
        else if (isFinal)
            record = new CsvRecord(window.Length, 1, RecordFault.None);
        return record.Length > 0;
    }

    private bool TryQuoted(ReadOnlySpan<byte> window, bool isFinal, out CsvRecord record)
    {
        var isWhole = isFinal || window.Length == MaxLength;
        var (end, lines, isKnown) = Walk(window, isWhole);
        if (!isKnown && !isWhole)
        {
            record = default;
            return false;
        }

        record = end > 0 ? new CsvRecord(end, lines, RecordFault.None) : FirstLine(window);
        return true;
    }

    private static CsvRecord FirstLine(ReadOnlySpan<byte> window)
    {
        var end = window.IndexOf((byte)'\n') + 1;
        if (end == 0 && window.Length == MaxLength)
            return new CsvRecord(MaxLength, 1, RecordFault.TooLong);
        return new CsvRecord(end > 0 ? end : window.Length, 1, RecordFault.Quotes);
    }

    /// <summary>The end by the rules of RFC 4180, 0 where they are broken. Not known as long as the window may go on.</summary>
    private (int End, int Lines, bool IsKnown) Walk(ReadOnlySpan<byte> window, bool isWhole)
    {
        var (position, lines, cells) = (0, 1, 1);
        while (true)
        {
            if (position < window.Length && window[position] == '"' && !TryCloseQuote(window, ref position, ref lines, out var isBroken))
                return (0, 0, isBroken);

            var next = window[position..].IndexOfAny(separator, (byte)'\n');
            if (next < 0 && (!isWhole || window.Length == MaxLength))
                return (0, 0, false);
            position = next < 0 ? window.Length : position + next + 1;
            if (next < 0 || window[position - 1] == '\n')
                return (lines > 1 && columns is { } expected && cells != expected ? 0 : position, lines, true);
            cells++;
        }
    }

    /// <summary>Moves from the opening quote to what follows the closing one.</summary>
    private bool TryCloseQuote(ReadOnlySpan<byte> window, ref int position, ref int lines, out bool isBroken)
    {
        isBroken = false;
        position++;
        while (window[position..].IndexOfAny((byte)'"', (byte)'\n') is >= 0 and var found)
        {
            position += found + 1;
            if (window[position - 1] == '\n')
            {
                isBroken = ++lines > MaxLines;
                if (isBroken)
                    return false;
            }
            else if (position < window.Length && window[position] == '"')
            {
                position++;
            }
            else
            {
                isBroken = position < window.Length && window[position] != separator && window[position] is not ((byte)'\n' or (byte)'\r');
                return !isBroken;
            }
        }

        return false;
    }
}
