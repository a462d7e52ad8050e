using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assay.Adapters.Providers.CoinGecko;

internal static class Registration
{
    public static IServiceCollection AddCoinGecko(this IServiceCollection services, ProviderSettings settings)
    {
        if (!settings.Enabled)
            return services;

        var plan = CoinGeckoPlan.Of(settings.Plan);
        return services.AddSingleton<IProvider>(provider =>
        {
            var http = ApiClient.CreateHttpClient(settings.BaseUrl ?? plan.Address);
            if (plan.Header is not null)
                http.AddKey(SourceId.CoinGecko, plan.Header, settings.ApiKey);
            var logger = provider.GetRequiredService<ILogger<ApiClient>>();
            // At another address another's limits hold.
            var credits = settings.MonthlyCredits ?? (settings.BaseUrl is null ? plan.Credits : null);
            var api = new ApiClient(SourceId.CoinGecko, http, settings with { MonthlyCredits = credits }, provider.GetRequiredService<TimeProvider>(), logger);
            return new CoinGeckoProvider(api, settings.ApiKey, plan);
        });
    }
}
