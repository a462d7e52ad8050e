using System.Globalization;
using System.Text.Json.Serialization;
using Assay.Server.Http;
using Assay.Storage;

namespace Assay.Server.Cryptos;

/// <summary>A page of history: the newest quotes of what was asked for, in order of time. The next page holds the ones before.</summary>
internal sealed record HistoryPage(
    string Coin,
    string Source,
    IReadOnlyList<HistoryRow> Data,
    string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RedirectedFrom)
{
    /// <param name="found">What was asked for.</param>
    /// <param name="quotes">One more than the limit where there are more pages, oldest first.</param>
    /// <param name="limit">Quotes on a page.</param>
    public static HistoryPage Of(CoinAtSource found, IReadOnlyList<HistoricQuote> quotes, int limit)
    {
        var rows = quotes.Skip(quotes.Count - limit).Select(HistoryRow.Of).ToArray();
        var next = quotes.Count > limit ? HistoryCursor.Format(rows[0].ObservedAt) : null;
        return new HistoryPage(found.Asset.Slug, found.Source.Name, rows, next, found.RedirectedFrom);
    }
}

internal sealed record HistoryRow(
    DateTimeOffset ObservedAt, DateTimeOffset RecordedAt, double Price, double? MarketCap, [property: JsonPropertyName("volume_24h")] double? Volume24h)
{
    public static HistoryRow Of(HistoricQuote quote) => new(quote.ObservedAt, quote.RecordedAt, quote.Price, quote.MarketCap, quote.Volume24h);
}

/// <summary>Names the oldest quote of a page, so that new quotes do not shift the next one.</summary>
internal static class HistoryCursor
{
    public static string Format(DateTimeOffset oldest) => oldest.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);

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
