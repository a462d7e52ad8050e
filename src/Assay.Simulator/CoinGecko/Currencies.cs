using Assay.Simulator.Market;

namespace Assay.Simulator.CoinGecko;

/// <summary>The currencies that prices can be given in: dollars, and the two coins that need no foreign exchange rate.</summary>
internal sealed class Currencies(LivingMarket market)
{
    private readonly Dictionary<string, Currency> _byName = new Currency[]
    {
        new("usd", null),
        new("btc", market.Coins.FirstOrDefault(coin => coin.CoinGeckoId == "bitcoin")),
        new("eth", market.Coins.FirstOrDefault(coin => coin.CoinGeckoId == "ethereum")),
    }.Where(currency => currency.Name == "usd" || currency.Coin is not null).ToDictionary(currency => currency.Name, StringComparer.OrdinalIgnoreCase);

    public Currency? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);
}

/// <param name="Name">As it stands in the query.</param>
/// <param name="Coin">The coin that it is; null for the dollar.</param>
internal sealed record Currency(string Name, Coin? Coin)
{
    /// <summary>Dollars for one of it.</summary>
    public double Rate(DateTimeOffset time) => Coin is null ? 1 : LivingMarket.Price(Coin, time);
}
