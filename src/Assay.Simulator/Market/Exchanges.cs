using System.Globalization;

namespace Assay.Simulator.Market;

/// <summary>The exchanges everybody knows, from WellKnownExchanges.csv, and enough invented ones for a few pages.</summary>
internal static class Exchanges
{
    private const int Count = 230;
    private const int CoinGeckoId = 0, Name = 1, CoinPaprikaId = 2, CmcId = 3, Year = 4, Country = 5, Url = 6;
    private const double LargestVolume = 2e10;

    /// <summary>Largest first, by their usual volume.</summary>
    public static IReadOnlyList<Exchange> Create(ulong seed)
    {
        Exchange[] wellKnown = [.. Read(seed)];
        var invented = Enumerable.Range(wellKnown.Length, Count - wellKnown.Length).Select(index => Invent(index, seed));
        return [.. wellKnown, .. invented];
    }

    private static IEnumerable<Exchange> Read(ulong seed)
    {
        using var stream = typeof(Exchanges).Assembly.GetManifestResourceStream("Assay.Simulator.Market.WellKnownExchanges.csv")!;
        using var reader = new StreamReader(stream);
        reader.ReadLine(); // the header
        for (var index = 0; reader.ReadLine() is { } line; index++)
            yield return Parse(line.Split(','), index, seed);
    }

    private static Exchange Parse(string[] cells, int index, ulong seed) => new()
    {
        CoinGeckoId = cells[CoinGeckoId],
        CoinPaprikaId = cells[CoinPaprikaId],
        CmcId = int.Parse(cells[CmcId], CultureInfo.InvariantCulture),
        Name = cells[Name],
        Url = cells[Url],
        Year = int.Parse(cells[Year], CultureInfo.InvariantCulture),
        Country = cells[Country],
        Level = Level(index),
        Key = Chance.Mix(seed, cells[CoinGeckoId]),
    };

    private static Exchange Invent(int index, ulong seed)
    {
        var key = Chance.Mix(seed ^ 400, (ulong)index);
        return new()
        {
            CoinGeckoId = $"market_{index}",
            CoinPaprikaId = $"market-{index}",
            CmcId = 100_000 + index,
            Name = $"Market {index}",
            Url = $"https://market-{index}.example/",
            Year = index % 12 == 5 ? null : 2012 + Chance.Below(key, 13),
            Country = index % 11 == 4 ? null : "Seychelles",
            Level = Level(index),
            Key = key,
        };
    }

    private static double Level(int index) => LargestVolume / Math.Pow(1 + index, 1.2);
}
