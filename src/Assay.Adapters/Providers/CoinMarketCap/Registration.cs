using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace Assay.Adapters.Providers.CoinMarketCap;

internal static class Registration
{
    public static IServiceCollection AddCoinMarketCap(this IServiceCollection services, ProviderSettings settings) => !settings.Enabled
        ? services
        : services.AddSingleton<IProvider>(provider => new CoinMarketCapProvider(
            Connection.Open(SourceId.CoinMarketCap, settings, provider), provider.GetRequiredService<TimeProvider>()));
}
