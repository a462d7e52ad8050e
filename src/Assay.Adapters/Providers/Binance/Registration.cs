using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assay.Adapters.Providers.Binance;

internal static class Registration
{
    private static readonly Uri Api = new("https://api.binance.us");

    public static IServiceCollection AddBinance(this IServiceCollection services, ProviderSettings settings)
    {
        if (!settings.Enabled)
            return services;

        return services.AddSingleton<IProvider>(provider =>
        {
            var http = ApiClient.CreateHttpClient(settings.BaseUrl ?? Api);
            var logger = provider.GetRequiredService<ILogger<ApiClient>>();
            return new BinanceProvider(new ApiClient(SourceId.Binance, http, settings, provider.GetRequiredService<TimeProvider>(), logger, new BinanceDialect()));
        });
    }
}
