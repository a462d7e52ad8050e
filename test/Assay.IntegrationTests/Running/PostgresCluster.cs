using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Assay.IntegrationTests.Running;

/// <summary>A real PostgreSQL of our own: a folder, a free port of the loopback interface, and a user that is not root, since PostgreSQL refuses that one.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string User = "assay";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly string _data;

    private PostgresCluster(string folder, string data, int port) => (_folder, _data, Port) = (folder, data, port);

    public int Port { get; private set; }

    public string LogFile => Path.Combine(_folder, "log");

    /// <summary>Why none can be started here; null where that is possible.</summary>
    public static string? Missing => Programs is null ? "PostgreSQL is not installed: no initdb in /usr/lib/postgresql/*/bin or in PATH." : null;

    private static string? Programs { get; } = FindPrograms();

    private static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>Makes a cluster and starts it.</summary>
    /// <param name="data">Where its data lies, for example a small disk; by default a folder of its own.</param>
    /// <param name="settings">Lines for postgresql.conf.</param>
    public static async Task<PostgresCluster> StartAsync(string? data = null, params string[] settings)
    {
        if (Missing is not null)
            throw new InvalidOperationException(Missing);

        var folder = Directory.CreateTempSubdirectory("assay-pg-").FullName;
        data ??= Path.Combine(folder, "data");
        if (IsRoot)
            await RunAsync("chown", "postgres", folder);

        await RunProgramAsync("initdb", "-D", data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-instructions");
        var cluster = new PostgresCluster(folder, data, 0);
        await cluster.ConfigureAsync(settings);
        await cluster.StartServerAsync();
        return cluster;
    }

    /// <summary>A hot standby of this cluster, which receives all that it writes.</summary>
    public async Task<PostgresCluster> FollowAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("assay-pg-").FullName;
        if (IsRoot)
            await RunAsync("chown", "postgres", folder);
        var data = Path.Combine(folder, "data");
        await RunProgramAsync(
            "pg_basebackup", "-D", data, "-R", "-X", "stream", "-c", "fast", "-d",
            $"host=127.0.0.1 port={Port} user={User} application_name=standby");
        var standby = new PostgresCluster(folder, data, 0);
        await standby.ConfigureAsync(settings);
        await standby.StartServerAsync();
        return standby;
    }

    /// <summary>An empty database with a name of its own.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"assay_{Guid.NewGuid():N}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        return name;
    }

    /// <summary>Removes it, whoever is connected.</summary>
    public Task DropDatabaseAsync(string name) => ExecuteAsync("postgres", $"DROP DATABASE {name} WITH (FORCE)");

    /// <summary>For DATABASE_URL.</summary>
    public string Url(string database, int? port = null) => $"postgresql://{User}@127.0.0.1:{port ?? Port}/{database}";

    /// <summary>For Npgsql.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = User,
        Database = database,
        Pooling = false,
        GssEncryptionMode = GssEncryptionMode.Disable,
        IncludeErrorDetail = true,
    }.ConnectionString;

    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<List<T>> ReadAsync<T>(string database, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var row = await command.ExecuteReaderAsync();
        var found = new List<T>();
        while (await row.ReadAsync())
            found.Add(read(row));
        return found;
    }

    /// <summary>Ends it as if it had crashed: no checkpoint, open transactions are lost.</summary>
    public Task StopImmediatelyAsync() => ControlAsync("stop", "-m", "immediate");

    public Task RestartAsync() => ControlAsync("start", "-w", "-l", LogFile);

    /// <summary>Starts it again if it has given up by itself.</summary>
    public async Task EnsureRunningAsync()
    {
        try
        {
            await ControlAsync("status");
        }
        catch (InvalidOperationException)
        {
            await RestartAsync();
        }
    }

    /// <summary>Changes settings of the running server.</summary>
    public async Task SetAsync(params string[] settings)
    {
        await AppendAsync(settings);
        await ControlAsync("reload");
    }

    /// <summary>Makes a standby the primary.</summary>
    public Task PromoteAsync() => ControlAsync("promote", "-w");

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (File.Exists(Path.Combine(_data, "postmaster.pid")))
                await ControlAsync("stop", "-m", "immediate");
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string? FindPrograms() =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")) : [])
            .Concat(Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [])
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

    private Task ConfigureAsync(string[] settings) => AppendAsync([
        "listen_addresses = '127.0.0.1'", $"unix_socket_directories = '{_folder}'", "max_connections = 200", "shared_buffers = 256MB", "log_min_messages = fatal", .. settings]);

    private async Task AppendAsync(string[] lines)
    {
        var configuration = Path.Combine(_data, "postgresql.conf");
        await File.AppendAllLinesAsync(configuration, lines, CancellationToken.None);
    }

    /// <summary>Somebody else may take a port that was free a moment ago; then another one is tried.</summary>
    private async Task StartServerAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            Port = FreePort();
            await AppendAsync([$"port = {Port}"]);
            try
            {
                await RestartAsync();
                return;
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                // tried again with another port
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task ControlAsync(string what, params string[] arguments) =>
        RunProgramAsync("pg_ctl", [what, "-D", _data, "-t", Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture), "-s", .. arguments]);

    private static Task RunProgramAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs!, program);
        return IsRoot ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // Its output goes to a file that nobody reads: a server would inherit a pipe and keep it open.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments])
        {
            WorkingDirectory = "/",
        })!;
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience * 2, TimeProvider.System);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
