using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers.Json;

/// <summary>Makes a sentence of an answer that is not data, with the provider's own words in it.</summary>
internal static class ErrorAnswer
{
    private const int LongestMessage = 300;

    /// <param name="secret">What must not be shown, should the provider repeat it.</param>
    public static ParsedPage Describe(string provider, RawPayload payload, string? secret)
    {
        var body = WithoutMark(payload.Body.Span);
        var status = string.Create(CultureInfo.InvariantCulture, $"{provider} answered {payload.Status}{NameOf(payload.Status)}");
        var sentence = Message(body) is { Length: > 0 } message
            ? $"{status}: {Tidy(message)}"
            : $"{status} {(body.IsEmpty ? "with an empty body" : "with something that is not the promised data")}.";
        return ParsedPage.Failed(string.IsNullOrWhiteSpace(secret) ? sentence : sentence.Replace(secret.Trim(), "***", StringComparison.Ordinal));
    }

    /// <summary>The body without the byte order mark and the white space around it.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> body) =>
        (body.StartsWith("\uFEFF"u8) ? body[3..] : body).Trim(" \t\r\n"u8);

    /// <summary>The provider's words, where the answer is a known form of error; null where it is none.</summary>
    public static string? Message(ReadOnlySpan<byte> body) => body switch
    {
        [(byte)'{', ..] => JsonMessage(body),
        [(byte)'<', ..] => HtmlTitle(body),
        _ => null,
    };

    private static string? JsonMessage(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return JsonElement.TryParseValue(ref reader, out var root) ? MessageOf(root.Value) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // broken, or text that is no UTF-8
        {
            return null;
        }
    }

    // {error:"…"}, {status:500,error:"…"}, {status:{error_code,error_message}}, {error:{status:{…}}}, {code:-1121,msg:"…"}
    private static string? MessageOf(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
            return element.GetString();
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        if (element.TryGetProperty("error", out var error) && MessageOf(error) is { } told)
            return told;
        if (element.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object)
            return MessageOf(status);
        return element.TryGetProperty("error_message", out var message) || element.TryGetProperty("msg", out message) ? MessageOf(message) : null;
    }

    private static string HtmlTitle(ReadOnlySpan<byte> body)
    {
        var html = Encoding.UTF8.GetString(body[..Math.Min(body.Length, 16 * 1024)]);
        var open = html.IndexOf("<title", StringComparison.OrdinalIgnoreCase);
        var begin = open < 0 ? -1 : html.IndexOf('>', open) + 1;
        var end = begin <= 0 ? -1 : html.IndexOf("</title", begin, StringComparison.OrdinalIgnoreCase);
        return end < 0 ? "a web page." : $"a web page, \"{WebUtility.HtmlDecode(html[begin..end]).Trim()}\".";
    }

    private static string Tidy(string message)
    {
        var oneLine = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var printable = string.Concat(oneLine.Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return printable.Length > LongestMessage ? printable.CutTo(LongestMessage) + "…" : printable;
    }

    private static string NameOf(int status) => Enum.IsDefined((HttpStatusCode)status) ? $" ({(HttpStatusCode)status})" : "";
}
