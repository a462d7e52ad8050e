using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;

namespace Assay.Adapters.Providers.CoinMarketCapDex;

/// <summary>
/// Percent out of a fraction: 0.0083 is 0.83 %, whatever the field is called. The point is moved in the text, because 0.0083 times 100
/// is 0.8300000000000001 to a processor.
/// </summary>
internal sealed class FractionConverter : JsonConverter<double?>
{
    private const int MostDigits = 400;

    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Number or JsonTokenType.String && reader.ValueSpan is { Length: > 0 and < MostDigits } digits && !digits.ContainsAny("eE"u8))
        {
            Span<byte> moved = stackalloc byte[MostDigits + 1];
            digits.CopyTo(moved);
            "e2"u8.CopyTo(moved[digits.Length..]);
            return double.TryParse(moved[..(digits.Length + 2)], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) && double.IsFinite(percent) ? percent : null;
        }

        return LenientNumber.Read(ref reader, out var fraction) && double.IsFinite(fraction * 100) ? fraction * 100 : null;
    }

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
