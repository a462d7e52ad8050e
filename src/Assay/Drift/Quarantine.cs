using Assay.Providers;

namespace Assay.Drift;

/// <summary>Sets an answer aside that has lost a field without which its records mean nothing. Judged by the answer alone, so that a replay judges alike.</summary>
internal static class Quarantine
{
    private const JsonTypes Readable = JsonTypes.Number | JsonTypes.String | JsonTypes.Null;

    /// <summary>The answer without its records and with the reason, where it has to be set aside; null for a sound one.</summary>
    public static ParsedPage? Judge(RawPayload payload, ParsedPage parsed, Endpoint endpoint, Shape seen)
    {
        if (endpoint.Needed.FirstOrDefault(path => IsLost(path, seen)) is not { } lost)
            return null;

        var records = parsed.Quotes.Count + parsed.Assets.Count + parsed.Facts.Count + parsed.Rejections.Count;
        var detail = $"The answers of {payload.Source} to {endpoint.Name} have no {lost} any more that can be read. This one with its {records} records is kept; once Assay can read it, a replay does.";
        return new ParsedPage { Rejections = [new Rejection(null, RejectionReason.Quarantined, detail, lost, "")], Error = detail };
    }

    private static bool IsLost(string path, Shape seen) =>
        seen.Fields.TryGetValue(path, out var field) ? (field.Types & Readable) == JsonTypes.None : seen.IsMissing(path);
}
