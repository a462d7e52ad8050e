using Assay.Adapters.Providers.CoinMarketCap;
using Assay.Facts;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinMarketCapDex;

internal static class Mapping
{
    extension(Row<WirePool> row)
    {
        private DateTimeOffset? ObservedAt => row.Wire.Quote?.LastUpdated ?? row.Wire.LastUpdated;

        /// <summary>Why the pool must not be stored, or null.</summary>
        public Rejection? FindFault() => row switch
        {
            { Wire.Quote.Price: { } price } when !(price > 0 && double.IsFinite(price)) =>
                row.Reject(RejectionReason.PriceInvalid, FormattableString.Invariant($"A price must be above zero, and this one is {price}.")),
            { ObservedAt: null } => row.Reject(RejectionReason.TimeMissing, "The pool does not say when its figures held."),
            _ => null,
        };

        /// <summary>Only without a fault.</summary>
        public DexPair ToPair(DateTimeOffset fetchedAt) => new()
        {
            Network = row.Wire.Network,
            Address = ContractAddress.OneSpelling(row.Wire.ContractAddress!),
            ObservedAt = row.ObservedAt!.Value,
            Name = row.Wire.Name,
            Dex = row.Wire.DexSlug,
            BaseSymbol = row.Wire.BaseAssetSymbol,
            BaseName = row.Wire.BaseAssetName,
            BaseAddress = row.Wire.BaseAssetContractAddress is { } address ? ContractAddress.OneSpelling(address) : null,
            BaseCoinId = row.Wire.BaseAssetUcid,
            QuoteSymbol = row.Wire.QuoteAssetSymbol,
            QuoteAddress = row.Wire.QuoteAssetContractAddress is { } other ? ContractAddress.OneSpelling(other) : null,
            Price = row.Wire.Quote?.Price,
            Volume24h = row.Wire.Quote?.Volume24h,
            Liquidity = row.Wire.Quote?.Liquidity,
            FullyDilutedValue = row.Wire.Quote?.FullyDilutedValue,
            PriceChange1h = row.Wire.Quote?.PercentChange1h,
            PriceChange24h = row.Wire.Quote?.PercentChange24h,
            Warning = PoolCheck.FindWarning(row.Wire.Quote?.Liquidity, row.Wire.Quote?.Volume24h, row.ObservedAt!.Value, fetchedAt),
            Location = row.Location,
        };

        private Rejection Reject(string reason, string detail) => new(
            row.Wire.BaseAssetUcid, reason, detail, row.Location.ToString(),
            FormattableString.Invariant($"network={row.Wire.Network} address={row.Wire.ContractAddress} name={row.Wire.Name} price={row.Wire.Quote?.Price}"));
    }

    extension(WirePool wire)
    {
        public bool IsIdentified => !string.IsNullOrWhiteSpace(wire.NetworkSlug ?? wire.NetworkId) && !string.IsNullOrWhiteSpace(wire.ContractAddress);

        public string Network => (wire.NetworkSlug ?? wire.NetworkId!).ToLowerInvariant();
    }

    extension(DexPair pair)
    {
        /// <summary>The price of the base token. A pool's volume is not that of the token, which trades elsewhere too.</summary>
        public ProviderQuote ToQuote() => new()
        {
            CoinId = pair.BaseCoinId!,
            Symbol = pair.BaseSymbol,
            Name = pair.BaseName,
            ObservedAt = pair.ObservedAt,
            Location = pair.Location,
            Figures = new MarketFigures { Price = pair.Price, PriceChange24h = pair.PriceChange24h },
        };
    }

    extension(Row<WireNetwork> row)
    {
        public DexNetwork ToNetwork() => new()
        {
            NetworkId = row.Wire.Id!,
            Slug = (row.Wire.NetworkSlug ?? row.Wire.Slug ?? row.Wire.Name ?? row.Wire.Id!).ToLowerInvariant(),
            Name = row.Wire.Name,
            Location = row.Location,
        };
    }
}
