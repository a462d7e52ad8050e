using System.Collections.Frozen;

namespace Assay.Identity;

/// <summary>The chains that tokens live on, by the name that each source gives them.</summary>
public static class Platform
{
    /// <summary>
    /// Ours first, in CoinGecko's spelling; then CoinPaprika's id and CoinMarketCap's slugs and names, in its older and newer answers. The numbers are
    /// network ids of its DEX API. Its other platform ids are not here: those of <c>map</c> count platforms, those of <c>quotes</c> the coins of platforms.
    /// </summary>
    private static readonly string[][] Crosswalk =
    [
        ["ethereum", "eth-ethereum", "1"],
        ["binance-smart-chain", "bnb-binance-coin", "bsc-binance-smart-chain", "bnb", "bsc", "bnb-smart-chain", "bnb-smart-chain-bep20", "bnb-chain", "14"],
        ["binancecoin", "bnb-beacon-chain", "bnb-beacon-chain-bep2", "binance-chain"],
        ["polygon-pos", "matic-polygon", "pol-polygon-ecosystem-token", "polygon", "polygon-ecosystem-token", "matic-network", "polygon-pos-chain"],
        ["solana", "sol-solana", "16"],
        ["tron", "trx-tron", "tron20", "trc20"],
        ["arbitrum-one", "arb-arbitrum", "arbitrum"],
        ["base", "base-base", "199"],
        ["avalanche", "avax-avalanche", "avalanche-c-chain"],
        ["optimistic-ethereum", "op-optimism", "optimism", "optimism-ethereum", "op-mainnet"],
        ["sui", "sui-sui", "sui-network"],
        ["the-open-network", "ton-toncoin", "toncoin-the-open-network", "ton", "toncoin"],
        ["aptos", "apt-aptos"],
        ["near-protocol", "near-near-protocol", "near"],
        ["cosmos", "atom-cosmos", "cosmos-hub"],
        ["osmosis", "osmo-osmosis"],
        ["fantom", "ftm-fantom"],
        ["cronos", "cro-cryptocom-chain", "cro-cronos", "cronos-evm"],
        ["xdai", "xdai-xdai", "gno-gnosis", "gnosis", "gnosis-chain"],
        ["linea", "linea-linea"],
        ["zksync", "zk-zksync", "zksync-era"],
        ["mantle", "mnt-mantle"],
        ["blast", "blast-blast"],
        ["scroll", "scr-scroll"],
        ["celo", "celo-celo"],
        ["moonbeam", "glmr-moonbeam"],
        ["harmony-shard-0", "one-harmony", "harmony"],
        ["huobi-token", "ht-huobi-token", "heco", "huobi-eco-chain-mainnet"],
        ["okex-chain", "okt-okexchain", "okexchain", "okc"],
        ["klay-token", "klay-klaytn", "klaytn", "kaia"],
        ["ethereum-classic", "etc-ethereum-classic"],
        ["algorand", "algo-algorand"],
        ["stellar", "xlm-stellar"],
        ["xrp", "xrp-xrp", "xrp-ledger", "xrpl"],
        ["cardano", "ada-cardano"],
        ["tezos", "xtz-tezos"],
        ["hedera-hashgraph", "hbar-hedera-hashgraph", "hbar-hedera", "hedera"],
        ["eos", "eos-eos"],
        ["neo", "neo-neo"],
        ["waves", "waves-waves"],
        ["vechain", "vet-vechain"],
        ["internet-computer", "icp-internet-computer"],
        ["polkadot", "dot-polkadot"],
        ["tomochain", "tomo-tomochain", "viction"],
        ["terra", "luna-terra", "terra-classic"],
        ["terra-2", "luna-terra-v2", "terra-2-0"],
    ];

    private static readonly FrozenDictionary<string, string> Names =
        Crosswalk.SelectMany(names => names, (names, name) => (Name: name, Ours: names[0])).ToFrozenDictionary(pair => pair.Name, pair => pair.Ours);

    /// <summary>Our name of the platform; one that is not in the table keeps its own, in lower case with hyphens.</summary>
    public static string Of(string name)
    {
        if (Names.TryGetValue(name, out var known))
            return known;

        var slug = AssetName.Slug(name);
        return Names.GetValueOrDefault(slug, slug);
    }
}
