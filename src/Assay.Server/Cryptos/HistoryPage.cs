using System.Globalization;
using System.Text.Json.Serialization;
using Assay.Server.Http;
using Assay.Storage;

namespace Assay.Server.Cryptos;

/// <summary>A page of history: the newest quotes of what was asked for, in order of time, written as they are read. The next page holds the ones before.</summary>
internal sealed record HistoryPage(
    string Coin,
    string Source,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? AsOf,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RedirectedFrom,
    IAsyncEnumerable<HistoryRow> Data)
{
    /// <param name="found">What was asked for.</param>
    /// <param name="quotes">The quotes of this page, oldest first.</param>
    /// <param name="lastOfNext">The newest quote of the next page; null where there is none.</param>
    /// <param name="asOf">When that was known; null for now.</param>
    public static HistoryPage Of(CoinAtSource found, IAsyncEnumerable<HistoricQuote> quotes, DateTimeOffset? lastOfNext, DateTimeOffset? asOf) => new(
        found.Asset.Slug, found.Source.Name, lastOfNext is { } last ? new HistoryCursor(last.AddMilliseconds(1), asOf).ToString() : null, asOf,
        found.RedirectedFrom, quotes.Select(HistoryRow.Of));
}

internal sealed record HistoryRow(
    DateTimeOffset ObservedAt, DateTimeOffset RecordedAt, double Price, double? MarketCap, [property: JsonPropertyName("volume_24h")] double? Volume24h)
{
    public static HistoryRow Of(HistoricQuote quote) => new(quote.ObservedAt, quote.RecordedAt, quote.Price, quote.MarketCap, quote.Volume24h);
}

/// <summary>Where the next page goes on, so that new quotes do not shift it.</summary>
/// <param name="Before">The time before which it ends.</param>
/// <param name="AsOf">The time at which all pages look.</param>
internal readonly record struct HistoryCursor(DateTimeOffset? Before, DateTimeOffset? AsOf)
{
    private const long Latest = 253402300799999;

    public override string ToString() => AsOf is { } asOf ? $"{Format(Before!.Value)}-{Format(asOf)}" : Format(Before!.Value);

    public static bool TryParse(string? text, out HistoryCursor cursor)
    {
        cursor = default;
        if (text is null)
            return true;

        var parts = text.Split('-');
        if (parts.Length > 2 || !TryParseTime(parts[0], out var before))
            return false;
        if (parts.Length == 1)
        {
            cursor = new(before, null);
            return true;
        }

        var isGood = TryParseTime(parts[1], out var asOf);
        cursor = new(before, asOf);
        return isGood;
    }

    private static string Format(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);

    private static bool TryParseTime(string text, out DateTimeOffset time)
    {
        var isGood = long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 0 and <= Latest;
        time = isGood ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : default;
        return isGood;
    }
}
