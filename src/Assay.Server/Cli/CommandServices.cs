using Assay.Adapters.Storage;
using Assay.Server.Configuration;
using Assay.Server.Scheduling;

namespace Assay.Server.Cli;

/// <summary>The parts that a command needs, without a server around them. Only errors are logged: the command itself tells how it goes.</summary>
internal static class CommandServices
{
    public static ServiceProvider Build(Settings settings) => WithLogging().AddAssay(settings).BuildServiceProvider();

    /// <summary>A store alone, whatever the settings say.</summary>
    public static ServiceProvider BuildStore(string databaseUrl) => WithLogging().AddStorage(databaseUrl).BuildServiceProvider();

    /// <summary>For commands that bring something new.</summary>
    public static async Task<ServiceProvider> PrepareAsync(Settings settings, CancellationToken cancellationToken)
    {
        var services = Build(settings);
        await services.PrepareAsync(cancellationToken);
        await services.GetRequiredService<Recovery>().RunAsync(cancellationToken);
        return services;
    }

    private static IServiceCollection WithLogging() => new ServiceCollection()
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole(options => options.SingleLine = true)
            .AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace));
}
