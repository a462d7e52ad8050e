using System.Text.Json.Serialization;
using Assay.Candles;
using Assay.Server.Http;
using Assay.Statistics;

namespace Assay.Server.Cryptos;

/// <summary>What the closing prices of a window tell. Prices in USD, the rest in percent; null where there is too little to tell it from.</summary>
internal sealed record StatisticsAnswer(
    string Coin,
    string Source,
    string Window,
    string Interval,
    DateTimeOffset From,
    DateTimeOffset To,
    int Candles,
    double First,
    double Last,
    double Low,
    double High,
    double Mean,
    double Deviation,
    double SampleDeviation,
    double ChangePercent,
    int Returns,
    double? MeanReturnPercent,
    double? ReturnDeviationPercent,
    double? VolatilityPercent,
    DrawdownAnswer Drawdown,
    double? VolumeWeightedPrice,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PairAnswer? Correlation,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RedirectedFrom)
{
    public static StatisticsAnswer Of(CoinAtSource found, string window, CandleInterval interval, IReadOnlyList<Candle> candles, PairAnswer? pair)
    {
        double[] closes = [.. candles.Select(candle => candle.Prices.Close)];
        double[] returns = [.. Statistics.Returns.Logarithmic(candles).Values];
        return new(
            found.Asset.Slug, found.Source.Name, window, interval.Name, candles[0].OpenedAt, candles[^1].OpenedAt + interval.Width, closes.Length,
            closes[0], closes[^1], candles.Min(candle => candle.Prices.Low), candles.Max(candle => candle.Prices.High),
            Statistics.Deviation.Mean(closes), Statistics.Deviation.Population(closes), Statistics.Deviation.Sample(closes), 100 * ((closes[^1] / closes[0]) - 1),
            returns.Length, returns.Length == 0 ? null : 100 * Statistics.Deviation.Mean(returns), returns.Length < 2 ? null : 100 * Statistics.Deviation.Sample(returns),
            100 * Statistics.Returns.Volatility(returns, interval), DrawdownAnswer.Of(closes, candles), Statistics.Returns.VolumeWeightedPrice(candles), pair, found.RedirectedFrom);
    }
}

/// <summary>The deepest fall. <paramref name="From"/> and <paramref name="To"/> are the openings of its candles, null where prices never fell.</summary>
internal sealed record DrawdownAnswer(double Percent, DateTimeOffset? From, DateTimeOffset? To)
{
    public static DrawdownAnswer Of(double[] closes, IReadOnlyList<Candle> candles)
    {
        var deepest = Statistics.Drawdown.Deepest(closes);
        return deepest.Depth > 0 ? new(100 * deepest.Depth, candles[deepest.Peak].OpenedAt, candles[deepest.Trough].OpenedAt) : new(0, null, null);
    }
}

/// <summary>How the returns of two assets go together: Pearson's coefficient, −1 to 1.</summary>
internal sealed record PairAnswer(string With, double? Coefficient, int Returns)
{
    public static PairAnswer Of(CoinAtSource other, IReadOnlyList<Candle> candles, IReadOnlyList<Candle> others)
    {
        var (mine, theirs) = (Statistics.Returns.Logarithmic(candles), Statistics.Returns.Logarithmic(others));
        var common = mine.Keys.Where(theirs.ContainsKey).ToList();
        return new(other.Asset.Slug, Correlation.Pearson([.. common.Select(time => mine[time])], [.. common.Select(time => theirs[time])]), common.Count);
    }
}
