using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Assay.Simulator;

/// <summary>Writing bodies as the providers write them.</summary>
internal static class JsonAnswer
{
    public const string ContentType = "application/json; charset=utf-8";
    private const int RowsPerFlush = 250;

    // Names are written as they are, without \u escapes, as the providers do.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same for answers that were read and are written again.</summary>
    public static JsonSerializerOptions Nodes { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    extension(HttpResponse response)
    {
        /// <summary>Streams an array row by row, so that a long list needs no more memory than a short one.</summary>
        public async Task WriteRowsAsync<T>(IEnumerable<T> rows, Action<Utf8JsonWriter, T> write, CancellationToken cancellationToken)
        {
            response.ContentType = ContentType;
            await using var json = new Utf8JsonWriter(response.BodyWriter, Writing);
            await WriteArrayAsync(response, json, rows, write, cancellationToken);
        }

        public Task WriteRowsAsync(IEnumerable<JsonObject> rows, CancellationToken cancellationToken) =>
            response.WriteRowsAsync(rows, (json, row) => row.WriteTo(json), cancellationToken);

        /// <summary>An object of two: the rows as <c>data</c>, streamed, and what is said about them as <c>status</c>.</summary>
        public async Task WriteDataAsync(IEnumerable<JsonObject> rows, JsonObject status, CancellationToken cancellationToken)
        {
            response.ContentType = ContentType;
            await using var json = new Utf8JsonWriter(response.BodyWriter, Writing);
            json.WriteStartObject();
            json.WritePropertyName("data");
            await WriteArrayAsync(response, json, rows, (writer, row) => row.WriteTo(writer), cancellationToken);
            json.WritePropertyName("status");
            status.WriteTo(json);
            json.WriteEndObject();
        }

        public Task WriteNodeAsync(JsonNode node, CancellationToken cancellationToken) =>
            response.WriteObjectAsync(json => node.WriteTo(json), cancellationToken);

        public async Task WriteObjectAsync(Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
        {
            response.ContentType = ContentType;
            await using var json = new Utf8JsonWriter(response.BodyWriter, Writing);
            write(json);
            await json.FlushAsync(cancellationToken);
        }

        /// <summary>The form in which both CoinGecko and CoinPaprika say what is wrong.</summary>
        public Task WriteErrorAsync(int status, string error, CancellationToken cancellationToken)
        {
            response.StatusCode = status;
            return response.WriteObjectAsync(json =>
            {
                json.WriteStartObject();
                json.WriteString("error", error);
                json.WriteEndObject();
            }, cancellationToken);
        }

        public async Task WriteBodyAsync(int status, string contentType, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
        {
            response.StatusCode = status;
            response.ContentType = contentType;
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, cancellationToken);
        }

        public Task WriteJsonAsync(int status, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
            response.WriteBodyAsync(status, ContentType, body, cancellationToken);
    }

    extension(Utf8JsonWriter json)
    {
        /// <summary>A number with the shortest digits that mean it, and a small letter before the exponent: <c>3.15e-06</c>.</summary>
        /// <param name="name">The field.</param>
        /// <param name="value">Null is written as null.</param>
        /// <param name="alwaysFraction">Whether a whole number keeps its <c>.0</c>.</param>
        public void WriteFloat(string name, double? value, bool alwaysFraction = false)
        {
            json.WritePropertyName(name);
            if (value is { } number)
                json.WriteRawValue(Float(number, alwaysFraction), skipInputValidation: true);
            else
                json.WriteNullValue();
        }

        /// <summary>A number rounded to a whole one, as both write market caps.</summary>
        public void WriteWhole(string name, double? value)
        {
            if (value is { } number)
                json.WriteNumber(name, (long)Math.Round(number));
            else
                json.WriteNull(name);
        }

        public void WriteSeconds(string name, DateTimeOffset time) => json.WriteString(name, time.ToSecondsText());

        public void WriteMilliseconds(string name, DateTimeOffset time) => json.WriteString(name, time.ToMillisecondsText());
    }

    extension(DateTimeOffset time)
    {
        public string ToSecondsText() => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

        public string ToMillisecondsText() => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    private static async Task WriteArrayAsync<T>(
        HttpResponse response, Utf8JsonWriter json, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write, CancellationToken cancellationToken)
    {
        json.WriteStartArray();
        foreach (var batch in rows.Chunk(RowsPerFlush))
        {
            foreach (var row in batch)
                write(json, row);
            json.Flush();
            await response.BodyWriter.FlushAsync(cancellationToken);
        }

        json.WriteEndArray();
    }

    private static string Float(double value, bool alwaysFraction)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return alwaysFraction && text.AsSpan().IndexOfAny('.', 'e') < 0 ? text + ".0" : text;
    }
}
