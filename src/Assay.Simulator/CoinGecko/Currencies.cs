using Assay.Simulator.Market;

namespace Assay.Simulator.CoinGecko;

/// <summary>The currencies that prices can be given in: dollars, and the two coins that need no foreign exchange rate.</summary>
internal sealed class Currencies(LivingMarket market)
{
    private static readonly string[] Names = ["btc", "eth", "usd"];

    /// <summary>Those of this market, in the order of their names.</summary>
    public IReadOnlyList<Currency> All => [.. Names.Select(Find).OfType<Currency>()];

    public Currency? Find(string? name) => name?.ToLowerInvariant() switch
    {
        "usd" => new Currency("usd", null),
        "btc" => Of("btc", "bitcoin"),
        "eth" => Of("eth", "ethereum"),
        _ => null,
    };

    private Currency? Of(string name, string id) => market.Coins.FirstOrDefault(coin => coin.CoinGeckoId == id) is { } coin ? new Currency(name, coin) : null;
}

/// <param name="Name">As it stands in the query.</param>
/// <param name="Coin">The coin that it is; null for the dollar.</param>
internal sealed record Currency(string Name, Coin? Coin)
{
    /// <summary>Dollars for one of it.</summary>
    public double Rate(DateTimeOffset time) => Coin is null ? 1 : LivingMarket.Price(Coin, time);
}
