using System.Text.Json.Serialization.Metadata;
using Assay.Providers;

namespace Assay.Adapters.Providers.Json;

/// <summary>Reads a body that is one record.</summary>
internal static class JsonRecord
{
    public static readonly RecordLocation Location = new("$");

    /// <param name="map">From the record to what it says; null where it has no id.</param>
    public static ParsedPage Read<TWire>(ReadOnlySpan<byte> body, JsonTypeInfo<TWire> type, Func<TWire, ParsedPage?> map)
        where TWire : class =>
        JsonRecords.TryRead(body, type, (wire, _) => map(wire), Location, out var page, out var fault)
            ? page
            : new ParsedPage { Rejections = [JsonRecords.Reject(fault, Location, body)] };
}
