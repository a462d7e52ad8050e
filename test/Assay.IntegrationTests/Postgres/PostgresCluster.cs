using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Assay.IntegrationTests.Postgres;

/// <summary>A PostgreSQL server of the tests' own: a private data folder and a port on loopback. It refuses to run as root, so then another user runs it.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string User = "assay";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("assay-pg-");

    private PostgresCluster() => Port = FreePort();

    public int Port { get; }

    public string LogFile => Path.Combine(_folder.FullName, "log");

    private string DataFolder => Path.Combine(_folder.FullName, "data");

    /// <exception cref="InvalidOperationException">There is no PostgreSQL on this machine, or it does not start; the message has its words.</exception>
    public static async Task<PostgresCluster> StartAsync(params string[] settings)
    {
        var cluster = new PostgresCluster();
        try
        {
            await cluster.CreateAsync(settings);
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public string Url(string database, string parameters = "") => $"postgresql://{User}@127.0.0.1:{Port}/{database}{parameters}";

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

    /// <summary>An empty database with a name of its own.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"assay_{Guid.NewGuid():N}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        return name;
    }

    /// <summary>Removes it, whoever is connected.</summary>
    public Task DropDatabaseAsync(string name) => ExecuteAsync("postgres", $"DROP DATABASE {name} WITH (FORCE)");

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

    public async Task StartAsync() =>
        await RunAsync("pg_ctl", "start", "--wait", "--silent", "--timeout=60", $"--pgdata={DataFolder}", $"--log={LogFile}");

    /// <param name="mode">fast, or immediate as in a crash.</param>
    public Task StopAsync(string mode) => RunAsync("pg_ctl", "stop", "--wait", "--silent", $"--mode={mode}", $"--pgdata={DataFolder}");

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(DataFolder, "postmaster.pid")))
            await StopAsync("immediate");
        _folder.Delete(recursive: true);
    }

    private async Task CreateAsync(string[] settings)
    {
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "postgres", _folder.FullName);
        await RunAsync("initdb", $"--pgdata={DataFolder}", $"--username={User}", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions");
        await File.AppendAllLinesAsync(Path.Combine(DataFolder, "postgresql.conf"),
        [
            "listen_addresses = '127.0.0.1'",
            $"port = {Port}",
            $"unix_socket_directories = '{_folder.FullName}'",
            "log_line_prefix = '%d %a: '",
            "max_connections = 200",
            "shared_buffers = 256MB",
            "max_wal_size = 4GB",
            .. settings,
        ]);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        string[] command = Environment.IsPrivilegedProcess && program != "chown" ? ["runuser", "-u", "postgres", "--", Find(program)] : [Find(program)];
        start.FileName = command[0];
        foreach (var argument in command.Skip(1).Concat(arguments))
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        // Not to the end of its output: the server that pg_ctl leaves behind holds it open.
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(90));
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed: {await process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Debian keeps its programs apart, by version.</summary>
    private static string Find(string program)
    {
        var folders = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)).Select(folder => Path.Combine(folder, "bin"))
            : [];
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists) ?? program;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
