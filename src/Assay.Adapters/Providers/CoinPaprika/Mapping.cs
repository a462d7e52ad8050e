using Assay.Providers;

namespace Assay.Adapters.Providers.CoinPaprika;

internal static class Mapping
{
    extension(WireTicker wire)
    {
        /// <summary>Null without an id. CoinPaprika has no high and low of the day here.</summary>
        public ProviderQuote? ToQuote(RecordLocation location) => string.IsNullOrWhiteSpace(wire.Id) ? null : new ProviderQuote
        {
            CoinId = wire.Id,
            Symbol = wire.Symbol,
            Name = wire.Name,
            ObservedAt = wire.LastUpdated,
            Location = location,
            Figures = new MarketFigures
            {
                Price = wire.Quotes?.Usd?.Price,
                MarketCap = wire.Quotes?.Usd?.MarketCap,
                Volume24h = wire.Quotes?.Usd?.Volume24h,
                PriceChange24h = wire.Quotes?.Usd?.PercentChange24h,
                PriceChange7d = wire.Quotes?.Usd?.PercentChange7d,
                CirculatingSupply = wire.CirculatingSupply,
                TotalSupply = wire.TotalSupply,
                MaxSupply = wire.MaxSupply is 0 ? null : wire.MaxSupply, // its way of saying that there is no limit
                Rank = wire.Rank,
            },
        };
    }
}
