using System.Globalization;
using Assay.Candles;
using Assay.Providers;

namespace Assay.Tests.Providers.Csv;

/// <summary>Real files, compared cell by cell with a second, naive reading of the same lines: none of them quotes anything.</summary>
public sealed class CsvRecordingTests : IDisposable
{
    private const string Daily = "history/coinmarketcap_23coins_daily";
    private const string Minutes = "history/binance_btcusdt/BTCUSDT-1m.csv";
    private readonly CsvFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_row_of_the_23_daily_files_is_read_with_its_digits()
    {
        var files = Directory.GetFiles(Recordings.Require(Daily), "*.csv");
        var rows = 0;
        foreach (var file in files)
        {
            var lines = LinesOf(file);
            var page = _folder.Parse(await _folder.PartsAsync(file));

            Assert.Empty(page.Rejections);
            Assert.Equal(lines.Count, page.Quotes.Count);
            Assert.All(lines.Zip(page.Quotes), pair => AssertDaily(pair.First, pair.Second));
            rows += lines.Count;
        }

        Assert.Equal((23, 37_082), (files.Length, rows));
    }

    [Theory]
    [InlineData("coin_Bitcoin.csv", 1)]
    [InlineData("coin_XRP.csv", -1)]
    public async Task Files_saved_by_a_spreadsheet_are_day_first_in_whatever_order(string name, int step)
    {
        var page = _folder.Parse(await _folder.PartsAsync(Recordings.Require($"{Daily}/{name}")));

        var days = page.Quotes.Select(quote => quote.Candle!.OpenedAt).ToList();
        Assert.Equal(Enumerable.Range(0, days.Count).Select(n => days[0].AddDays(step * n)), days);
        Assert.Contains(CsvFolder.Utc("2021-07-06T23:59Z"), page.Quotes.Select(quote => quote.ObservedAt!.Value));
    }

    [Fact]
    public async Task Every_minute_is_read_and_the_54_doubled_ones_twice()
    {
        var file = Recordings.Require(Minutes);
        var lines = LinesOf(file);
        var page = _folder.Parse(await _folder.PartsAsync(file));

        Assert.Equal(30_954, page.Quotes.Count);
        Assert.Empty(page.Rejections);
        Assert.All(lines.Zip(page.Quotes), pair => AssertMinute(pair.First, pair.Second));

        var doubled = page.Quotes.GroupBy(quote => quote.ObservedAt).Where(same => same.Count() > 1).ToList();
        Assert.Equal(54, doubled.Count);
        Assert.Equal(24, doubled.Count(same => same.Select(quote => quote.Candle).Distinct().Count() > 1));
        Assert.Equal(24, lines.GroupBy(cells => cells[0]).Count(same => same.Select(cells => string.Join(',', cells)).Distinct().Count() > 1));
    }

    private static void AssertDaily(string[] cells, ProviderQuote quote)
    {
        var format = cells[3].Contains('/') ? "dd/MM/yyyy HH:mm" : "yyyy-MM-dd HH:mm:ss";
        var time = DateTimeOffset.ParseExact(cells[3], format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.Equal((cells[1], cells[2], time), (quote.Name, quote.Symbol, quote.ObservedAt));
        Assert.Equal(cells[1].ToLowerInvariant().Replace(' ', '-').Replace('.', '-'), quote.CoinId);
        Assert.Equal(Number(cells[7]), quote.Figures.Price);
        Assert.Equal(Number(cells[8]), quote.Figures.Volume24h);
        Assert.Equal(Number(cells[9]) is var cap and not 0 ? cap : null, quote.Figures.MarketCap);
        var opened = new DateTimeOffset(time.Date, TimeSpan.Zero);
        Assert.Equal(new ProviderCandle(CandleInterval.OneDay, opened, Prices(cells, open: 6, high: 4, low: 5, close: 7, volume: 8)), quote.Candle);
    }

    private static void AssertMinute(string[] cells, ProviderQuote quote)
    {
        var opened = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(cells[0], CultureInfo.InvariantCulture));
        Assert.Equal(opened.AddMinutes(1).AddMilliseconds(-1), quote.ObservedAt);
        Assert.Equal(new MarketFigures { Price = Number(cells[4]) }, quote.Figures);
        Assert.Equal(new ProviderCandle(CandleInterval.OneMinute, opened, Prices(cells, open: 1, high: 2, low: 3, close: 4, volume: 5)), quote.Candle);
    }

    private static List<string[]> LinesOf(string file) => [.. File.ReadLines(file).Skip(1).Select(line => line.Split(','))];

    private static Ohlc Prices(string[] cells, int open, int high, int low, int close, int volume) =>
        new(Number(cells[open]), Number(cells[high]), Number(cells[low]), Number(cells[close]), Number(cells[volume]));

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
