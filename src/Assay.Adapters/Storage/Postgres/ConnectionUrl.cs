using System.Globalization;
using Assay.Storage;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>
/// Reads addresses such as <c>postgresql://user:password@host1:5432,host2:5432/name?sslmode=require</c>, in the spelling of libpq,
/// which psql and every hosting company use.
/// </summary>
internal static class ConnectionUrl
{
    private const int DefaultPort = 5432;

    private static readonly Dictionary<string, SslMode> SslModes = new()
    {
        ["disable"] = SslMode.Disable,
        ["allow"] = SslMode.Allow,
        ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require,
        ["verify-ca"] = SslMode.VerifyCA,
        ["verify-full"] = SslMode.VerifyFull,
    };

    private static readonly Dictionary<string, ChannelBinding> ChannelBindings = new()
    {
        ["disable"] = ChannelBinding.Disable,
        ["prefer"] = ChannelBinding.Prefer,
        ["require"] = ChannelBinding.Require,
    };

    private static readonly Dictionary<string, string> Sessions = new[] { "any", "primary", "standby", "prefer-primary", "prefer-standby", "read-write", "read-only" }
        .ToDictionary(name => name);

    private static readonly Dictionary<string, Action<NpgsqlConnectionStringBuilder, string>> Parameters = new()
    {
        ["sslmode"] = (builder, value) => builder.SslMode = Choice(value, SslModes),
        ["sslrootcert"] = (builder, value) => builder.RootCertificate = value,
        ["channel_binding"] = (builder, value) => builder.ChannelBinding = Choice(value, ChannelBindings),
        ["target_session_attrs"] = (builder, value) => builder.TargetSessionAttributes = Choice(value, Sessions),
        ["application_name"] = (builder, value) => builder.ApplicationName = value,
        ["connect_timeout"] = (builder, value) => builder.Timeout = Number(value, 1, 600),
        ["statement_timeout"] = (builder, value) => SetStatementTimeout(builder, Number(value, 1, 86_400)),
        ["pool_size"] = (builder, value) => builder.MaxPoolSize = Number(value, 2, 1000),
    };

    /// <param name="setting">The setting that holds the address, for messages.</param>
    /// <param name="url">The address with its scheme.</param>
    /// <exception cref="StoreException">It makes no sense; the message does not repeat the password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string setting, string url)
    {
        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var (address, query) = Cut(rest, rest.IndexOf('?', StringComparison.Ordinal));
        var (user, place) = address.LastIndexOf('@') is var at and >= 0 ? (address[..at], address[(at + 1)..]) : ("", address);
        var (hosts, name) = Cut(place, place.IndexOf('/', StringComparison.Ordinal));
        if (name.Length == 0)
            throw new StoreException($"{setting} names no database. Write it as postgresql://user:password@host:5432/name.");

        var builder = Defaults();
        var (userName, password) = Cut(user, user.IndexOf(':', StringComparison.Ordinal));
        builder.Host = Hosts(setting, hosts);
        builder.Database = Uri.UnescapeDataString(name);
        builder.Username = userName.Length > 0 ? Uri.UnescapeDataString(userName) : null;
        builder.Password = password.Length > 0 ? Uri.UnescapeDataString(password) : null;
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
            Apply(setting, builder, pair);
        return builder;
    }

    private static NpgsqlConnectionStringBuilder Defaults()
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            ApplicationName = "assay",
            MaxPoolSize = 20,
            Timeout = 5,
            KeepAlive = 30,
            HostRecheckSeconds = 2, // after a failover the new primary is to be found at once
            GssEncryptionMode = GssEncryptionMode.Disable,
            IncludeErrorDetail = false, // it repeats what stands in the rows
        };
        SetStatementTimeout(builder, seconds: 60);
        return builder;
    }

    private static void SetStatementTimeout(NpgsqlConnectionStringBuilder builder, int seconds)
    {
        builder.Options = string.Create(CultureInfo.InvariantCulture,
            $"-c statement_timeout={seconds}s -c lock_timeout={Math.Min(seconds, 30)}s -c idle_in_transaction_session_timeout={seconds}s -c jit=off");
        builder.CommandTimeout = seconds + 10; // the server gives up first and says so; this is for a server that says nothing
    }

    private static string Hosts(string setting, string text)
    {
        var hosts = text.Split(',').Select(host => Uri.UnescapeDataString(host)).Select(host => host.Length == 0 ? "localhost" : host).ToArray();
        foreach (var host in hosts)
        {
            var port = host.AsSpan(host.LastIndexOf(']') + 1); // an IPv6 address has colons of its own
            if (port.LastIndexOf(':') is var colon and >= 0 && !ushort.TryParse(port[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
                throw new StoreException($"{setting} names the host '{host}', whose port is no number from 1 to 65535.");
        }

        return string.Join(',', hosts.Select(host => host.AsSpan(host.LastIndexOf(']') + 1).Contains(':') || host.StartsWith('/') ? host : $"{host}:{DefaultPort}"));
    }

    private static void Apply(string setting, NpgsqlConnectionStringBuilder builder, string pair)
    {
        var (name, value) = Cut(pair, pair.IndexOf('=', StringComparison.Ordinal));
        if (!Parameters.TryGetValue(name, out var apply))
            throw new StoreException($"{setting} has a parameter '{name}' that Assay does not know. Known: {string.Join(", ", Parameters.Keys)}.");

        try
        {
            apply(builder, Uri.UnescapeDataString(value));
        }
        catch (FormatException exception)
        {
            throw new StoreException($"{setting} has {name}={value}. It must be {exception.Message}.", exception);
        }
    }

    private static T Choice<T>(string value, Dictionary<string, T> choices) =>
        choices.TryGetValue(value, out var choice) ? choice : throw new FormatException($"one of {string.Join(", ", choices.Keys)}");

    private static int Number(string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"a whole number from {least} to {most}");

    /// <summary>What stands before and behind the character at the index; all and nothing if there is none.</summary>
    private static (string Before, string Behind) Cut(string text, int index) => index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
}
