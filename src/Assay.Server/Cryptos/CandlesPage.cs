using System.Text.Json.Serialization;
using Assay.Candles;
using Assay.Server.Http;

namespace Assay.Server.Cryptos;

/// <summary>Candles in order of time, stamped at their opening, written as they are read.</summary>
internal sealed record CandlesPage(
    string Coin,
    string Source,
    string Interval,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RedirectedFrom,
    IAsyncEnumerable<CandleRow> Data)
{
    public static CandlesPage Of(CoinAtSource found, CandleInterval interval, IAsyncEnumerable<Candle> candles) =>
        new(found.Asset.Slug, found.Source.Name, interval.Name, found.RedirectedFrom, candles.Select(CandleRow.Of));
}

/// <summary>Prices in USD; the volume in the unit of the source, null where the source gave none; samples null for a candle that the source itself delivered.</summary>
internal sealed record CandleRow(
    DateTimeOffset OpenedAt, double Open, double High, double Low, double Close, double? Volume, int? Samples, int Revision)
{
    public static CandleRow Of(Candle candle) => new(
        candle.OpenedAt, candle.Prices.Open, candle.Prices.High, candle.Prices.Low, candle.Prices.Close, candle.Prices.Volume, candle.Samples, candle.Revision);
}
