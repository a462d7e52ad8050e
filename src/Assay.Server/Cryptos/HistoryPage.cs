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
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RedirectedFrom,
    IAsyncEnumerable<HistoryRow> Data)
{
    /// <param name="found">What was asked for.</param>
    /// <param name="quotes">The quotes of this page, oldest first.</param>
    /// <param name="lastOfNext">The newest quote of the next page; null where there is none.</param>
    public static HistoryPage Of(CoinAtSource found, IAsyncEnumerable<HistoricQuote> quotes, DateTimeOffset? lastOfNext) => new(
        found.Asset.Slug, found.Source.Name, lastOfNext is { } last ? HistoryCursor.Format(last.AddMilliseconds(1)) : null, found.RedirectedFrom,
        quotes.Select(HistoryRow.Of));
}

internal sealed record HistoryRow(
    DateTimeOffset ObservedAt, DateTimeOffset RecordedAt, double Price, double? MarketCap, [property: JsonPropertyName("volume_24h")] double? Volume24h)
{
    public static HistoryRow Of(HistoricQuote quote) => new(quote.ObservedAt, quote.RecordedAt, quote.Price, quote.MarketCap, quote.Volume24h);
}

/// <summary>Names the time before which the next page ends, so that new quotes do not shift it.</summary>
internal static class HistoryCursor
{
    public static string Format(DateTimeOffset before) => before.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);

    public static bool TryParse(string? cursor, out DateTimeOffset? before)
    {
        before = null;
        if (cursor is null)
            return true;
        if (!long.TryParse(cursor, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds is < 0 or > 253402300799999)
            return false;

        before = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return true;
    }
}
