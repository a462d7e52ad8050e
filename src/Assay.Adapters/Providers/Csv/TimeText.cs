using System.Buffers;
using System.Text;

namespace Assay.Adapters.Providers.Csv;

/// <summary>Reads a written date and time from left to right.</summary>
internal ref struct TimeText(ReadOnlySpan<byte> text, bool monthFirst)
{
    private static readonly SearchValues<byte> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly byte[][] Months =
    [
        .. new[] { "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december" }
            .Select(Encoding.ASCII.GetBytes),
    ];

    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;

    public readonly bool IsAtEnd => _position == _text.Length;

    /// <summary><c>2013-04-29</c>, <c>29/04/2013</c>, <c>29.4.2013</c>, <c>29-Apr-2013</c>, <c>29 April 2013</c>, <c>Apr 29, 2013</c>.</summary>
    public bool TryReadDate(out DateTime day)
    {
        day = default;
        if (TryReadMonthName(out var month))
        {
            return Accept(' ') && TryReadNumber(2, out var date) && AcceptComma() && TryReadNumber(4, out var year)
                && TryMakeDay(year, month, date, out day);
        }

        if (!TryReadNumber(4, out var first) || IsAtEnd)
            return false;
        var isYearFirst = _position == 4;
        var separator = (char)_text[_position];
        if (!(separator is '-' or '/' or '.' or ' ') || !Accept(separator))
            return false;

        var isNamed = TryReadMonthName(out var second);
        if (!isNamed && (separator == ' ' || !TryReadNumber(2, out second)))
            return false;
        var isSeparated = separator == ' ' ? AcceptComma() : Accept(separator);
        if (!isSeparated || !TryReadNumber(isYearFirst ? 2 : 4, out var third))
            return false;

        if (isYearFirst)
            return TryMakeDay(first, second, third, out day);
        return monthFirst && !isNamed ? TryMakeDay(third, first, second, out day) : TryMakeDay(third, second, first, out day);
    }

    /// <summary><c>T23:59:59.999Z</c>, <c> 23:59</c>, <c> 11:59 PM</c>, <c> 23:59:59 +02:00</c>. The time is in UTC.</summary>
    public bool TryReadTimeOfDay(DateTime day, out DateTime time)
    {
        time = day;
        if (!Accept('T') && !AcceptComma())
            return false;
        if (!TryReadNumber(2, out var hour) || !Accept(':') || !TryReadNumber(2, out var minute))
            return false;

        var second = 0;
        if (Accept(':') && !TryReadNumber(2, out second))
            return false;
        var milliseconds = ReadMilliseconds();
        if (!TryReadHalfOfDay(ref hour) || hour > 23 || minute > 59 || second > 59 || !TryReadZone(out var offset))
            return false;

        var sinceMidnight = new TimeSpan(0, hour, minute - offset, second, milliseconds);
        var ticks = day.Ticks + sinceMidnight.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            return false;
        time = new DateTime(ticks);
        return true;
    }

    private static bool TryMakeDay(int year, int month, int date, out DateTime day)
    {
        var exists = year is >= 1970 and <= 9999 && month is >= 1 and <= 12 && date >= 1 && date <= DateTime.DaysInMonth(year, month);
        day = exists ? new DateTime(year, month, date) : default;
        return exists;
    }

    private int ReadMilliseconds()
    {
        if (!Accept('.'))
            return 0;

        var (milliseconds, weight) = (0, 100);
        for (; !IsAtEnd && char.IsAsciiDigit((char)_text[_position]); _position++, weight /= 10)
            milliseconds += (_text[_position] - '0') * weight;
        return milliseconds;
    }

    private bool TryReadHalfOfDay(ref int hour)
    {
        var rest = _text[_position..].TrimStart((byte)' ');
        if (rest.Length < 2 || (rest[1] | 0x20) != 'm' || (rest[0] | 0x20) is not ('a' or 'p'))
            return true;

        _position = _text.Length - rest.Length + 2;
        var isClock = hour is >= 1 and <= 12;
        hour = (hour % 12) + ((rest[0] | 0x20) == 'p' ? 12 : 0);
        return isClock;
    }

    private bool TryReadZone(out int minutes)
    {
        minutes = 0;
        Accept(' ');
        var rest = _text[_position..];
        if (Ascii.EqualsIgnoreCase(rest, "z"u8) || Ascii.EqualsIgnoreCase(rest, "utc"u8) || Ascii.EqualsIgnoreCase(rest, "gmt"u8))
            _position = _text.Length;
        var sign = Accept('+') ? 1 : Accept('-') ? -1 : 0;
        if (sign == 0)
            return true;
        if (!TryReadNumber(2, out var hours))
            return false;

        Accept(':');
        if (!IsAtEnd && !TryReadNumber(2, out minutes))
            return false;
        minutes = sign * ((hours * 60) + minutes);
        return Math.Abs(minutes) <= 14 * 60;
    }

    private bool TryReadNumber(int mostDigits, out int number)
    {
        number = 0;
        var start = _position;
        for (; _position < _text.Length && _position - start < mostDigits && char.IsAsciiDigit((char)_text[_position]); _position++)
            number = (number * 10) + (_text[_position] - '0');
        return _position > start;
    }

    private bool TryReadMonthName(out int month)
    {
        month = 0;
        var length = _text[_position..].IndexOfAnyExcept(Letters);
        if (length < 3)
            return false;

        var word = _text.Slice(_position, length);
        for (month = 1; month <= Months.Length; month++)
        {
            if (word.Length > Months[month - 1].Length || !Ascii.EqualsIgnoreCase(word, Months[month - 1].AsSpan(0, word.Length)))
                continue;
            _position += length;
            return true;
        }

        return false;
    }

    private bool AcceptComma() => Accept(',') | Accept(' ');

    private bool Accept(char expected)
    {
        if (IsAtEnd || _text[_position] != expected)
            return false;
        _position++;
        return true;
    }
}
