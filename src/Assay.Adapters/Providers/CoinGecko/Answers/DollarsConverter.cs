using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Adapters.Providers.Json;

namespace Assay.Adapters.Providers.CoinGecko.Answers;

/// <summary>A number, or a text such as <c>$104,127,324</c>. Everything else is null.</summary>
internal sealed class DollarsConverter : JsonConverter<double?>
{
    private const NumberStyles Money = NumberStyles.Float | NumberStyles.AllowThousands | NumberStyles.AllowCurrencySymbol;

    private static readonly NumberFormatInfo Dollars = new() { CurrencySymbol = "$" };

    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped)
            return double.TryParse(reader.ValueSpan, Money, Dollars, out var amount) && double.IsFinite(amount) ? amount : null;
        return LenientNumber.Read(ref reader, out var value) && double.IsFinite(value) ? value : null;
    }

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options) => throw new NotSupportedException();
}
