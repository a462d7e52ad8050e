using System.Globalization;

namespace Assay.Simulator.Market;

/// <summary>The coins everybody knows, from WellKnownCoins.csv: true names, ids and contracts, and round figures of about the right size.</summary>
internal static class WellKnownCoins
{
    private const int CoinGeckoId = 0, Symbol = 1, Name = 2, CoinPaprikaId = 3, CmcId = 4, Level = 5, Volatility = 6;
    private const int Circulating = 7, Total = 8, Max = 9, Follows = 10, Contracts = 11;

    /// <summary>Largest first, as they stand in the file.</summary>
    public static IEnumerable<Coin> Read(ulong seed)
    {
        using var stream = typeof(WellKnownCoins).Assembly.GetManifestResourceStream("Assay.Simulator.Market.WellKnownCoins.csv")!;
        using var reader = new StreamReader(stream);
        reader.ReadLine(); // the header
        for (var number = 1; reader.ReadLine() is { } line; number++)
            yield return Parse(line.Split(','), number, seed);
    }

    private static Coin Parse(string[] cells, int number, ulong seed) => new()
    {
        CoinGeckoId = cells[CoinGeckoId],
        Symbol = cells[Symbol],
        Name = cells[Name],
        CoinPaprikaId = cells[CoinPaprikaId] is { Length: > 0 } id ? id : null,
        CmcId = cells[CmcId] is { Length: > 0 } cmc ? cmc : Text(Coin.FirstInventedCmcId + number),
        Level = Number(cells[Level])!.Value,
        Volatility = Number(cells[Volatility])!.Value / 100,
        Circulating = Number(cells[Circulating]),
        TotalSupply = Number(cells[Total]),
        MaxSupply = Number(cells[Max]),
        WalkSeed = Chance.Mix(seed, cells[Follows] is { Length: > 0 } leader ? leader : cells[CoinGeckoId]),
        Key = Chance.Mix(seed, cells[CoinGeckoId]),
        Contracts = ParseContracts(cells[Contracts]),
    };

    private static Dictionary<string, string> ParseContracts(string cell) => cell
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split(':'))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static double? Number(string cell) => cell.Length == 0 ? null : double.Parse(cell, CultureInfo.InvariantCulture);
}
