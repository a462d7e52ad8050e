using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Assay.Adapters.Providers.Json;

namespace Assay.Adapters.Providers.CoinMarketCap;

/// <summary>An id: a whole number, or the text of one. Everything else, and an empty text, is null.</summary>
internal sealed class IdConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
            return LenientTextConverter.ReadText(ref reader) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
        return reader.TryGetDecimal(out var number) && decimal.IsInteger(number) ? number.ToString("0", CultureInfo.InvariantCulture) : null;
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>The figures in dollars, out of a map by currency or a list in which each entry names its own. Null where there are none.</summary>
internal sealed class UsdConverter<T> : JsonConverter<T?>
    where T : class
{
    private const string DollarId = "2781";

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        T? usd = null;
        var isList = reader.TokenType == JsonTokenType.StartArray;
        if (!isList && reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            var isUsd = isList ? IsUsd(reader) : reader.ValueTextEquals("USD"u8);
            var isNested = !isList && reader.ValueTextEquals("quote"u8); // as the documentation of the global figures has it
            if (!isList)
                reader.Read();
            if (isNested)
                usd = Read(ref reader, typeToConvert, options) ?? usd;
            else if (isUsd && reader.TokenType == JsonTokenType.StartObject)
                usd = JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
            else
                reader.Skip();
        }

        return usd;
    }

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) => throw new NotSupportedException();

    /// <summary>Looks into an entry of a list; the caller's reader stays where it is.</summary>
    private static bool IsUsd(Utf8JsonReader entry)
    {
        if (entry.TokenType != JsonTokenType.StartObject)
            return false;

        while (entry.Read() && entry.TokenType == JsonTokenType.PropertyName)
        {
            var namesCurrency = entry.ValueTextEquals("symbol"u8);
            var numbersCurrency = entry.ValueTextEquals("id"u8) || entry.ValueTextEquals("convert_id"u8);
            entry.Read();
            if (namesCurrency && entry.TokenType == JsonTokenType.String)
                return entry.ValueTextEquals("USD"u8);
            if (numbersCurrency && entry.TokenType == JsonTokenType.String)
                return entry.ValueTextEquals(DollarId);
            if (numbersCurrency && entry.TokenType == JsonTokenType.Number)
                return entry.TryGetInt32(out var id) && id == 2781;
            entry.Skip();
        }

        return false;
    }
}

/// <summary>Texts of a list, without the empty ones. Everything else is an empty list.</summary>
internal sealed class TextListConverter : JsonConverter<IReadOnlyList<string>>
{
    public override bool HandleNull => true;

    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var texts = new List<string>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return texts;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (LenientTextConverter.ReadText(ref reader)?.Trim() is { Length: > 0 } text)
                texts.Add(text);
        }

        return texts;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options) => throw new NotSupportedException();
}
