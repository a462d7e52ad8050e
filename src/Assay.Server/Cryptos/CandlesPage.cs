using System.Text.Json.Serialization;
using Assay.Candles;
using Assay.Server.Http;

namespace Assay.Server.Cryptos;

/// <summary>Candles in order of time, stamped at their opening, written as they are read.</summary>
internal sealed record CandlesPage(
    string Coin,
    string Source,
    string Interval,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? AsOf,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RedirectedFrom,
    IAsyncEnumerable<CandleRow> Data)
{
    /// <param name="found">What was asked for.</param>
    /// <param name="query">How it was asked for.</param>
    /// <param name="interval">How wide the candles are.</param>
    /// <param name="candles">Oldest first.</param>
    /// <param name="now">Tells which are open.</param>
    public static CandlesPage Of(CoinAtSource found, CandlesQuery query, CandleInterval interval, IAsyncEnumerable<Candle> candles, DateTimeOffset now) => new(
        found.Asset.Slug, found.Source.Name, interval.Name, query.AsOf, found.RedirectedFrom, candles.Select(candle => CandleRow.Of(candle, query.AsOf ?? now)));
}

/// <summary>Prices in USD; the volume in the unit of the source, null where not all of it is known; samples null where the source itself delivered a part.</summary>
internal sealed record CandleRow(
    DateTimeOffset OpenedAt, double Open, double High, double Low, double Close, double? Volume, int? Samples, int Revision, string Method, string State)
{
    public static CandleRow Of(Candle candle, DateTimeOffset now) => new(
        candle.OpenedAt, candle.Prices.Open, candle.Prices.High, candle.Prices.Low, candle.Prices.Close, candle.Prices.Volume, candle.Samples, candle.Revision,
        candle.Method.Name, now < candle.ClosesAt ? "open" : candle.Revision > 1 ? "revised" : "closed");
}
