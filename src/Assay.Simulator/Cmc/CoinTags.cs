using System.Text.Json.Nodes;
using Assay.Simulator.Market;

namespace Assay.Simulator.Cmc;

/// <summary>A word for what a coin is.</summary>
internal sealed record CoinTag(string Slug, string Name, string Group)
{
    public JsonObject ToJson() => new() { ["slug"] = Slug, ["name"] = Name, ["category"] = Group };
}

internal static class CoinTags
{
    private static readonly CoinTag Mineable = new("mineable", "Mineable", "OTHERS");
    private static readonly CoinTag OwnChain = new("layer-1", "Layer 1", "CATEGORY");
    private static readonly CoinTag Meme = new("memes", "Memes", "CATEGORY");
    private static readonly CoinTag DeFi = new("defi", "DeFi", "CATEGORY");

    public static IEnumerable<CoinTag> Of(Coin coin)
    {
        if (!coin.IsToken)
            return [Mineable, OwnChain];

        var chains = Platform.Of(coin).Select(place => new CoinTag($"{place.Platform.Slug}-ecosystem", $"{place.Platform.Name} Ecosystem", "PLATFORM"));
        return chains.Prepend(coin.Key % 2 == 0 ? Meme : DeFi);
    }
}
