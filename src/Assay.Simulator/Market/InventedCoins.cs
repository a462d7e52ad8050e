using System.Globalization;

namespace Assay.Simulator.Market;

/// <summary>
/// Coins that do not exist, in any number. Like the real long tail they reuse each other's symbols, live on many
/// chains, cost anything between 1e-9 and 100 dollars, and with gaps are not known equally well to everybody.
/// </summary>
internal sealed class InventedCoins(ulong seed, bool gaps, IReadOnlyList<Coin> wellKnown)
{
    internal const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private static readonly string[] Beginnings =
    [
        "Al", "Bor", "Cal", "Dra", "El", "Fen", "Gal", "Hel", "Ith", "Jun", "Kor",
        "Lum", "Mir", "Nov", "Or", "Pyx", "Quo", "Rav", "Sol", "Tor", "Umb", "Vel", "Wyn", "Xan", "Yor", "Zen",
    ];

    private static readonly string[] Middles = ["a", "ade", "an", "aro", "e", "ela", "en", "i", "ino", "o", "ona", "ora", "u", "una", "y"];
    private static readonly string[] Ends =
        ["bit", "chain", "dex", "fi", "gon", "lend", "mint", "nex", "pad", "pay", "ra", "ron", "swap", "tix", "verse", "x"];

    private static readonly string[] Kinds = ["", "", "", " Coin", " Finance", " Inu", " Network", " Protocol", " Token"];
    private static readonly string[] Platforms = ["ethereum", "ethereum", "binance-smart-chain", "polygon-pos", "base", "solana"];

    private readonly HashSet<string> _ids = [.. wellKnown.Select(coin => coin.CoinGeckoId!)];
    private readonly List<string> _symbols = [.. wellKnown.Select(coin => coin.Symbol)];

    public IEnumerable<Coin> Take(int count) => Enumerable.Range(0, count).Select(Invent);

    private Coin Invent(int index)
    {
        var key = Chance.Mix(seed, (ulong)index);
        var name = Name(key);
        var symbol = Symbol(name, key, index);
        var id = UniqueId(name);
        var level = Math.Pow(10, -9 + 11 * Chance.Fraction(key ^ 1));
        var circulating = Math.Round(MarketCap(index) * (0.5 + Chance.Fraction(key ^ 2)) / level) + 1;
        return new Coin
        {
            CoinGeckoId = gaps && index % 40 == 11 ? null : id,
            CoinPaprikaId = gaps && index % 97 == 5 ? null : $"{symbol}-{id}".ToLowerInvariant(),
            CmcId = gaps && index % 61 == 7 ? null : CmcId(index),
            Symbol = symbol,
            Name = name,
            Level = level,
            Volatility = 0.02 + 0.08 * Chance.Fraction(key ^ 3),
            Circulating = gaps && index % 50 == 17 ? null : circulating,
            TotalSupply = index % 7 == 3 ? null : Math.Round(circulating * 1.25),
            MaxSupply = index % 3 == 1 ? null : Math.Round(circulating * 2),
            WalkSeed = Chance.Mix(key),
            Key = key,
            Contracts = Contracts(key),
        };
    }

    private static string CmcId(int index) => (2 * Coin.FirstInventedCmcId + index).ToString(CultureInfo.InvariantCulture);

    /// <summary>Falls with the rank, as market caps do.</summary>
    private static double MarketCap(int index) => 1e9 / Math.Pow(1 + index / 10.0, 1.3);

    private static string Name(ulong key) =>
        Pick(Beginnings, key ^ 11) + Pick(Middles, key ^ 12) + Pick(Ends, key ^ 13) + Pick(Kinds, key ^ 14);

    /// <summary>Every eighth coin takes a symbol that is in use already.</summary>
    private string Symbol(string name, ulong key, int index)
    {
        if (index % 8 == 7)
            return Pick(_symbols, key ^ 15);

        var symbol = name[..2].ToUpperInvariant() + Letters(key ^ 16, 1 + Chance.Below(key ^ 19, 3), "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        _symbols.Add(symbol);
        return symbol;
    }

    private string UniqueId(string name)
    {
        var slug = name.ToLowerInvariant().Replace(' ', '-');
        var id = slug;
        for (var number = 2; !_ids.Add(id); number++)
            id = $"{slug}-{number}";
        return id;
    }

    private static Dictionary<string, string> Contracts(ulong key)
    {
        if (Chance.Below(key ^ 17, 5) == 0)
            return []; // a coin with a chain of its own

        var platform = Pick(Platforms, key ^ 18);
        return new() { [platform] = platform == "solana" ? Letters(key, 44, Base58) : "0x" + Letters(key, 40, "0123456789abcdef") };
    }

    internal static string Letters(ulong key, int count, string alphabet) =>
        string.Create(count, (key, alphabet), (span, state) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = state.alphabet[Chance.Below(state.key + 1000 + (ulong)i, state.alphabet.Length)];
        });

    private static string Pick(IReadOnlyList<string> from, ulong key) => from[Chance.Below(key, from.Count)];
}
