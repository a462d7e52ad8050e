using System.Collections.ObjectModel;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko;

internal static class Mapping
{
    extension(WireMarket wire)
    {
        /// <summary>Null without an id.</summary>
        public ProviderQuote? ToQuote(RecordLocation location) => string.IsNullOrWhiteSpace(wire.Id) ? null : new ProviderQuote
        {
            CoinId = wire.Id,
            Symbol = wire.Symbol,
            Name = wire.Name,
            ObservedAt = wire.LastUpdated,
            Location = location,
            Figures = new MarketFigures
            {
                Price = wire.CurrentPrice,
                MarketCap = wire.MarketCap,
                Volume24h = wire.TotalVolume,
                PriceChange24h = wire.PriceChangePercentage24h,
                PriceChange7d = wire.PriceChangePercentage7d,
                High24h = wire.High24h,
                Low24h = wire.Low24h,
                CirculatingSupply = wire.CirculatingSupply,
                TotalSupply = wire.TotalSupply,
                MaxSupply = wire.MaxSupply,
                Rank = wire.MarketCapRank,
            },
        };
    }

    extension(WireCoin wire)
    {
        /// <summary>Null without an id.</summary>
        public ProviderAsset? ToAsset() => string.IsNullOrWhiteSpace(wire.Id)
            ? null
            : new ProviderAsset(wire.Id, wire.Symbol, wire.Name, wire.Platforms ?? ReadOnlyDictionary<string, string>.Empty);
    }
}
