using System.Text.Json;
using Assay.Adapters.Providers.Json;

namespace Assay.Adapters.Providers.CoinMarketCap;

/// <summary>The frame that CoinMarketCap puts around every answer: <c>{status, data}</c>, in either order.</summary>
/// <param name="Status">Null where it has none that can be read.</param>
/// <param name="Data">An array or an object, as far as it came; empty where there is none.</param>
internal sealed record Envelope(WireStatus? Status, ReadOnlyMemory<byte> Data)
{
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Null also where the answer says that all is well: <c>0</c>, <c>"0"</c> or nothing.</summary>
    public int? ErrorCode => Status?.ErrorCode is { } code and not 0 && double.IsInteger(code) && Math.Abs(code) < int.MaxValue ? (int)code : null;

    public bool IsData => ErrorCode is null && !Data.IsEmpty;

    /// <summary>It says that all is well and has nothing to tell, for example of coins that it does not know.</summary>
    public bool IsNothing => ErrorCode is null && Data.IsEmpty && Status?.ErrorCode is 0;

    public static Envelope Read(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];

        WireStatus? status = null;
        ReadOnlyMemory<byte> data = default;
        var torn = -1; // where the data begins while its end has not been found
        try
        {
            var reader = new Utf8JsonReader(body.Span, AnyDepth);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return new Envelope(null, default);

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isData = reader.ValueTextEquals("data"u8);
                var isStatus = reader.ValueTextEquals("status"u8);
                reader.Read();
                if (isStatus && reader.TokenType == JsonTokenType.StartObject)
                {
                    status = JsonSerializer.Deserialize(ref reader, CoinMarketCapWireContext.Default.WireStatus);
                    continue;
                }

                var start = (int)reader.TokenStartIndex;
                torn = isData && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject ? start : -1;
                reader.Skip();
                if (isData)
                    data = torn < 0 ? default : body[start..(int)reader.BytesConsumed];
                torn = -1;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // broken, or text that is no UTF-8
        {
            if (torn >= 0)
                data = WithoutFrame(body[torn..]);
        }

        return new Envelope(status, data);
    }

    /// <summary>Where broken data ends nobody can tell for sure; what follows it, the status or the last bracket, is where it has to.</summary>
    private static ReadOnlyMemory<byte> WithoutFrame(ReadOnlyMemory<byte> rest)
    {
        var status = rest.Span.LastIndexOf("\"status\""u8);
        if (status >= 0 && rest.Span[..status].TrimEnd(" \t\r\n"u8) is [.. var before, (byte)',']
            && before.TrimEnd(" \t\r\n"u8) is [.., (byte)']' or (byte)'}'] data)
            return rest[..data.Length];

        var elements = new JsonArrayReader(rest.Span);
        while (JsonArrayReader.IsArray(rest.Span) && elements.MoveNext())
        {
        }

        return elements is { IsClosed: true, Rest: [(byte)'}'] } ? rest[..rest.Span.LastIndexOf((byte)'}')] : rest;
    }
}
