using System.Globalization;
using Assay.Candles;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinMarketCap;

/// <summary>
/// The candles of one coin from one time to another. CoinMarketCap counts by their opening, without the first and with the last time; a candle
/// tells of the time at its close.
/// </summary>
internal static class PastCandles
{
    public const string Endpoint = "v2/cryptocurrency/ohlcv/historical";

    private const string Hourly = "hourly";

    /// <summary>Asks for the candles that close after the beginning of the range and not after its end.</summary>
    public static string QueryOf(string coin, HistoryReach reach, TimeRange range)
    {
        var candle = CandleInterval.OfWidth(reach.Step)!.Value;
        var period = candle == CandleInterval.OneHour ? Hourly : "daily";
        var before = candle.Open(range.From) - candle.Width;
        var last = candle.Open(range.To) - candle.Width;
        var count = (int)((last - before) / candle.Width);
        return string.Create(CultureInfo.InvariantCulture,
            $"?id={Uri.EscapeDataString(coin)}&time_period={period}&interval={period}&time_start={AskedSpan.Format(before)}&time_end={AskedSpan.Format(last)}&count={count}&convert=USD");
    }

    /// <summary>The time that an answer tells of; null where its address is no such question, or it breaks off.</summary>
    public static CoveredSpan? CoveredBy(RawPayload payload)
    {
        var width = UrlQuery.Find(payload.Url, "time_period") == Hourly ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
        return UrlQuery.Find(payload.Url, "id") is { } coin && !coin.Contains(',', StringComparison.Ordinal)
            && AskedSpan.Of(coin, payload, "time_start", "time_end") is { } opened
            ? opened with { Range = new TimeRange(opened.Range.From + width, opened.Range.To + width) }
            : null;
    }
}
