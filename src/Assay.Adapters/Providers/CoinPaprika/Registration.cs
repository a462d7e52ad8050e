using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assay.Adapters.Providers.CoinPaprika;

internal static class Registration
{
    private static readonly Uri FreeApi = new("https://api.coinpaprika.com/v1");
    private static readonly Uri PaidApi = new("https://api-pro.coinpaprika.com/v1");

    public static IServiceCollection AddCoinPaprika(this IServiceCollection services, ProviderSettings settings)
    {
        if (!settings.Enabled)
            return services;

        return services.AddSingleton<IProvider>(provider =>
        {
            var hasKey = !string.IsNullOrWhiteSpace(settings.ApiKey);
            var http = ApiClient.CreateHttpClient(settings.BaseUrl ?? (hasKey ? PaidApi : FreeApi));
            if (hasKey)
                http.AddKey(SourceId.CoinPaprika, "Authorization", settings.ApiKey); // bare, without "Bearer"
            var logger = provider.GetRequiredService<ILogger<ApiClient>>();
            var api = new ApiClient(SourceId.CoinPaprika, http, settings, provider.GetRequiredService<TimeProvider>(), logger);
            return new CoinPaprikaProvider(api, settings.ApiKey);
        });
    }
}
