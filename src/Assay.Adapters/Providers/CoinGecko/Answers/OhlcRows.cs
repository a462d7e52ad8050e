using Assay.Adapters.Providers.Json;
using Assay.Candles;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko.Answers;

/// <summary>
/// The past candles of one coin, without volumes. CoinGecko stamps them at their close, which for the last one may be yet to come, and
/// does not say how wide they are: the rows stand as far apart.
/// </summary>
internal static class OhlcRows
{
    public static readonly KnownAnswer Answer = new(new Endpoint("coins/{id}/ohlc", ["$[][]"], []), isList: true, Read);

    private static ParsedPage Read(RawPayload payload, ReadOnlySpan<byte> body)
    {
        if (Currency.Foreign(payload.Url) is { } foreign)
            return foreign;

        var coin = Answer.CoinIn(payload.Url);
        var (rows, rejections) = JsonRecords.Read(body, CoinGeckoWireContext.Default.NullableDoubleArray, Row.Of);
        var interval = IntervalOf(rows);
        return new ParsedPage { Quotes = [.. rows.Select(row => row.ToQuote(coin, interval, payload.FetchedAt))], Rejections = rejections };
    }

    /// <summary>Null where the rows are as far apart as no candles that we keep.</summary>
    private static CandleInterval? IntervalOf(IEnumerable<Row> rows)
    {
        var times = rows.Select(row => row.ClosesAt).Distinct().Order().ToList();
        var gaps = times.Zip(times.Skip(1), (earlier, later) => later - earlier).ToList();
        return gaps.Count == 0 ? null : CandleInterval.OfWidth(gaps.Min());
    }

    private sealed record Row(DateTimeOffset ClosesAt, double? Open, double? High, double? Low, double? Close, RecordLocation Location)
    {
        /// <summary>Null without a time.</summary>
        public static Row? Of(double?[] cells, RecordLocation location) =>
            cells is [var time, var open, var high, var low, var close, ..] && UnixTime.OfMilliseconds(time) is { } closesAt
                ? new Row(closesAt, open, high, low, close, location)
                : null;

        public ProviderQuote ToQuote(string coin, CandleInterval? interval, DateTimeOffset fetchedAt)
        {
            var last = ClosesAt - TimeSpan.FromMilliseconds(1); // the moment of the close belongs to the next candle
            return new ProviderQuote
            {
                CoinId = coin,
                ObservedAt = last < fetchedAt ? last : fetchedAt,
                Location = Location,
                Figures = new MarketFigures { Price = Close },
                Candle = interval is { } width ? ToCandle(width) : null,
            };
        }

        private ProviderCandle? ToCandle(CandleInterval interval)
        {
            var opened = ClosesAt - interval.Width;
            return interval.Open(opened) == opened && (Open, High, Low, Close) is ({ } open, { } high, { } low, { } close)
                ? new ProviderCandle(interval, opened, new Ohlc(open, high, low, close))
                : null;
        }
    }
}
