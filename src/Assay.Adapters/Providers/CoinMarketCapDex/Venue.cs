namespace Assay.Adapters.Providers.CoinMarketCapDex;

/// <summary>An exchange on a network, as CoinMarketCap wants to be asked for it. It lists the pools of one only when that is named.</summary>
internal sealed record Venue(string Network, string Dex)
{
    private const string BinanceChain = "14";

    /// <summary>Where most is traded. The pools of any other can be followed one by one.</summary>
    public static readonly IReadOnlyList<Venue> WellKnown =
    [
        new("ethereum", "dex_id=1348"), // uniswap-v3
        new("ethereum", "dex_id=1069"), // uniswap-v2
        new("bsc", "dex_slug=pancakeswap-v3"),
        new("bsc", "dex_slug=pancakeswap-v2"),
        new("solana", "dex_slug=raydium"),
        new("base", "dex_slug=uniswap-v3"),
        new("base", "dex_slug=aerodrome-slipstream"),
        new("base", "dex_slug=aerodrome"),
        new("arbitrum", "dex_slug=uniswap-v3"),
        new("polygon", "dex_slug=quickswap"),
        new("polygon", "dex_slug=uniswap-v3"),
    ];

    public string Query => $"?{NetworkQuery(Network)}&{Dex}";

    /// <summary>A slug, or a number; BNB Smart Chain is known by its number alone.</summary>
    public static string NetworkQuery(string network) => network.ToLowerInvariant() switch
    {
        "bsc" or "bnb" or "bnb-smart-chain" => $"network_id={BinanceChain}",
        var id when id.All(char.IsAsciiDigit) => $"network_id={id}",
        var slug => $"network_slug={Uri.EscapeDataString(slug)}",
    };
}
