using Assay.Facts;
using Assay.Providers;

namespace Assay.Adapters.Providers.CoinMarketCap;

/// <summary>Coins and their prices.</summary>
internal static class Mapping
{
    extension(Row<WireCoin> row)
    {
        /// <summary>A coin that is followed no more keeps its last price, which may be years old.</summary>
        public bool IsInactive => row.Wire.IsActive is 0;

        public ProviderQuote ToQuote() => new()
        {
            CoinId = row.Wire.Id!,
            Symbol = row.Wire.Symbol,
            Name = row.Wire.Name,
            ObservedAt = row.Wire.Quote?.LastUpdated ?? row.Wire.LastUpdated,
            Location = row.Location,
            Figures = new MarketFigures
            {
                Price = row.Wire.Quote?.Price,
                MarketCap = row.Wire.Quote?.MarketCap,
                Volume24h = row.Wire.Quote?.Volume24h,
                PriceChange24h = row.Wire.Quote?.PercentChange24h,
                PriceChange7d = row.Wire.Quote?.PercentChange7d,
                CirculatingSupply = row.Wire.CirculatingSupply,
                TotalSupply = row.Wire.TotalSupply,
                MaxSupply = row.Wire.MaxSupply,
                Rank = row.Wire.CmcRank,
            },
        };

        public Rejection RejectInactive() => new(
            row.Wire.Id, RejectionReason.CoinInactive,
            FormattableString.Invariant($"CoinMarketCap no longer follows this coin, which is traded on {row.Wire.NumMarketPairs ?? 0} markets."),
            row.Location.ToString(),
            FormattableString.Invariant($"id={row.Wire.Id} symbol={row.Wire.Symbol} name={row.Wire.Name} price={row.Wire.Quote?.Price} last_updated={row.Wire.LastUpdated:O}"));
    }

    extension(Row<WireListed> row)
    {
        public ProviderAsset ToAsset()
        {
            var contracts = new Dictionary<string, string>(StringComparer.Ordinal);
            AddContract(contracts, row.Wire.Platform?.Slug ?? row.Wire.Platform?.Name, row.Wire.Platform?.TokenAddress);
            return new ProviderAsset(row.Wire.Id!, row.Wire.Symbol, row.Wire.Name, contracts);
        }
    }

    extension(Row<WireInfo> row)
    {
        public CoinMetadata ToMetadata() => new()
        {
            CoinId = row.Wire.Id!,
            Symbol = row.Wire.Symbol,
            Name = row.Wire.Name,
            Description = row.Wire.Description,
            ImageUrl = row.Wire.Logo,
            Categories = row.Wire.TagNames is { Count: > 0 } names ? names : row.Wire.Tags,
            Links = LinksOf(row.Wire.Urls ?? new WireUrls()),
            Contracts = ContractsOf(row.Wire),
            Location = row.Location,
        };
    }

    extension(Row<WireExchange> row)
    {
        public Exchange ToExchange() => new()
        {
            ExchangeId = row.Wire.Id!,
            Name = row.Wire.Name,
            Rank = row.Wire.Rank,
            Volume24h = row.Wire.Quote?.Volume24h,
            TrustScore = row.Wire.ExchangeScore,
            YearEstablished = row.Wire.DateLaunched?.Year,
            Location = row.Location,
        };
    }

    extension(Row<WireGlobal> row)
    {
        /// <summary>Null where the answer does not say when its figures held.</summary>
        public GlobalMarket? ToGlobalMarket() => (row.Wire.Quote?.LastUpdated ?? row.Wire.LastUpdated) is not { } time ? null : new GlobalMarket
        {
            ObservedAt = time,
            MarketCap = row.Wire.Quote?.TotalMarketCap,
            Volume24h = row.Wire.Quote?.TotalVolume24h,
            MarketCapChange24h = row.Wire.Quote?.TotalMarketCapYesterdayPercentageChange,
            BitcoinDominance = row.Wire.BtcDominance,
            EtherDominance = row.Wire.EthDominance,
            ActiveCoins = Count(row.Wire.ActiveCryptocurrencies),
            Markets = Count(row.Wire.ActiveExchanges),
            Location = row.Location,
        };
    }

    private static Dictionary<string, string> LinksOf(WireUrls urls)
    {
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(links, "homepage", urls.Website);
        Add(links, "whitepaper", urls.TechnicalDoc);
        Add(links, "source_code", urls.SourceCode);
        Add(links, "explorer", urls.Explorer);
        Add(links, "twitter", urls.Twitter);
        Add(links, "reddit", urls.Reddit);
        Add(links, "facebook", urls.Facebook);
        Add(links, "forum", urls.MessageBoard);
        Add(links, "announcement", urls.Announcement);
        foreach (var chat in urls.Chat)
            links.TryAdd(KindOfChat(chat), chat);
        return links;
    }

    private static string KindOfChat(string address) =>
        address.Contains("//t.me/", StringComparison.OrdinalIgnoreCase) ? "telegram"
        : address.Contains("//discord.", StringComparison.OrdinalIgnoreCase) ? "discord"
        : "chat";

    private static Dictionary<string, string> ContractsOf(WireInfo wire)
    {
        var contracts = new Dictionary<string, string>(StringComparer.Ordinal);
        AddContract(contracts, wire.Platform?.Name, wire.Platform?.TokenAddress);
        foreach (var contract in wire.ContractAddress ?? [])
            AddContract(contracts, contract?.Platform?.Name, contract?.ContractAddress);
        return contracts;
    }

    /// <summary>The first of several addresses.</summary>
    private static void Add(Dictionary<string, string> links, string kind, IReadOnlyList<string> addresses)
    {
        if (addresses is [var first, ..])
            links[kind] = first;
    }

    private static void AddContract(Dictionary<string, string> contracts, string? platform, string? address)
    {
        if (!string.IsNullOrWhiteSpace(platform) && !string.IsNullOrWhiteSpace(address))
            contracts[platform] = ContractAddress.OneSpelling(address);
    }

    private static long? Count(double? number) => number is >= 0 and < long.MaxValue ? (long)number : null;
}
