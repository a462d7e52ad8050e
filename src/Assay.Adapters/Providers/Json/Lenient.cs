using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assay.Adapters.Providers.Json;

/// <summary>A number, or a string that holds one. Everything else, and what is not finite, is null.</summary>
internal sealed class LenientDoubleConverter : JsonConverter<double?>
{
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LenientNumber.Read(ref reader, out var value) && double.IsFinite(value) ? value : null;

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>Like <see cref="LenientDoubleConverter"/>, but what is not a number is NaN: a price that is wrong is not a price that is missing.</summary>
internal sealed class PriceConverter : JsonConverter<double?>
{
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty)
            return null;
        return LenientNumber.Read(ref reader, out var value) ? value : double.NaN;
    }

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>A place in a ranking: a whole number from 1, however it is written. Everything else, 0 for "unranked" too, is null.</summary>
internal sealed class LenientRankConverter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LenientNumber.Read(ref reader, out var value) && value is >= 1 and <= int.MaxValue && double.IsInteger(value) ? (int)value : null;

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>An ISO 8601 time; without an offset it is UTC. Everything else is null.</summary>
internal sealed class LenientTimeConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        if (!reader.TryGetDateTime(out var asWritten) || !reader.TryGetDateTimeOffset(out var time))
            return null;

        return (asWritten.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(asWritten, TimeSpan.Zero) : time).ToWholeMilliseconds();
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>Text. What is no text, no valid UTF-8, or holds a NUL (which PostgreSQL does not store) is null.</summary>
internal sealed class LenientTextConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadText(ref reader);

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => throw new NotSupportedException();

    public static string? ReadText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        try
        {
            return reader.GetString() is { } text && !text.Contains('\0') ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>An object of texts, without the entries where either side is empty. Everything else is an empty one.</summary>
internal sealed class LenientTextMapConverter : JsonConverter<IReadOnlyDictionary<string, string>>
{
    public override bool HandleNull => true;

    public override IReadOnlyDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return map;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = ReadKey(ref reader);
            reader.Read();
            if (LenientTextConverter.ReadText(ref reader) is { Length: > 0 } text && !string.IsNullOrEmpty(key))
                map[key] = text;
        }

        return map;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> value, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    private static string? ReadKey(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is { } key && !key.Contains('\0') ? key : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
