using Assay.Simulator.Cmc;
using Assay.Simulator.Market;

namespace Assay.Simulator.CmcDex;

/// <summary>The pools of this market: up to three for each token on each of its networks, and here and there one that is garbage.</summary>
internal static class Pools
{
    private const int GarbagePerNetwork = 4;

    // Uniswap's are the true ids on Ethereum, the others are ours.
    private static readonly Dex[] Exchanges =
    [
        new(1069, "uniswap-v2", "ethereum"), new(1348, "uniswap-v3", "ethereum"),
        new(100_001, "pancakeswap-v2", "binance-smart-chain"), new(100_002, "pancakeswap-v3", "binance-smart-chain"),
        new(100_003, "raydium", "solana"), new(100_004, "orca", "solana"),
        new(100_005, "quickswap", "polygon-pos"), new(100_006, "aerodrome", "base"),
        new(100_007, "camelot", "arbitrum-one"), new(100_008, "velodrome", "optimistic-ethereum"),
    ];

    private static readonly string[] QuoteCoins = ["weth", "tether", "usd-coin"];

    public static IReadOnlyList<Pool> Create(LivingMarket market)
    {
        Coin[] quotes = [.. market.Coins.Where(coin => QuoteCoins.Contains(coin.CoinGeckoId))];
        return quotes.Length == 0 ? [] : [.. Platform.All.SelectMany(network => On(network, market, quotes))];
    }

    private static IEnumerable<Pool> On(Platform network, LivingMarket market, Coin[] quotes)
    {
        Dex[] dexes = [.. Exchanges.Where(dex => dex.Network == network.CoinGeckoId)];
        PoolAsset[] quoteAssets = [.. quotes.Select(coin => new PoolAsset(coin, AddressOf(coin, network)))];
        var tokens = market.Coins.Where(coin => coin.Contracts.ContainsKey(network.CoinGeckoId));
        var pools = tokens.SelectMany(token => Of(new PoolAsset(token, AddressOf(token, network)), network, dexes, quoteAssets));
        var garbage = Enumerable.Range(0, GarbagePerNetwork).Select(number => Garbage(number, market.Seed, network, dexes, quoteAssets));
        return [.. pools, .. garbage];
    }

    private static IEnumerable<Pool> Of(PoolAsset token, Platform network, Dex[] dexes, PoolAsset[] quotes)
    {
        var others = quotes.Where(quote => quote.Coin != token.Coin).ToArray();
        var count = others.Length == 0 ? 0 : 1 + Chance.Below(token.Coin.Key ^ 604, 3);
        for (var number = 0; number < count; number++)
        {
            var key = Chance.Mix(token.Coin.Key, network.CoinGeckoId) + (ulong)number;
            yield return new Pool(network, Pick(dexes, key ^ 605), NewAddress(key, network), token, Pick(others, key ^ 606), key);
        }
    }

    private static Pool Garbage(int number, ulong seed, Platform network, Dex[] dexes, PoolAsset[] quotes)
    {
        var key = Chance.Mix(seed ^ 607, network.CoinGeckoId) + (ulong)number;
        var bull = new Coin
        {
            CoinGeckoId = null,
            CoinPaprikaId = null,
            CmcId = null,
            Symbol = number == 0 ? "BULL" : $"BULL{number}",
            Name = number == 0 ? "BULL" : $"BULL {number}",
            Level = 45,
            Volatility = 0.05,
            Circulating = 1e8,
            TotalSupply = 1e8,
            WalkSeed = key,
            Key = key,
        };
        var asset = new PoolAsset(bull, NewAddress(key ^ 608, network));
        return new Pool(network, Pick(dexes, key), NewAddress(key, network), asset, Pick(quotes, key ^ 609), key) { IsGarbage = true };
    }

    private static string AddressOf(Coin coin, Platform network) =>
        coin.Contracts.TryGetValue(network.CoinGeckoId, out var address) ? address : NewAddress(Chance.Mix(coin.Key, network.CoinGeckoId) ^ 610, network);

    private static string NewAddress(ulong key, Platform network) => network.CoinGeckoId == "solana"
        ? InventedCoins.Letters(Chance.Mix(key ^ 611), 44, InventedCoins.Base58)
        : "0x" + InventedCoins.Letters(Chance.Mix(key ^ 611), 40, "0123456789abcdef");

    private static T Pick<T>(T[] from, ulong key) => from[Chance.Below(key, from.Length)];
}
