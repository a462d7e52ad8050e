using Assay.Adapters.Providers;
using Assay.Adapters.Storage;
using Assay.Board;
using Assay.Candles;
using Assay.Drift;
using Assay.History;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Replay;
using Assay.Server.Scheduling;
using Assay.Storage;

namespace Assay.Server.Configuration;

/// <summary>Puts the parts together, the same for the server and for the commands.</summary>
internal static class Composition
{
    /// <exception cref="SettingsException">A setting makes no sense to the part that it is for.</exception>
    public static IServiceCollection AddAssay(this IServiceCollection services, Settings settings)
    {
        try
        {
            services.AddProviders(settings.Sources).AddStorage(settings.DatabaseUrl, settings.DatabaseReadUrl);
        }
        catch (Exception exception) when (exception is ProviderException or StoreException)
        {
            throw new SettingsException([exception.Message]);
        }

        return services.AddCore(settings);
    }

    private static IServiceCollection AddCore(this IServiceCollection services, Settings settings) => services
        .AddSingleton(settings)
        .AddSingleton(settings.Ingestion)
        .AddSingleton(settings.Upkeep)
        .AddSingleton(TimeProvider.System)
        .AddSingleton<ProviderRegistry>()
        .AddSingleton<IdentityMap>()
        .AddSingleton<MarketBoard>()
        .AddSingleton<Pipeline>()
        .AddSingleton<RunRecorder>()
        .AddSingleton<DriftWatch>()
        .AddSingleton<Requests>()
        .AddSingleton<Pace>()
        .AddSingleton<Rounds>()
        .AddSingleton<FileImporter>()
        .AddSingleton<Backfiller>()
        .AddSingleton<HistoryFiller>()
        .AddSingleton<GapReader>()
        .AddSingleton<OperatorMappings>()
        .AddSingleton<UnresolvedCoins>()
        .AddSingleton<Replayer>()
        .AddSingleton<CandleReader>()
        .AddSingleton<Upkeep>()
        .AddSingleton<Recovery>();

    /// <summary>Brings the database up to date and what is kept in memory with it.</summary>
    /// <exception cref="StoreException">The database cannot be used; the message says why.</exception>
    public static async Task PrepareAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<IDatabase>().MigrateAsync(cancellationToken);
        await services.GetRequiredService<IMarketStore>().RegisterSourcesAsync(
            [.. services.GetRequiredService<ProviderRegistry>().All.Select(provider => provider.Info)], cancellationToken);
        await services.GetRequiredService<Pipeline>().RefreshAsync(cancellationToken);
    }
}
