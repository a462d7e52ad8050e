using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assay.Adapters.Providers.CoinGecko;

internal static class Registration
{
    private static readonly Uri PublicApi = new("https://api.coingecko.com/api/v3");
    private static readonly Uri ProApi = new("https://pro-api.coingecko.com/api/v3");

    public static IServiceCollection AddCoinGecko(this IServiceCollection services, ProviderSettings settings)
    {
        if (!settings.Enabled)
            return services;

        var (address, header) = PlanOf(settings);
        return services.AddSingleton<IProvider>(provider =>
        {
            var http = ApiClient.CreateHttpClient(settings.BaseUrl ?? address);
            if (header is not null)
                http.AddKey(SourceId.CoinGecko, header, settings.ApiKey);
            var logger = provider.GetRequiredService<ILogger<ApiClient>>();
            var api = new ApiClient(SourceId.CoinGecko, http, settings, provider.GetRequiredService<TimeProvider>(), logger);
            return new CoinGeckoProvider(api, settings.ApiKey);
        });
    }

    private static (Uri Address, string? Header) PlanOf(ProviderSettings settings) => settings.Plan switch
    {
        null or "" or "public" => (PublicApi, null),
        "demo" => (PublicApi, "x-cg-demo-api-key"),
        "pro" => (ProApi, "x-cg-pro-api-key"),
        var plan => throw new ProviderException($"CoinGecko has no plan called '{plan}'. Known: public, demo, pro."),
    };
}
