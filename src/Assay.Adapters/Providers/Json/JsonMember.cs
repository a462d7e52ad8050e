using System.Text.Json;

namespace Assay.Adapters.Providers.Json;

internal static class JsonMember
{
    /// <summary>The value of a member of an object as it is written; where the text breaks within the value, all that is left. Empty where there is no such member.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(json);
        var begin = 0;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return [];
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isIt = reader.ValueTextEquals(name);
                begin = isIt ? (int)reader.BytesConsumed : 0;
                reader.Read();
                reader.Skip();
                if (isIt)
                    return json[begin..(int)reader.BytesConsumed].TrimStart(": \t\r\n"u8);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // broken, or a name that is no UTF-8
        {
            return begin == 0 ? [] : json[begin..].TrimStart(": \t\r\n"u8);
        }

        return [];
    }
}
