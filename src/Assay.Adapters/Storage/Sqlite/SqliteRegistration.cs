using Assay.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assay.Adapters.Storage.Sqlite;

internal static class SqliteRegistration
{
    public static IServiceCollection AddSqlite(this IServiceCollection services, string path) => services
        .AddSingleton(provider => new SqliteDatabase(
            Path.GetFullPath(path), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteDatabase>>()))
        .AddSingleton<IDatabase>(provider => provider.GetRequiredService<SqliteDatabase>())
        .AddSingleton<IRawStore, SqliteRawStore>()
        .AddSingleton<IMarketStore, SqliteMarketStore>()
        .AddSingleton<IAssetStore, SqliteAssetStore>()
        .AddSingleton<IHistoryStore, SqliteHistoryStore>()
        .AddSingleton<IRunBook, SqliteRunBook>()
        .AddSingleton<ICoverageStore, SqliteCoverageStore>()
        .AddSingleton<IRowStore, SqliteRowStore>()
        .AddSingleton<IFactStore, SqliteFactStore>()
        .AddSingleton<IMaintenance, SqliteMaintenance>()
        .AddSingleton<IBackup, SqliteBackup>();
}
