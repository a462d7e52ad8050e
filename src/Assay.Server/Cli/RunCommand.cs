using System.CommandLine;
using System.Net.Sockets;
using Assay.Server.Configuration;

namespace Assay.Server.Cli;

internal static class RunCommand
{
    public static Command Create()
    {
        var roles = new Option<string>("--roles")
        {
            Description = "What this process does: api, worker, stream, or several with commas between them.",
            DefaultValueFactory = _ => "api,worker,stream",
        };
        roles.Validators.Add(result =>
        {
            if (Parse(result.GetValueOrDefault<string>()) is Roles.None)
                result.AddError($"--roles cannot be '{result.GetValueOrDefault<string>()}'. Known: api, worker, stream.");
        });

        var command = new Command("run", "Runs the server until it is stopped.") { roles };
        command.SetAction((parsed, cancellationToken) => RunAsync(Parse(parsed.GetValue(roles)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Roles roles, CancellationToken cancellationToken)
    {
        var settings = AssayCommand.ReadSettings();
        await using var app = ServerApp.Build(settings, roles);
        await app.Services.PrepareAsync(cancellationToken);
        try
        {
            await app.RunAsync(cancellationToken);
            await RequireNoFaultAsync(app.Services);
            return 0;
        }
        catch (SocketException exception)
        {
            throw new IOException(
                $"The server cannot listen on {settings.BindAddress}, port {settings.Port}: {exception.Message}. "
                + "BIND_ADDRESS has to be an address of this machine.", exception);
        }
    }

    /// <summary>A service that fails stops the program without a word; whoever started it has to see that it failed.</summary>
    private static async Task RequireNoFaultAsync(IServiceProvider services)
    {
        foreach (var service in services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            if (service.ExecuteTask is { IsFaulted: true } failed)
                await failed;
        }
    }

    private static Roles Parse(string? text)
    {
        var roles = Roles.None;
        foreach (var name in text?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            switch (name.ToLowerInvariant())
            {
                case "api": roles |= Roles.Api; break;
                case "worker": roles |= Roles.Worker; break;
                case "stream": roles |= Roles.Stream; break;
                default: return Roles.None;
            }
        }

        return roles;
    }
}
