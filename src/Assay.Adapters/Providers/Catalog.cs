using Assay.Adapters.Providers.Binance;
using Assay.Adapters.Providers.CoinGecko;
using Assay.Adapters.Providers.CoinMarketCap;
using Assay.Adapters.Providers.CoinMarketCapDex;
using Assay.Adapters.Providers.CoinPaprika;
using Assay.Adapters.Providers.Csv;
using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace Assay.Adapters.Providers;

/// <summary>Every source that Assay can read. A new one adds a line.</summary>
public static class Catalog
{
    private static readonly ProviderSettings Off = new() { Enabled = false };

    /// <summary>Registers the sources that are switched on; one without settings is off.</summary>
    /// <exception cref="ProviderException">A setting makes no sense to its provider.</exception>
    public static IServiceCollection AddProviders(this IServiceCollection services, IReadOnlyDictionary<SourceId, ProviderSettings> settings)
    {
        return services
            .AddCoinGecko(Of(SourceId.CoinGecko))
            .AddCoinPaprika(Of(SourceId.CoinPaprika))
            .AddCoinMarketCap(Of(SourceId.CoinMarketCap))
            .AddCoinMarketCapDex(Of(SourceId.CoinMarketCapDex))
            .AddBinance(Of(SourceId.Binance))
            .AddCsv(Of(SourceId.Csv));

        ProviderSettings Of(SourceId source) => settings.GetValueOrDefault(source, Off);
    }
}
