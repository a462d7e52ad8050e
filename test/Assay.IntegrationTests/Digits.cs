using System.Globalization;
using System.Text.Json;

namespace Assay.IntegrationTests;

/// <summary>The digits of a JSON number that mean something: <c>3.150e-06</c> and <c>0.00000315</c> have the same.</summary>
internal static class Digits
{
    /// <returns><c>-315E-8</c>, or null for what is no number.</returns>
    public static string? Of(JsonElement? element) => element is { ValueKind: JsonValueKind.Number } number ? Of(number.GetRawText()) : null;

    public static string Of(string number)
    {
        var (mantissa, exponent) = number.ToLowerInvariant().Split('e') is [var before, var after] ? (before, int.Parse(after, CultureInfo.InvariantCulture)) : (number, 0);
        var sign = mantissa.StartsWith('-') ? "-" : "";
        var point = mantissa.IndexOf('.');
        if (point >= 0)
            exponent -= mantissa.Length - point - 1;

        var digits = mantissa.TrimStart('-').Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        var significant = digits.TrimEnd('0');
        return significant.Length == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{sign}{significant}E{exponent + digits.Length - significant.Length}");
    }
}
