using System.CommandLine;
using Assay.Providers;
using Assay.Server.Configuration;
using Assay.Simulator;
using Assay.Storage;

namespace Assay.Server.Cli;

/// <summary>The command line. Exit codes: 0 done, 1 failed, 2 wrong usage or wrong settings.</summary>
internal static class AssayCommand
{
    private const int Failed = 1;
    private const int WrongUsage = 2;

    /// <summary>Longer than the server and its worker give themselves to end what is under way; after that the process is ended as it is.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(45);

    public static async Task<int> InvokeAsync(string[] args)
    {
        var command = new RootCommand("Assay: market data of your own, proven against several sources.")
        {
            RunCommand.Create(),
            FetchCommand.Create(),
            ImportCommand.Create(),
            BackfillCommand.Create(),
            ReplayCommand.Create(),
            MigrateCommand.Create(),
            CopyCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            SimulateCommand.Create(),
        };

        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await parsed.InvokeAsync(new InvocationConfiguration { Output = Console.Error });
            return WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = LongestStop });
        }
        catch (SettingsException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return WrongUsage;
        }
        catch (Exception exception) when (exception is StoreException or ProviderException or SimulatorException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped. What was committed stays; the next run goes on from there.");
            return Failed;
        }
    }

    /// <summary>The settings of this process: appsettings.json, then .env, then the environment; the later one wins.</summary>
    /// <exception cref="SettingsException">A file or a value is wrong.</exception>
    public static Settings ReadSettings() => SettingsReader.Read(ReadConfiguration(), TimeProvider.System.GetUtcNow());

    private static IConfiguration ReadConfiguration()
    {
        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
                .AddDotEnv(".env")
                .AddEnvironmentVariables()
                .Build();
        }
        catch (InvalidDataException exception)
        {
            throw new SettingsException([$"{exception.Message} {exception.GetBaseException().Message}"]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"The settings cannot be read. {exception.Message}"]);
        }
    }
}
