using System.Globalization;
using Assay.Candles;
using Assay.Statistics;

namespace Assay.Tests.Statistics;

public sealed class StatisticsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The figures of real histories were computed apart, by Python's statistics module over exact fractions.

    [Fact]
    public void Deviation_volatility_and_drawdown_of_eight_years_of_bitcoin()
    {
        var candles = Read("Bitcoin");
        double[] closes = [.. candles.Select(candle => candle.Prices.Close)];
        double[] returns = [.. Returns.Logarithmic(candles).Values];
        var drawdown = Drawdown.Deepest(closes);

        Assert.Equal((2991, 2990), (closes.Length, returns.Length));
        Near(11296.253073778149, Deviation.Population(closes));
        Near(11298.14192139168, Deviation.Sample(closes));
        Near(0.8168955585152968, Returns.Volatility(returns, CandleInterval.OneDay)!.Value);
        Near(0.8452852402403203, drawdown.Depth);
        Assert.Equal((new DateOnly(2013, 12, 4), new DateOnly(2015, 1, 14)), (DayOf(candles[drawdown.Peak]), DayOf(candles[drawdown.Trough])));
    }

    [Fact]
    public void Correlation_of_six_years_of_bitcoin_and_ether()
    {
        var (bitcoin, ether) = (Returns.Logarithmic(Read("Bitcoin")), Returns.Logarithmic(Read("Ethereum")));
        var days = bitcoin.Keys.Where(ether.ContainsKey).ToList();

        Assert.Equal(2159, days.Count);
        Near(0.5444846761729756, Correlation.Pearson([.. days.Select(day => bitcoin[day])], [.. days.Select(day => ether[day])])!.Value);
    }

    [Fact]
    public void Volume_weighted_price_of_ten_months_of_bitcoin()
    {
        var candles = File.ReadLines(Recordings.Require("history/binance_btcusdt/BTCUSDT-1d.csv")).Skip(1).Select(line => line.Split(',').Select(Number).ToArray())
            .Select(cells => Candle(DateTimeOffset.FromUnixTimeMilliseconds((long)cells[0]), new Ohlc(cells[1], cells[2], cells[3], cells[4], cells[5]))).ToList();

        Near(39489.148459472606, Returns.VolumeWeightedPrice(candles)!.Value);
        Assert.Null(Returns.VolumeWeightedPrice([.. candles, Candle(Start, new Ohlc(1, 1, 1, 1))]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1001)]
    public void One_to_n_deviate_as_the_formula_says(int n)
    {
        double[] values = [.. Enumerable.Range(1, n).Select(value => 1e6 + value)];

        Assert.Equal(1e6 + ((n + 1) / 2.0), Deviation.Mean(values), 1e-6);
        Assert.Equal(Math.Sqrt((((double)n * n) - 1) / 12), Deviation.Population(values), 1e-6);
    }

    [Fact]
    public void What_rises_and_falls_together_correlates_fully_and_what_does_not_vary_not_at_all()
    {
        double[] line = [.. Enumerable.Range(0, 100).Select(value => (double)value)];
        Assert.Equal(1, Correlation.Pearson(line, [.. line.Select(value => (3 * value) + 7)])!.Value, 1e-12);
        Assert.Equal(-1, Correlation.Pearson(line, [.. line.Select(value => -value)])!.Value, 1e-12);
        Assert.Null(Correlation.Pearson(line, [.. line.Select(_ => 5.0)]));
        Assert.Null(Correlation.Pearson([1], [1]));
        Assert.Throws<ArgumentException>(() => Correlation.Pearson([1, 2], [1]));
    }

    [Fact]
    public void A_return_over_a_gap_is_none()
    {
        var candles = new[] { 0, 1, 3, 4 }.Select(day => Candle(Start.AddDays(day), new Ohlc(1, 1, 1, Math.Pow(Math.E, day)))).ToList();

        var returns = Returns.Logarithmic(candles);

        Assert.Equal([Start.AddDays(1), Start.AddDays(4)], returns.Keys);
        Assert.All(returns.Values, value => Assert.Equal(1, value, 1e-12));
        Assert.Equal(0, Returns.Volatility([.. returns.Values], CandleInterval.OneDay)!.Value, 1e-12);
        Assert.Null(Returns.Volatility([1], CandleInterval.OneDay));
    }

    [Fact]
    public void The_deepest_fall_is_not_always_from_the_highest_peak()
    {
        Assert.Equal(new Drawdown(0.6, 1, 3), Drawdown.Deepest([50, 100, 70, 40, 200, 150]));
        Assert.Equal(default, Drawdown.Deepest([1, 2, 3]));
    }

    private static void Near(double expected, double actual) => Assert.InRange(actual / expected, 1 - 1e-9, 1 + 1e-9);

    private static DateOnly DayOf(Candle candle) => DateOnly.FromDateTime(candle.OpenedAt.UtcDateTime);

    private static List<Candle> Read(string coin) =>
    [
        .. File.ReadLines(Recordings.Require($"history/coinmarketcap_23coins_daily/coin_{coin}.csv")).Skip(1).Select(line => line.Split(','))
            .Select(cells => Candle(Day(cells[3]), new Ohlc(Number(cells[6]), Number(cells[4]), Number(cells[5]), Number(cells[7])))),
    ];

    private static Candle Candle(DateTimeOffset openedAt, Ohlc prices) => new()
    {
        Source = SourceId.Csv,
        Asset = new("coin"),
        Interval = CandleInterval.OneDay,
        OpenedAt = openedAt,
        Prices = prices,
        Method = CandleMethod.Native,
        RecordedAt = openedAt,
    };

    private static DateTimeOffset Day(string text) => DateTimeOffset.ParseExact(
        text[..10], text[2] == '/' ? "dd/MM/yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
