using System.Globalization;
using Assay.Identity;
using Assay.Providers;

namespace Assay.Benchmarks;

/// <summary>A coin as one source tells of it, and the asset that it truly is.</summary>
internal sealed record KnownCoin(SourceId Source, CoinDescription Listed, MarketFigures Figures, int Truth);

/// <summary>
/// A market of which the truth is known: real names, listed by three sources that spell contracts in their own ways, leave some of them out,
/// call coins otherwise, and list others under the same symbol and name. Nobody could tell two coins of one name apart that cost the same,
/// and of which no source knows contract or size: those are not made.
/// </summary>
internal sealed class IdentityMarket
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// <summary>CoinGecko's, CoinPaprika's and CoinMarketCap's names, and the shape of an address.</summary>
    private static readonly (string[] Names, string Shape)[] Platforms =
    [
        (["ethereum", "eth-ethereum", "Ethereum"], "0x"),
        (["binance-smart-chain", "bnb-binance-coin", "BNB Smart Chain (BEP20)"], "0x"),
        (["polygon-pos", "matic-polygon", "Polygon"], "0x"),
        (["arbitrum-one", "arb-arbitrum", "Arbitrum"], "0x"),
        (["base", "base-base", "Base"], "0x"),
        (["solana", "sol-solana", "Solana"], "S"),
        (["tron", "trx-tron", "Tron20"], "T"),
    ];

    private static readonly SourceId[] Sources = [SourceId.CoinGecko, SourceId.CoinPaprika, SourceId.CoinMarketCap];

    private readonly Random _random;
    private readonly HashSet<string> _ids = [];
    private readonly Dictionary<string, Family> _families = [];

    /// <param name="names">Real coins: their ids at CoinGecko, symbols and names.</param>
    /// <param name="assets">How many assets there are.</param>
    /// <param name="seed">The same seed makes the same market.</param>
    public IdentityMarket(IReadOnlyList<(string Id, string Symbol, string Name)> names, int assets, int seed)
    {
        _random = new Random(seed);
        for (var truth = 0; truth < assets; truth++)
        {
            var (id, symbol, name) = truth % 8 == 7 ? Namesake(truth) : names[truth % names.Count];
            var again = truth % 8 == 7 ? 0 : truth / names.Count;
            List(truth, again == 0 ? id : $"{id}-{again + 1}", symbol, again == 0 ? name : $"{name} {again + 1}");
        }
    }

    public List<KnownCoin> Coins { get; } = [];

    /// <summary>Coins that a source calls otherwise in the end.</summary>
    public List<ProviderIdChange> IdChanges { get; } = [];

    /// <summary>Another asset of the symbol and name of one before.</summary>
    private (string Id, string Symbol, string Name) Namesake(int truth)
    {
        var model = Coins[_random.Next(Coins.Count)].Listed;
        return ($"{model.CoinId}-{truth}", model.Symbol!, model.Name!);
    }

    private void List(int truth, string id, string symbol, string name)
    {
        var figures = Figures($"{symbol} {name}".ToUpperInvariant(), out var isBridged);
        var contracts = isBridged || _random.Next(5) > 0 ? Contracts() : [];
        var addresses = contracts.Select(platform => Address(Platforms[platform].Shape)).ToList();
        var listed = Sources.Where(_ => _random.Next(10) < 7).DefaultIfEmpty(Sources[_random.Next(3)]).ToList();
        foreach (var source in listed)
        {
            var place = Array.IndexOf(Sources, source);
            var told = contracts.Select((platform, i) => (Platforms[platform].Names[place], Spell(addresses[i], source)));
            if (source == SourceId.CoinMarketCap)
                told = told.Take(1);
            if (source != SourceId.CoinGecko && _random.Next(4) == 0)
                told = [];
            var (itsSymbol, itsName) = source != SourceId.CoinGecko && _random.Next(8) == 0 ? Otherwise(symbol, name) : (symbol, name);
            var coin = new CoinDescription(
                Unique(IdOf(source, id, itsSymbol, itsName, truth)), itsSymbol, itsName, Contracts: told.ToDictionary(pair => pair.Item1, pair => pair.Item2));
            Coins.Add(new KnownCoin(source, coin, Noisy(figures), truth));
            if (source == SourceId.CoinPaprika && _random.Next(50) == 0)
                IdChanges.Add(new ProviderIdChange(coin.CoinId, Unique($"{coin.CoinId}-new"), ChangedAt: null));
        }
    }

    private static string IdOf(SourceId source, string id, string symbol, string name, int truth) =>
        source == SourceId.CoinGecko ? id
        : source == SourceId.CoinPaprika ? $"{AssetName.Slug(symbol)}-{AssetName.Slug(name)}"
        : (truth + 1).ToString(CultureInfo.InvariantCulture);

    private (string Symbol, string Name) Otherwise(string symbol, string name) => _random.Next(3) switch
    {
        0 => (symbol, $"{name} Token"),
        1 => (symbol, $"{name} (ex-{symbol.ToUpperInvariant()})"),
        _ => ($"{symbol}x", name),
    };

    private string Unique(string id)
    {
        while (!_ids.Add(id))
            id += "-1";
        return id;
    }

    /// <summary>Others of one name are bridged, cost the same, and there is little of them; or they cost something else.</summary>
    private MarketFigures Figures(string name, out bool isBridged)
    {
        isBridged = false;
        if (!_families.TryGetValue(name, out var family))
        {
            var price = Math.Pow(10, (_random.NextDouble() * 8) - 5);
            family = new(new MarketFigures { Price = price, MarketCap = _random.Next(10) == 0 ? null : price * Math.Pow(10, 5 + (_random.NextDouble() * 5)) }, 0);
            _families[name] = family;
            return family.First;
        }

        _families[name] = family = family with { Namesakes = family.Namesakes + 1 };
        isBridged = family.First.MarketCap is not null && _random.Next(3) == 0;
        return isBridged
            ? family.First with { MarketCap = family.First.MarketCap / (20 * Math.Pow(8, family.Namesakes)) }
            : family.First with { Price = family.First.Price * Math.Pow(1.3, family.Namesakes) };
    }

    private MarketFigures Noisy(MarketFigures figures) => figures with
    {
        Price = figures.Price * (0.99 + (_random.NextDouble() * 0.02)),
        MarketCap = figures.MarketCap * (0.8 + (_random.NextDouble() * 0.4)),
    };

    private List<int> Contracts() =>
        [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => _random.Next(Platforms.Length)).Distinct()];

    private string Address(string shape) => shape switch
    {
        "0x" => $"0x{string.Concat(Enumerable.Range(0, 40).Select(_ => "0123456789abcdef"[_random.Next(16)]))}",
        "T" => $"T{Letters(33)}",
        _ => Letters(44),
    };

    private string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => Base58[_random.Next(Base58.Length)]));

    /// <summary>CoinGecko writes hexadecimal addresses in lower case, the others as they come.</summary>
    private string Spell(string address, SourceId source) => source == SourceId.CoinGecko || !address.StartsWith("0x", StringComparison.Ordinal)
        ? address
        : $"0x{string.Concat(address[2..].Select(letter => _random.Next(2) == 0 ? char.ToUpperInvariant(letter) : letter))}";

    /// <summary>Assets of one symbol and name.</summary>
    private sealed record Family(MarketFigures First, int Namesakes);
}
