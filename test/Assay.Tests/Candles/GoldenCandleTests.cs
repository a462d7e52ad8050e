using System.Globalization;
using Assay.Candles;
using Assay.Tests.Replay;

namespace Assay.Tests.Candles;

/// <summary>Candles of real histories beside those that a plain loop over the file makes.</summary>
public sealed class GoldenCandleTests : IAsyncLifetime
{
    private ReplayWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private CandleReader Reader => new(_world.Store.History);

    public async ValueTask InitializeAsync() => _world = await ReplayWorld.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Wider_candles_of_three_days_of_minutes_are_those_of_a_plain_loop()
    {
        var lines = (await File.ReadAllLinesAsync(Recordings.Require("history/binance_btcusdt/BTCUSDT-1m.csv"), Cancellation)).Take(4321).ToList();
        await _world.ImportAsync("BTCUSDT.csv", string.Join('\n', lines) + "\n");
        var rows = lines.Skip(1).Select(Numbers).GroupBy(row => row[0]).Select(same => same.Last()).ToList();
        foreach (var interval in CandleInterval.All.Where(interval => interval != CandleInterval.OneMinute))
        {
            var width = interval.Width.TotalMilliseconds;
            var expected = rows.GroupBy(row => row[0] - (row[0] % width)).OrderBy(group => group.Key).Select(ToCandle).ToList();

            var candles = await Reader.ReadAsync(SourceId.Csv, new("btcusdt"), interval, TimeRange.All, null, Cancellation).ToListAsync(Cancellation);

            Assert.Equal(expected.Count, candles.Count);
            foreach (var ((opened, prices), candle) in expected.Zip(candles))
            {
                Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(opened), candle.OpenedAt);
                Assert.Equal((prices.Open, prices.High, prices.Low, prices.Close), (candle.Prices.Open, candle.Prices.High, candle.Prices.Low, candle.Prices.Close));
                Assert.InRange(candle.Prices.Volume!.Value / prices.Volume!.Value, 1 - 1e-9, 1 + 1e-9);
                Assert.Equal((null, CandleMethod.Merged), (candle.Samples, candle.Method));
            }
        }
    }

    [Fact]
    public async Task Daily_prices_alone_make_daily_candles_of_one_price()
    {
        var days = (await File.ReadAllLinesAsync(Recordings.Require("history/coinmarketcap_23coins_daily/coin_Bitcoin.csv"), Cancellation))
            .Skip(1).Take(400).Select(line => line.Split(',')).Select(cells => (Day: DateTimeOffset.ParseExact(cells[3], "dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), Close: cells[7])).ToList();
        await _world.ImportAsync("Bitcoin.csv", $"date,price\n{string.Join('\n', days.Select(day => $"{day.Day:yyyy-MM-dd},{day.Close}"))}\n");

        var stored = await _world.Store.ReadCandlesAsync(new("bitcoin"));

        Assert.Equal(
            days.Select(day => ("1d", double.Parse(day.Close, CultureInfo.InvariantCulture), 1)),
            stored.Select(candle => (candle.Interval, candle.Close, candle.Samples!.Value)));
    }

    private static double[] Numbers(string line) => [.. line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];

    private static (long OpenedAt, Ohlc Prices) ToCandle(IGrouping<double, double[]> group)
    {
        var rows = group.OrderBy(row => row[0]).ToList();
        return ((long)group.Key, new Ohlc(rows[0][1], rows.Max(row => row[2]), rows.Min(row => row[3]), rows[^1][4], rows.Sum(row => row[5])));
    }
}
