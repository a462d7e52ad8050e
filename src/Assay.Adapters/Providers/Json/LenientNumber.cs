using System.Globalization;
using System.Text.Json;

namespace Assay.Adapters.Providers.Json;

internal static class LenientNumber
{
    /// <summary>Reads a number, or a string that holds one with any number of decimals; steps over everything else.</summary>
    public static bool Read(ref Utf8JsonReader reader, out double value)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetDouble(out value);
            case JsonTokenType.String when !reader.ValueIsEscaped:
                return double.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            default:
                reader.Skip();
                value = double.NaN;
                return false;
        }
    }
}
