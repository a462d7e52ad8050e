using Assay.Server.Admin;
using Assay.Server.Facts;
using Assay.Server.Health;

namespace Assay.Server.Http;

/// <summary>What all endpoints share: JSON, problems, validation, the API document.</summary>
internal static class HttpApi
{
    public static void AddHttpApi(this IServiceCollection services)
    {
        services.AddValidation();
        services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Assay";
            document.Info.Version = ProgramVersion.Text;
            document.Info.Description = "Market data of your own, proven against several sources. Money is in USD, changes are percent, times are UTC.";
            return Task.CompletedTask;
        }));
        services.AddExceptionHandler<Problems>();
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>().AddProblemDetails();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // so that Problems can name the parameter
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));

        services.AddSingleton<KnownSources>();
        services.AddSingleton<CoinLookup>();
        services.AddSingleton<FactReader>();
        services.AddSingleton<HealthCheck>();
        services.AddSingleton<AdminGate>();
    }

    /// <summary>Tells a person with a browser or curl what there is.</summary>
    public static void MapIndex(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/", () => TypedResults.Ok(new Index(
            "Assay", "Market data of your own, proven against several sources.",
            ["/data", "/stats", "/stats?coin=bitcoin", "/deviation?coin=bitcoin", "/health", "/api/v1/cryptos", "/api/v1/runs", "/api/v1/sources", "/api/v1/rejected", "/api/v1/mappings/unresolved", "/api/v1/exchanges", "/api/v1/trending", "/api/v1/global", "/api/v1/dex/pairs", "/api/v1/drift", "/openapi/v1.json"])))
            .ExcludeFromDescription();

    private sealed record Index(string Name, string Summary, IReadOnlyList<string> Endpoints);
}
