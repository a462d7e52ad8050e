using Assay.IntegrationTests.Killing;
using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests.Faults;

/// <summary>A server that stores what a lively simulator tells, once a second, with a client that remembers what it was served and an auditor who looks at the database.</summary>
internal sealed class WatchedIngestion : IAsyncDisposable
{
    private readonly WorkFolder _folder = new();
    private readonly Witness _witness = new();
    private readonly Auditor _auditor = new();
    private readonly RunningSimulator _simulator;
    private readonly Func<string> _database;
    private readonly List<(RunningServer Server, Task Watch)> _servers = [];

    private WatchedIngestion(RunningSimulator simulator, Func<string> database) => (_simulator, _database) = (simulator, database);

    public IReadOnlyList<RunningServer> Servers => [.. _servers.Select(watched => watched.Server)];

    public Auditor Auditor => _auditor;

    public IReadOnlyCollection<ServedPrice> Served => _witness.Served;

    /// <param name="database">How to connect to the database as things are; the servers are told by their settings.</param>
    public static async Task<WatchedIngestion> PrepareAsync(Func<string> database) =>
        new(await RunningSimulator.StartAsync(RunningSimulator.Lively with { Coins = 300 }), database);

    public async Task<RunningServer> StartServerAsync(string databaseUrl, params (string Name, string Value)[] more)
    {
        var settings = _simulator.Settings(interval: 1);
        settings["DATABASE_URL"] = databaseUrl;
        foreach (var (name, value) in more)
            settings[name] = value;
        var server = await RunningServer.StartAsync(_folder, settings);
        _servers.Add((server, _witness.WatchAsync(server.Client.BaseAddress!, TestContext.Current.CancellationToken)));
        return server;
    }

    /// <summary>Waits until new prices are committed, and so shows that the server works.</summary>
    public async Task ProgressAsync(string after, int seconds = 60)
    {
        var before = await CountQuotesAsync();
        await Eventually.SeesAsync($"new prices are stored {after}", CountQuotesAsync, now => now > before && before >= 0, seconds);

        async Task<long> CountQuotesAsync()
        {
            try
            {
                using var data = new PostgresData(_database());
                return await Task.FromResult(data.HasTables ? data.Count("quotes") : 0);
            }
            catch (Npgsql.NpgsqlException)
            {
                return -1; // the database is away
            }
        }
    }

    /// <summary>Looks at what is in the database now.</summary>
    public void Audit()
    {
        var served = _witness.Served;
        using var data = new PostgresData(_database());
        _auditor.Check(data, served, process: null);
    }

    /// <summary>Stops the servers, lets another one clean up what they had to leave, and looks at it all.</summary>
    public async Task FinishAsync(string databaseUrl)
    {
        foreach (var (server, watch) in _servers)
        {
            if (!server.Process.HasEnded)
                Assert.Equal(0, (await server.Process.StopAsync()).ExitCode);
            await watch;
        }

        await StartServerAsync(databaseUrl, ("PRICE_UPDATE_INTERVAL", "0"));
        await Eventually.SeesAsync("nothing is left to clean up", () => Task.FromResult(Left()), left => left == (0, 0));
        Audit();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (server, watch) in _servers)
        {
            await server.DisposeAsync();
            await watch;
        }

        await _simulator.DisposeAsync();
        _folder.Dispose();
    }

    private (long Payloads, long Runs) Left()
    {
        using var data = new PostgresData(_database());
        return (data.Count("raw_backlog"), data.Count("runs WHERE status = 'running'"));
    }
}
