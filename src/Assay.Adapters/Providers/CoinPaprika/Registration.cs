using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assay.Adapters.Providers.CoinPaprika;

internal static class Registration
{
    private const long FreeCredits = 20_000;

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
            // At another address another's limits hold; with a key the plan says it itself, see the task quota.
            var credits = settings.MonthlyCredits ?? (hasKey || settings.BaseUrl is not null ? null : FreeCredits);
            var api = new ApiClient(
                SourceId.CoinPaprika, http, settings with { MonthlyCredits = credits }, provider.GetRequiredService<TimeProvider>(), logger, new CoinPaprikaDialect());
            return new CoinPaprikaProvider(api, settings.ApiKey);
        });
    }
}
