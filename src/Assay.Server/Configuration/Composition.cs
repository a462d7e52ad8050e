using Assay.Adapters.Providers;
using Assay.Adapters.Storage;
using Assay.Board;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Server.Scheduling;
using Assay.Storage;

namespace Assay.Server.Configuration;

/// <summary>Puts the parts together, the same for the server and for the commands.</summary>
internal static class Composition
{
    public static IServiceCollection AddAssay(this IServiceCollection services, Settings settings) => services
        .AddSingleton(settings)
        .AddSingleton(settings.Ingestion)
        .AddSingleton(TimeProvider.System)
        .AddProviders(settings.Sources)
        .AddStorage(settings.DatabaseUrl)
        .AddSingleton<ProviderRegistry>()
        .AddSingleton<IdentityMap>()
        .AddSingleton<MarketBoard>()
        .AddSingleton<Pipeline>()
        .AddSingleton<RunRecorder>()
        .AddSingleton<Rounds>()
        .AddSingleton<FileImporter>()
        .AddSingleton<Recovery>();

    /// <summary>Brings the database up to date and what is kept in memory with it.</summary>
    /// <exception cref="StoreException">The database cannot be used; the message says why.</exception>
    public static async Task PrepareAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<IDatabase>().MigrateAsync(cancellationToken);
        await services.GetRequiredService<IMarketStore>().RegisterSourcesAsync(
            [.. services.GetRequiredService<ProviderRegistry>().All.Select(provider => provider.Info)], cancellationToken);
        await services.ReloadAsync(cancellationToken);
    }

    /// <summary>Reads identities and latest quotes again.</summary>
    public static async Task ReloadAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<IMarketStore>();
        await store.HasChangedElsewhereAsync(cancellationToken); // what is written from here on is news again

        var identity = services.GetRequiredService<IdentityMap>();
        await identity.LoadAsync(services.GetRequiredService<IAssetStore>(), cancellationToken);

        var latest = await store.ReadLatestAsync(cancellationToken).ToListAsync(cancellationToken);
        services.GetRequiredService<MarketBoard>().Apply(latest, identity.Find);
    }
}
