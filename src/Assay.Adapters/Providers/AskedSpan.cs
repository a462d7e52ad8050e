using System.Globalization;
using System.Text.Json;
using Assay.Adapters.Providers.Json;
using Assay.Providers;

namespace Assay.Adapters.Providers;

/// <summary>Which time an answer about the past was asked for. Its address tells, so that a replay knows it too.</summary>
internal static class AskedSpan
{
    /// <summary>A time in an address, in seconds since 1970.</summary>
    public static string Format(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Null where the answer breaks off, or its address does not tell: then it covers nothing.</summary>
    /// <param name="coin">The source's own id.</param>
    /// <param name="payload">The answer.</param>
    /// <param name="from">The parameter that says when the time begins, in seconds since 1970.</param>
    /// <param name="to">The one that says when it ends.</param>
    public static CoveredSpan? Of(string coin, RawPayload payload, string from, string to) =>
        coin.Length > 0 && TimeIn(payload.Url, from) is { } first && TimeIn(payload.Url, to) is { } last && first <= last && IsWhole(payload.Body.Span)
            ? new CoveredSpan(coin, new TimeRange(first, last))
            : null;

    /// <summary>Whether the body is JSON to its end.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(ErrorAnswer.WithoutMark(body), new JsonReaderOptions { MaxDepth = int.MaxValue });
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

    private static DateTimeOffset? TimeIn(string url, string name) =>
        long.TryParse(UrlQuery.Find(url, name), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? UnixTime.OfMilliseconds(seconds * 1000.0) : null;
}
