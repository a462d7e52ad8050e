using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assay.Adapters.Providers.CoinGecko;

internal static class Registration
{
    private const long DemoCredits = 10_000;

    private static readonly Uri PublicApi = new("https://api.coingecko.com/api/v3");
    private static readonly Uri ProApi = new("https://pro-api.coingecko.com/api/v3");

    public static IServiceCollection AddCoinGecko(this IServiceCollection services, ProviderSettings settings)
    {
        if (!settings.Enabled)
            return services;

        var plan = PlanOf(settings);
        return services.AddSingleton<IProvider>(provider =>
        {
            var http = ApiClient.CreateHttpClient(settings.BaseUrl ?? plan.Address);
            if (plan.Header is not null)
                http.AddKey(SourceId.CoinGecko, plan.Header, settings.ApiKey);
            var logger = provider.GetRequiredService<ILogger<ApiClient>>();
            // At another address another's limits hold.
            var credits = settings.MonthlyCredits ?? (settings.BaseUrl is null ? plan.Credits : null);
            var api = new ApiClient(SourceId.CoinGecko, http, settings with { MonthlyCredits = credits }, provider.GetRequiredService<TimeProvider>(), logger);
            return new CoinGeckoProvider(api, settings.ApiKey, hasPlan: plan.Header is not null);
        });
    }

    private static Plan PlanOf(ProviderSettings settings) => settings.Plan switch
    {
        null or "" or "public" => new Plan(PublicApi, null, null),
        "demo" => new Plan(PublicApi, "x-cg-demo-api-key", DemoCredits),
        "pro" => new Plan(ProApi, "x-cg-pro-api-key", null), // it says itself how many, see the task quota
        var plan => throw new ProviderException($"CoinGecko has no plan called '{plan}'. Known: public, demo, pro."),
    };

    private sealed record Plan(Uri Address, string? Header, long? Credits);
}
