using Assay.Adapters.Storage.Sqlite;
using Assay.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Assay.Adapters.Storage;

/// <summary>The stores that a DATABASE_URL can name.</summary>
public static class Catalog
{
    /// <exception cref="StoreException">The address names no store that we know.</exception>
    public static IServiceCollection AddStorage(this IServiceCollection services, string databaseUrl)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IScratchStores, SqliteScratchStores>();
        return databaseUrl.Split("://", 2) switch
        {
            ["sqlite", { Length: > 0 } path] => services.AddSqlite(path),
            _ => throw new StoreException(
                $"DATABASE_URL '{WithoutPassword(databaseUrl)}' names no store. Known: sqlite://relative/path.db, sqlite:///absolute/path.db."),
        };
    }

    private static string WithoutPassword(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        var end = url.LastIndexOf('@');
        return start >= 0 && end > start ? $"{url[..start]}://***{url[end..]}" : url;
    }
}
