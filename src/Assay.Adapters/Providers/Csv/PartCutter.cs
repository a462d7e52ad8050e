using Assay.Providers;

namespace Assay.Adapters.Providers.Csv;

/// <summary>Some whole records of a file.</summary>
/// <param name="Rows">Their bytes as they stand in the file; of a line that is too long only the beginning.</param>
/// <param name="FirstLine">The number of the first line.</param>
/// <param name="After">How far the file is read with them.</param>
internal readonly record struct FilePart(ReadOnlyMemory<byte> Rows, long FirstLine, FileProgress After);

/// <summary>Cuts a file into parts between records. However long the file is, it holds one part in memory.</summary>
internal sealed class PartCutter(CsvFile file, RecordScanner scanner, FileProgress progress, int rowsPerPart)
{
    /// <summary>Most bytes of a part; a record of the greatest length and what has to be seen behind it fits in several times.</summary>
    public const int MaxPartLength = 4 * RecordScanner.MaxLength;

    private readonly byte[] _buffer = new byte[Math.Clamp(progress.Length - progress.Offset, 1, MaxPartLength)];
    private FileProgress _progress = progress;
    private long _unread = progress.Length - progress.Offset;
    private int _start;
    private int _end;

    /// <summary>The next part, valid until the next call; null at the end of the file.</summary>
    public async ValueTask<FilePart?> NextAsync(CancellationToken cancellationToken)
    {
        if (_progress.IsComplete)
            return null;

        var (rows, length, lines) = (0, 0, 0);
        while (rows < rowsPerPart)
        {
            if (!scanner.TryNext(_buffer.AsSpan((_start + length).._end), _unread == 0, out var record))
            {
                if (_unread > 0 && await FillAsync(cancellationToken))
                    continue;
                break;
            }

            if (record.Fault == RecordFault.TooLong)
            {
                if (length == 0)
                    return await CutLongLineAsync(cancellationToken);
                break; // it makes a part of its own
            }

            if (!IsBlank(_buffer.AsSpan(_start + length, record.Length)))
                rows++;
            length += record.Length;
            lines += record.Lines;
        }

        return Cut(length, length, lines);
    }

    private static bool IsBlank(ReadOnlySpan<byte> record) => record[0] <= ' ' && record.Trim(" \t\r\n"u8).IsEmpty;

    private FilePart Cut(int kept, long consumed, int lines)
    {
        var firstLine = _progress.Line;
        var rows = _buffer.AsMemory(_start, kept);
        _start += kept;
        _progress = _progress with { Offset = _progress.Offset + consumed, Line = firstLine + lines };
        return new FilePart(rows, firstLine, _progress);
    }

    /// <summary>Keeps the beginning of a line that no memory may hold, and passes over the rest.</summary>
    private async ValueTask<FilePart?> CutLongLineAsync(CancellationToken cancellationToken)
    {
        var beginning = _buffer.AsSpan(_start, RecordScanner.MaxLength).ToArray();
        var consumed = 0L;
        while (true)
        {
            var found = _buffer.AsSpan(_start.._end).IndexOf((byte)'\n');
            var passed = found < 0 ? _end - _start : found + 1;
            consumed += passed;
            _start += passed;
            if (found >= 0 || _unread == 0)
                break;
            await FillAsync(cancellationToken);
        }

        return Cut(0, consumed, 1) with { Rows = beginning };
    }

    /// <summary>Reads on, as much as there is room for; false where there is none.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var room = (int)Math.Min(_buffer.Length - _end, _unread);
        if (room == 0)
            return false;

        await file.ReadAsync(_buffer.AsMemory(_end, room), cancellationToken);
        _end += room;
        _unread -= room;
        return true;
    }
}
