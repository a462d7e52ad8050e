using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinMarketCap;

/// <summary>One row of an answer, and where it stood.</summary>
internal sealed record Row<TWire>(TWire Wire, RecordLocation Location);

/// <summary>
/// Reads the rows of an answer's data. They come as an array, or as a map by id, slug or symbol, and by symbol a value is
/// the array of all coins with that symbol. A row that cannot be read is rejected, and only that.
/// </summary>
internal static class Rows
{
    private const string Path = "$.data";

    /// <param name="data">What the envelope holds.</param>
    /// <param name="type">What a row is.</param>
    /// <param name="hasId">Whether a row says what it is about.</param>
    public static (IReadOnlyList<Row<TWire>> Rows, List<Rejection> Rejections) Read<TWire>(
        ReadOnlyMemory<byte> data, JsonTypeInfo<TWire> type, Func<TWire, bool> hasId)
        where TWire : class
    {
        var rows = new List<Row<TWire>>();
        var rejections = new List<Rejection>();
        if (JsonArrayReader.IsArray(data.Span))
            ReadArray(data.Span, Path);
        else
            ReadMap();
        return (rows, rejections);

        void ReadArray(ReadOnlySpan<byte> array, string path)
        {
            var (read, rejected) = JsonRecords.Read(array, type, ToRow, path);
            rows.AddRange(read);
            rejections.AddRange(rejected);
        }

        void ReadMap()
        {
            var reader = new Utf8JsonReader(data.Span, new JsonReaderOptions { MaxDepth = int.MaxValue });
            var read = 0; // bytes
            try
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var path = $"{Path}.{KeyOf(ref reader)}";
                    reader.Read();
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    var value = data.Span[start..(int)reader.BytesConsumed];
                    read = (int)reader.BytesConsumed;
                    if (JsonArrayReader.IsArray(value))
                        ReadArray(value, path);
                    else
                        ReadOne(value, new RecordLocation(path));
                }
            }
            catch (JsonException)
            {
                rejections.Add(JsonRecords.Reject("From here on the answer cannot be read.", new RecordLocation(Path), data.Span[read..].TrimStart(", \t\r\n"u8)));
            }
        }

        void ReadOne(ReadOnlySpan<byte> value, RecordLocation location)
        {
            if (JsonRecords.TryRead(value, type, ToRow, location, out Row<TWire>? row, out var fault))
                rows.Add(row);
            else
                rejections.Add(JsonRecords.Reject(fault, location, value));
        }

        Row<TWire>? ToRow(TWire wire, RecordLocation location) => hasId(wire) ? new Row<TWire>(wire, location) : null;
    }

    /// <summary>Reads data that is one row.</summary>
    public static Row<TWire>? ReadOne<TWire>(ReadOnlyMemory<byte> data, JsonTypeInfo<TWire> type, out Rejection? fault)
        where TWire : class
    {
        var location = new RecordLocation(Path);
        var isRead = JsonRecords.TryRead(data.Span, type, (wire, at) => new Row<TWire>(wire, at), location, out Row<TWire>? row, out var why);
        fault = isRead ? null : JsonRecords.Reject(why, location, data.Span);
        return row;
    }

    /// <summary>The key as it may stand in a location; any other one is a question mark.</summary>
    private static string KeyOf(ref Utf8JsonReader reader)
    {
        const int Longest = 40;
        try
        {
            return reader.GetString() is { Length: > 0 and <= Longest } key && key.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_') ? key : "?";
        }
        catch (InvalidOperationException) // no UTF-8
        {
            return "?";
        }
    }
}
