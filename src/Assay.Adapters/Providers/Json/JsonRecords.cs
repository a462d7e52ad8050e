using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Assay.Providers;

namespace Assay.Adapters.Providers.Json;

/// <summary>Turns the elements of a JSON array into records. What cannot be turned is rejected, and only that.</summary>
internal static class JsonRecords
{
    // A page with more than this many torn elements is not a page; it also keeps the search for the next element linear.
    private const int MostCuts = 1000;

    /// <param name="map">From an element and its location to a record; null where the element has no id.</param>
    /// <param name="path">Where the array stands in its payload.</param>
    public static (IReadOnlyList<TRecord> Records, IReadOnlyList<Rejection> Rejections) Read<TWire, TRecord>(
        ReadOnlySpan<byte> array, JsonTypeInfo<TWire> type, Func<TWire, RecordLocation, TRecord?> map, string path = "$")
        where TWire : class
        where TRecord : class
    {
        var records = new List<TRecord>();
        var rejections = new List<Rejection>();
        var reader = new JsonArrayReader(array);
        var before = path + "[";
        var lastIsTorn = false;
        for (var cuts = 0; reader.MoveNext();)
        {
            var location = LocationOf(before, reader.Index);
            lastIsTorn = false;
            if (TryRead(reader.Current, type, map, location, out var record, out var fault))
            {
                records.Add(record);
                continue;
            }

            lastIsTorn = !IsJson(reader.Current);
            if (lastIsTorn && cuts < MostCuts && reader.CutAtNextObject())
                cuts++;
            rejections.Add(Reject(fault, location, reader.Current));
        }

        if (!reader.IsClosed && !lastIsTorn)
            rejections.Add(Reject("The answer breaks off here.", LocationOf(before, reader.Index + 1), reader.Rest));
        else if (reader.IsClosed && !reader.Rest.IsEmpty)
            rejections.Add(Reject("The array has ended, but the answer goes on.", LocationOf(before, reader.Index + 1), reader.Rest));

        return (records, rejections);
    }

    /// <summary>Reads one element, or says what is wrong with it.</summary>
    public static bool TryRead<TWire, TRecord>(
        ReadOnlySpan<byte> element, JsonTypeInfo<TWire> type, Func<TWire, RecordLocation, TRecord?> map, RecordLocation location,
        [NotNullWhen(true)] out TRecord? record, out string fault)
        where TWire : class
        where TRecord : class
    {
        record = null;
        try
        {
            var wire = JsonSerializer.Deserialize(element, type);
            record = wire is null ? null : map(wire, location);
            fault = wire is null ? "It is null." : "It has no id that can be read.";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            fault = $"It is not what the source promises: {e.Message}";
        }

        return record is not null;
    }

    public static Rejection Reject(string fault, RecordLocation location, ReadOnlySpan<byte> element) =>
        new(null, RejectionReason.Malformed, fault, location.ToString(), Excerpt(element));

    private static RecordLocation LocationOf(string before, int index) => new(before, index, "]");

    private static string Excerpt(ReadOnlySpan<byte> element)
    {
        // A character of text takes at most 4 bytes; those that are no UTF-8 are shown as U+FFFD, and so is NUL.
        return Encoding.UTF8.GetString(element[..Math.Min(element.Length, Rejection.ExcerptLength * 4)]).Replace('\0', '\uFFFD');
    }

    private static bool IsJson(ReadOnlySpan<byte> element)
    {
        try
        {
            var reader = new Utf8JsonReader(element, new JsonReaderOptions { MaxDepth = int.MaxValue });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
