using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Assay;

/// <summary>Lists and maps as JSON text that is the same whenever they hold the same.</summary>
internal static class JsonText
{
    // Nobody puts it into a page without escaping; people read it with psql.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // There is a text for every price that is decided.
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _own;

    public static string Of(IEnumerable<string> list) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var text in list)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    });

    public static string Of(IReadOnlyDictionary<string, string> map) => Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.WriteString(key, value);
        writer.WriteEndObject();
    });

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) New()
    {
        var buffer = new ArrayBufferWriter<byte>();
        return (buffer, new Utf8JsonWriter(buffer, Plain));
    }

    public static string Write(Action<Utf8JsonWriter> write)
    {
        var (buffer, writer) = _own ??= New();
        buffer.ResetWrittenCount();
        writer.Reset();
        write(writer);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
