using Assay.Adapters.Providers.CoinMarketCap;
using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace Assay.Adapters.Providers.CoinMarketCapDex;

internal static class Registration
{
    public static IServiceCollection AddCoinMarketCapDex(this IServiceCollection services, ProviderSettings settings) => !settings.Enabled
        ? services
        : services.AddSingleton<IProvider>(provider => new CoinMarketCapDexProvider(
            Connection.Open(SourceId.CoinMarketCapDex, settings, provider), provider.GetRequiredService<TimeProvider>()));
}
