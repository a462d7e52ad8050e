using System.Text.Json.Nodes;
using Assay.Simulator.Market;

namespace Assay.Simulator.Cmc;

/// <summary>A chain on which tokens live.</summary>
/// <param name="CoinGeckoId">CoinGecko's name of it.</param>
/// <param name="Id">The platform's own id, which only <c>/map</c> and the DEX endpoints use.</param>
/// <param name="Network">How the DEX endpoints write it.</param>
/// <param name="CoinId">The id of its coin, which all other endpoints call the platform's id.</param>
/// <param name="Name">The name.</param>
/// <param name="Symbol">Its coin's symbol; <c>-</c> where it has none.</param>
/// <param name="Slug">Its coin's name in addresses.</param>
internal sealed record Platform(string CoinGeckoId, int Id, string Network, int CoinId, string Name, string Symbol, string Slug)
{
    public static IReadOnlyList<Platform> All { get; } =
    [
        new("ethereum", 1, "Ethereum", 1027, "Ethereum", "ETH", "ethereum"),
        new("binance-smart-chain", 14, "BSC", 1839, "BNB Smart Chain (BEP20)", "BNB", "bnb"),
        new("solana", 16, "Solana", 5426, "Solana", "SOL", "solana"),
        new("polygon-pos", 25, "Polygon", 28321, "Polygon", "POL", "polygon-ecosystem-token"),
        new("base", 199, "Base", 27716, "Base", "-", "base"),
        new("arbitrum-one", 51, "Arbitrum", 11841, "Arbitrum", "ARB", "arbitrum"),
        new("optimistic-ethereum", 42, "Optimism", 11840, "Optimism", "OP", "optimism-ethereum"),
    ];

    /// <summary>The platforms of a token, the main one first; none for a coin with a chain of its own.</summary>
    public static IEnumerable<(Platform Platform, string Address)> Of(Coin coin) =>
        from contract in coin.Contracts
        join platform in All on contract.Key equals platform.CoinGeckoId
        select (platform, contract.Value);

    /// <summary>A token's main platform by the id of its coin, as a number or as a text; null for a coin with a chain of its own.</summary>
    public static JsonObject? OfCoin(Coin coin, bool idIsText) => Of(coin).Select(place => new JsonObject
    {
        ["id"] = idIsText ? $"{place.Platform.CoinId}" : place.Platform.CoinId,
        ["slug"] = place.Platform.Slug,
        ["name"] = place.Platform.Name,
        ["symbol"] = place.Platform.Symbol,
        ["token_address"] = place.Address,
    }).FirstOrDefault();
}
