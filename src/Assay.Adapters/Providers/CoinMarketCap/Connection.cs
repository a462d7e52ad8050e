using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assay.Adapters.Providers.CoinMarketCap;

/// <summary>How CoinMarketCap is reached, for both of its APIs.</summary>
/// <param name="api">The way to ask.</param>
/// <param name="apiKey">Without one only what is open to everybody can be asked.</param>
/// <param name="plan">The plan of the key.</param>
internal sealed class Connection(ApiClient api, string? apiKey, CoinMarketCapPlan plan)
{
    private const string OpenPrefix = "public-api/";

    /// <summary>What the free plan with a key gives, until the API itself tells.</summary>
    private const int BasicPlanCredits = 15_000;

    private static readonly Uri Address = new("https://pro-api.coinmarketcap.com");

    public ApiClient Api => api;

    /// <summary>Only to keep it out of messages.</summary>
    public string? ApiKey => apiKey;

    public CoinMarketCapPlan Plan => HasKey ? plan : CoinMarketCapPlan.Keyless;

    public bool HasKey { get; } = IsKey(apiKey);

    public static Connection Open(SourceId source, ProviderSettings settings, IServiceProvider services)
    {
        var hasKey = IsKey(settings.ApiKey);
        var http = ApiClient.CreateHttpClient(settings.BaseUrl ?? Address);
        if (hasKey)
            http.AddKey(source, "X-CMC_PRO_API_KEY", settings.ApiKey);
        if (hasKey && settings is { BaseUrl: null, MonthlyCredits: null })
            settings = settings with { MonthlyCredits = BasicPlanCredits };

        var logger = services.GetRequiredService<ILogger<ApiClient>>();
        var clock = services.GetRequiredService<TimeProvider>();
        return new Connection(new ApiClient(source, http, settings, clock, logger, new CoinMarketCapDialect()), settings.ApiKey, CoinMarketCapPlan.Of(settings.Plan));
    }

    /// <summary>Asks an endpoint; each has a circuit of its own.</summary>
    public Task<RawPayload> GetAsync(string task, string endpoint, string query, CancellationToken cancellationToken) =>
        api.GetAsync(task, endpoint, (HasKey ? "" : OpenPrefix) + endpoint + query, cancellationToken);

    /// <summary>Asks what the plan allows and gives, and goes by it from then on. That costs nothing.</summary>
    public async Task<RawPayload> GetQuotaAsync(CancellationToken cancellationToken)
    {
        var payload = await GetAsync(FetchTask.Quota, KeyInfo.Endpoint, "", cancellationToken);
        if (KeyInfo.QuotaOf(payload) is { } quota)
            api.Report(quota);
        return payload;
    }

    private static bool IsKey(string? text) => !string.IsNullOrWhiteSpace(text);
}
