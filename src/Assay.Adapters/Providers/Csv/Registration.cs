using Assay.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace Assay.Adapters.Providers.Csv;

internal static class Registration
{
    /// <summary>Files as a source; needs a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddCsv(this IServiceCollection services, ProviderSettings settings) =>
        settings.Enabled ? services.AddSingleton<IProvider, CsvProvider>() : services;
}
