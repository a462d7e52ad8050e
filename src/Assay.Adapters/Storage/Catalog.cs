using Assay.Adapters.Storage.Postgres;
using Assay.Adapters.Storage.Sqlite;
using Assay.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Assay.Adapters.Storage;

/// <summary>The stores that a DATABASE_URL can name.</summary>
public static class Catalog
{
    /// <param name="services">Where the seams of the store are added.</param>
    /// <param name="databaseUrl">DATABASE_URL.</param>
    /// <param name="readUrl">DATABASE_READ_URL: a replica that answers questions about the past; null where there is none.</param>
    /// <exception cref="StoreException">An address names no store that we know, or makes no sense to it.</exception>
    public static IServiceCollection AddStorage(this IServiceCollection services, string databaseUrl, string? readUrl = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IScratchStores, SqliteScratchStores>();
        if (readUrl is not null && !(IsPostgres(databaseUrl) && IsPostgres(readUrl)))
            throw new StoreException($"DATABASE_READ_URL '{WithoutPassword(readUrl)}' cannot be used: only a PostgreSQL database has replicas, and both addresses begin with postgresql://.");

        return databaseUrl.Split("://", 2) switch
        {
            ["sqlite", { Length: > 0 } path] => services.AddSqlite(path),
            _ when IsPostgres(databaseUrl) => services.AddPostgres(
                ConnectionUrl.Parse("DATABASE_URL", databaseUrl, "primary"),
                readUrl is null ? null : ConnectionUrl.Parse("DATABASE_READ_URL", readUrl, "any")),
            _ => throw new StoreException(
                $"DATABASE_URL '{WithoutPassword(databaseUrl)}' names no store. Known: sqlite://relative/path.db, sqlite:///absolute/path.db, postgresql://user:password@host:5432/name."),
        };
    }

    private static bool IsPostgres(string url) =>
        url.StartsWith("postgresql://", StringComparison.Ordinal) || url.StartsWith("postgres://", StringComparison.Ordinal);

    private static string WithoutPassword(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        var end = url.LastIndexOf('@');
        return start >= 0 && end > start ? $"{url[..start]}://***{url[end..]}" : url;
    }
}
