using System.Buffers;

namespace Assay.Adapters.Providers.Json;

/// <summary>
/// Cuts a JSON array into its elements by brackets, commas and quotes alone. A strict reader cannot go on after the first
/// broken byte; this one can, so that a broken element costs only itself.
/// </summary>
internal ref struct JsonArrayReader(ReadOnlySpan<byte> json)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"\\{}[],"u8);

    private readonly ReadOnlySpan<byte> _json = json;
    private int _start = json.IndexOf((byte)'[') + 1; // of the next element
    private int _end; // of the current one: a comma, the closing bracket or the end of the text

    /// <summary>The current element, without the white space around it.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Its index in the array.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>Whether the array has been closed. While it is open after the last element, the answer was cut off.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>What follows the last element that was read, the closing bracket left out.</summary>
    public readonly ReadOnlySpan<byte> Rest => _json[Math.Min(_start, _json.Length)..].Trim(" \t\r\n"u8);

    public static bool IsArray(ReadOnlySpan<byte> json) => json.TrimStart(" \t\r\n"u8) is [(byte)'[', ..];

    public static int Count(ReadOnlySpan<byte> json)
    {
        var reader = new JsonArrayReader(json);
        while (reader.MoveNext())
        {
        }

        return reader.Index + 1;
    }

    public bool MoveNext()
    {
        if (IsClosed || Rest.IsEmpty)
            return false;

        _end = FindEnd();
        Current = _json[_start.._end].Trim(" \t\r\n"u8);
        IsClosed = _end < _json.Length && _json[_end] == ']';
        _start = Math.Min(_end + 1, _json.Length);
        if (Current.IsEmpty && IsClosed)
            return false; // [] or a comma after the last element

        Index++;
        return true;
    }

    /// <summary>
    /// Ends the current element, which proved broken, where the next object seems to begin: a lost quote or bracket
    /// would otherwise swallow the rest of the array. False where there is no such place.
    /// </summary>
    public bool CutAtNextObject()
    {
        _ = _json.Overlaps(Current, out var offset);
        for (var from = 0; Current[from..].IndexOf((byte)'}') is var found and >= 0;)
        {
            var close = from + found + 1;
            var after = Current[close..].TrimStart(" \t\r\n"u8);
            if (after is [(byte)',', ..] && after[1..].TrimStart(" \t\r\n"u8) is [(byte)'{', ..])
            {
                _end = offset + Current.Length - after.Length;
                _start = _end + 1;
                Current = Current[..close];
                IsClosed = false;
                return true;
            }

            from = close;
        }

        return false;
    }

    private readonly int FindEnd()
    {
        var depth = 0;
        for (var at = _start; at < _json.Length; at++)
        {
            var next = _json[at..].IndexOfAny(Structure);
            if (next < 0)
                break;

            at += next;
            switch (_json[at])
            {
                case (byte)'"':
                    at = EndOfString(at);
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                case (byte)'}' or (byte)']' when depth > 0:
                    depth--; // whichever of the two: a damaged one still closes
                    break;
                case (byte)',' or (byte)']' when depth == 0:
                    return at;
            }
        }

        return _json.Length;
    }

    private readonly int EndOfString(int quote)
    {
        for (var at = quote + 1; at < _json.Length; at++)
        {
            var next = _json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
                break;

            at += next;
            if (_json[at] == '"')
                return at;

            at++; // the escaped character
        }

        return _json.Length;
    }
}
