using System.Globalization;
using System.Text;

namespace Assay.Adapters.Providers.Csv;

/// <summary>Reads a number as people and programs write it: <c>55.1</c>, <c>6.42E+11</c>, <c>$871.96B</c>, <c>+0.29%</c>, <c>1,234.5</c>.</summary>
internal static class NumberCell
{
    private const int LongestDecorated = 64;

    /// <summary>Whether the cell says that there is no value.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> cell) => cell.Length switch
    {
        0 => true,
        > 4 => false,
        _ when char.IsAsciiDigit((char)cell[^1]) => false,
        _ => cell.SequenceEqual("-"u8) || cell.SequenceEqual("--"u8) || cell.SequenceEqual("∞"u8)
            || Ascii.EqualsIgnoreCase(cell, "null"u8) || Ascii.EqualsIgnoreCase(cell, "n/a"u8) || Ascii.EqualsIgnoreCase(cell, "na"u8)
            || Ascii.EqualsIgnoreCase(cell, "nan"u8) || Ascii.EqualsIgnoreCase(cell, "none"u8),
    };

    /// <summary>False where there is something that is not a finite number.</summary>
    public static bool TryParse(ReadOnlySpan<byte> cell, out double? value)
    {
        value = null;
        if (IsMissing(cell))
            return true;
        if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !TryParseDecorated(cell, out number))
            return false;
        if (!double.IsFinite(number))
            return false;
        value = number;
        return true;
    }

    private static bool TryParseDecorated(ReadOnlySpan<byte> cell, out double number)
    {
        number = 0;
        if (cell.Length > LongestDecorated)
            return false;

        Span<byte> plain = stackalloc byte[LongestDecorated + 3];
        var sign = cell[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        cell[..sign].CopyTo(plain);
        var digits = cell[sign..].TrimStart("$ "u8);
        var exponent = ExponentOf(digits);
        if (exponent.Length > 0 || digits.EndsWith("%"u8))
            digits = digits[..^1].TrimEnd((byte)' ');
        if (digits.IsEmpty || !TryCopyUngrouped(digits, plain[sign..], out var length))
            return false;

        // The suffix goes in as an exponent: a product with 1e9 would round twice.
        exponent.CopyTo(plain[(sign + length)..]);
        return double.TryParse(plain[..(sign + length + exponent.Length)], NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private static ReadOnlySpan<byte> ExponentOf(ReadOnlySpan<byte> digits) => (digits.IsEmpty ? default : (char)(digits[^1] | 0x20)) switch
    {
        'k' => "e3"u8,
        'm' => "e6"u8,
        'b' => "e9"u8,
        't' => "e12"u8,
        _ => default,
    };

    /// <summary>Commas count as thousands only where every group has three digits: <c>27210,36</c> is a number in no notation of ours.</summary>
    private static bool TryCopyUngrouped(ReadOnlySpan<byte> digits, Span<byte> plain, out int length)
    {
        length = 0;
        var whole = digits.IndexOf((byte)'.') is >= 0 and var point ? point : digits.Length;
        var first = digits[..whole].IndexOf((byte)',');
        if (first >= 0 && (first is 0 or > 3 || digits[0] == '0' || (whole - first) % 4 != 0))
            return false;

        for (var i = 0; i < digits.Length; i++)
        {
            var isComma = first >= 0 && i < whole && i >= first && (i - first) % 4 == 0;
            if (isComma ? digits[i] != ',' : digits[i] is not ((byte)'.' or (>= (byte)'0' and <= (byte)'9')))
                return false;
            if (!isComma)
                plain[length++] = digits[i];
        }

        return true;
    }
}
