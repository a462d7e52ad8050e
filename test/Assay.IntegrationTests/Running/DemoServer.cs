namespace Assay.IntegrationTests.Running;

[CollectionDefinition(nameof(DemoServer))]
public sealed class SharingTheDemoServer : ICollectionFixture<DemoServer>;

/// <summary>A server as <c>make demo</c> starts it, but in production and with an admin key. Tests that only ask share it.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    internal const string AdminKey = "a-key-for-tests";

    private readonly WorkFolder _folder = new();
    private RunningSimulator? _simulator;
    private RunningServer? _server;

    internal RunningServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await RunningSimulator.StartAsync(RunningSimulator.Lively with { Coins = 60 });
        var settings = _simulator.Settings(interval: 2);
        settings["ADMIN_API_KEY"] = AdminKey;
        _server = await RunningServer.StartAsync(_folder, settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_simulator is not null)
            await _simulator.DisposeAsync();
        _folder.Dispose();
    }
}
