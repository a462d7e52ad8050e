using System.Globalization;
using System.Text;

namespace Assay.IntegrationTests.Killing;

/// <summary>A CSV file of hourly candles that we make up, with what real files have: repeated hours, zero prices, candles that contradict themselves.</summary>
internal static class HourlyFile
{
    private const long Hour = 3_600_000;
    private const long Start = 1_600_000_000_000 / Hour * Hour;

    public static string Write(string folder, string coin, int rows, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("timestamp,open,high,low,close,volume\n");
        var price = 100.0;
        for (var row = 0; row < rows; row++)
        {
            var time = Start + (row - (row % 50 == 49 ? 7 : 0)) * Hour; // now and then an hour comes again, with another price
            price *= 1 + (random.NextDouble() - 0.5) / 50;
            var close = row % 211 == 210 ? 0 : price;
            var high = row % 97 == 96 ? price / 2 : price * 1.02;
            text.Append(CultureInfo.InvariantCulture, $"{time},{price * 0.99},{high},{price * 0.97},{close},{row}\n");
        }

        var file = Path.Combine(folder, $"{coin}.csv");
        File.WriteAllText(file, text.ToString());
        return file;
    }

    /// <summary>The quotes in a part of such a file: a price is known when its hour has ended.</summary>
    public static IEnumerable<(long ObservedAt, double Price)> Read(string part) => part
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))
        .Select(cells => (long.Parse(cells[0], CultureInfo.InvariantCulture) + Hour - 1, double.Parse(cells[4], CultureInfo.InvariantCulture)))
        .Where(quote => quote.Item2 > 0);
}
