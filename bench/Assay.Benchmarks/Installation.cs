using Assay.Server.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Assay.Benchmarks;

/// <summary>The parts of Assay over an empty database, in a folder of its own unless the settings name another.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("assay-bench-");
    private readonly ServiceProvider _services;

    private Installation(IReadOnlyDictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("DATABASE_URL", $"sqlite://{Database}")]).AddInMemoryCollection(settings).Build();
        Settings = SettingsReader.Read(configuration, TimeProvider.System.GetUtcNow());
        _services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Critical)).AddAssay(Settings).BuildServiceProvider();
    }

    public Settings Settings { get; }

    public string Database => Path.Combine(_folder.FullName, "assay.db");

    public static async Task<Installation> CreateAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var installation = new Installation(settings ?? new Dictionary<string, string?>());
        await installation._services.PrepareAsync(CancellationToken.None);
        return installation;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Where the recorded bodies and histories are.</summary>
    public static string Recordings(string path)
    {
        var folder = Environment.GetEnvironmentVariable("ASSAY_RECORDINGS") ?? Path.Combine("..", "shared", "payloads");
        var found = Path.Combine(folder, path);
        return Path.Exists(found) ? found : throw new DirectoryNotFoundException($"{found} is not there; set ASSAY_RECORDINGS to the folder that holds {path}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
