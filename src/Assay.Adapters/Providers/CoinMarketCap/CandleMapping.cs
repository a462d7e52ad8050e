using Assay.Candles;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinMarketCap;

internal static class CandleMapping
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    extension(Row<WireCandles> row)
    {
        /// <summary>The day so far. Its volume is that of the last 24 hours and not of the candle.</summary>
        public ProviderQuote ToQuote() => Quote(
            row.Wire, row.Wire.Quote, row.Wire.Quote?.LastUpdated ?? row.Wire.LastUpdated, row.Wire.Quote?.Volume,
            CandleOf(row.Wire.Quote, CandleInterval.OneDay, row.Wire.TimeOpen, volume: null), row.Location);

        /// <summary>The closed candles of a history; null where one of them is null.</summary>
        public IEnumerable<(ProviderQuote? Quote, RecordLocation Location)> ToQuotes()
        {
            for (var i = 0; i < row.Wire.Quotes!.Count; i++)
            {
                var location = new RecordLocation($"{row.Location}.quotes[", i, "]");
                yield return (row.Wire.Quotes[i] is { } candle ? ToQuote(row.Wire, candle, location) : null, location);
            }
        }
    }

    private static ProviderQuote ToQuote(WireCandles coin, WireCandle candle, RecordLocation location)
    {
        var interval = candle.TimeClose - candle.TimeOpen is { } width ? CandleInterval.OfWidth(width + Millisecond) : null;
        var volumeOfDay = interval == CandleInterval.OneDay ? candle.Quote?.Volume : null;
        return Quote(coin, candle.Quote, candle.TimeClose, volumeOfDay, CandleOf(candle.Quote, interval, candle.TimeOpen, candle.Quote?.Volume), location);
    }

    private static ProviderQuote Quote(
        WireCandles coin, WireOhlcv? prices, DateTimeOffset? observedAt, double? volume24h, ProviderCandle? candle, RecordLocation location) => new()
        {
            CoinId = coin.Id!,
            Symbol = coin.Symbol,
            Name = coin.Name,
            ObservedAt = observedAt,
            Location = location,
            Candle = candle,
            Figures = new MarketFigures { Price = prices?.Close, MarketCap = prices?.MarketCap, Volume24h = volume24h },
        };

    /// <summary>Null where a price is missing, or the interval is none of ours.</summary>
    private static ProviderCandle? CandleOf(WireOhlcv? prices, CandleInterval? interval, DateTimeOffset? openedAt, double? volume) =>
        prices is { Open: { } open, High: { } high, Low: { } low, Close: { } close } && interval is { } width && openedAt is { } time && width.Open(time) == time
            ? new ProviderCandle(width, time, new Ohlc(open, high, low, close, volume))
            : null;
}
