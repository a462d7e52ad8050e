using Assay.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

internal static class PostgresRegistration
{
    public static IServiceCollection AddPostgres(
        this IServiceCollection services, NpgsqlConnectionStringBuilder address, NpgsqlConnectionStringBuilder? readAddress) => services
        .AddSingleton(provider => new PostgresDatabase(
            address, readAddress, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresDatabase>>()))
        .AddSingleton<IDatabase>(provider => provider.GetRequiredService<PostgresDatabase>())
        .AddSingleton<Writer>()
        .AddSingleton<IRawStore, PostgresRawStore>()
        .AddSingleton<IMarketStore, PostgresMarketStore>()
        .AddSingleton<IAssetStore, PostgresAssetStore>()
        .AddSingleton<IHistoryStore, PostgresHistoryStore>()
        .AddSingleton<IRunBook, PostgresRunBook>()
        .AddSingleton<ICoverageStore, PostgresCoverageStore>()
        .AddSingleton<IRowStore, PostgresRowStore>()
        .AddSingleton<IFactStore, PostgresFactStore>()
        .AddSingleton<IMaintenance, PostgresMaintenance>();
}
