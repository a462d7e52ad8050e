using System.Net.Sockets;
using System.Security.Authentication;
using Assay.Storage;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Tells errors that pass from those that do not, and turns both into sentences that say what to do.</summary>
internal static class PostgresErrors
{
    /// <summary>Whether it comes from the database or from the way to it.</summary>
    public static bool IsOfDatabase(Exception exception) => exception is NpgsqlException or SocketException or IOException or TimeoutException;

    /// <summary>Whether the same may well succeed a moment later: after a failover, a restart, a deadlock.</summary>
    public static bool IsTransient(Exception? exception) => exception switch
    {
        PostgresException refused => IsTransient(refused.SqlState),
        NpgsqlException { InnerException: AuthenticationException or NotSupportedException } => false,
        NpgsqlException { InnerException: AggregateException several } => several.InnerExceptions.Any(IsTransient),
        NpgsqlException { InnerException: PostgresException refused } => IsTransient(refused.SqlState),
        NpgsqlException or SocketException or IOException or TimeoutException => true, // the connection
        _ => false,
    };

    public static StoreException Explain(Exception exception, NpgsqlConnectionStringBuilder address)
    {
        var refused = exception as PostgresException ?? exception.InnerException as PostgresException
            ?? (exception.InnerException as AggregateException)?.InnerExceptions.OfType<PostgresException>().FirstOrDefault();
        return new StoreException(
            refused is null
                ? $"{Describe(address)} does not answer: {Sentence(Innermost(exception).Message)} Check that the server runs, and host, port and sslmode in its address."
                : Explain(refused, address),
            exception);
    }

    public static string Describe(NpgsqlConnectionStringBuilder address) => $"PostgreSQL database {address.Database} at {address.Host}";

    /// <summary>The reason in short, for logs.</summary>
    public static string Reason(Exception exception) => Sentence(exception is PostgresException refused ? refused.MessageText : Innermost(exception).Message);

    private static bool IsTransient(string state) => state switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => true,
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => true,
        PostgresErrorCodes.TooManyConnections => true,
        PostgresErrorCodes.ReadOnlySqlTransaction => true, // the primary has become a standby
        _ => state.StartsWith("08", StringComparison.Ordinal),
    };

    private static string Explain(PostgresException refused, NpgsqlConnectionStringBuilder address)
    {
        var database = Describe(address);
        return refused.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"{database} does not let the user '{address.Username}' in. Check user and password in its address, and pg_hba.conf on the server.",
            PostgresErrorCodes.InvalidCatalogName =>
                $"There is no database {address.Database} at {address.Host}. Create it on the server, for example with: createdb -O {address.Username ?? "USER"} {address.Database}",
            PostgresErrorCodes.InsufficientPrivilege =>
                $"{database} does not allow this to the user '{address.Username}': {Sentence(refused.MessageText)} Make that user the owner of the database.",
            PostgresErrorCodes.DiskFull => $"The disk of {database} is full. Free some space; nothing that was stored is lost.",
            PostgresErrorCodes.TooManyConnections =>
                $"{database} has no connection left. Raise max_connections on the server, or lower pool_size in the address.",
            PostgresErrorCodes.ReadOnlySqlTransaction => $"{database} can only be read. Name the primary in its address, or all servers: host1,host2.",
            PostgresErrorCodes.QueryCanceled =>
                $"{database} took longer than allowed for a statement. Try again when it has less to do, or allow more with statement_timeout=SECONDS in the address.",
            PostgresErrorCodes.LockNotAvailable =>
                $"{database} is held by another program, such as a backup. Try again when that has finished.",
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn =>
                $"{database} does not have the tables of this program: {Sentence(refused.MessageText)} Bring it up to date with `assay migrate`.",
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted =>
                $"{database} is damaged: {Sentence(refused.MessageText)} Restore it from a backup.",
            _ => $"{database} refused a statement: {Sentence(refused.MessageText)} (SQLSTATE {refused.SqlState})",
        };
    }

    private static Exception Innermost(Exception exception) =>
        exception is AggregateException { InnerExceptions: [var first, ..] } ? Innermost(first)
        : exception.InnerException is { } inner ? Innermost(inner) : exception;

    private static string Sentence(string message) => message.EndsWith('.') ? message : message + ".";
}
