using System.CommandLine;
using Assay.Moving;
using Assay.Storage;

namespace Assay.Server.Cli;

internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "What `assay backup` wrote." };
        var force = new Option<bool>("--force") { Description = "Also where there is a database already; that one is kept beside it." };
        var command = new Command("restore", "Puts a backup in the place of the database at DATABASE_URL. Of PostgreSQL it compares a restored database with what was backed up.") { file, force };
        command.SetAction((parsed, cancellationToken) => RestoreAsync(parsed.GetValue(file)!, parsed.GetValue(force), cancellationToken));
        return command;
    }

    private static async Task<int> RestoreAsync(string file, bool force, CancellationToken cancellationToken)
    {
        await using var services = CommandServices.BuildStore(AssayCommand.ReadSettings().DatabaseUrl);
        var database = services.GetRequiredService<IDatabase>();
        if (services.GetService<IBackup>() is not { } backup)
            return await CompareAsync(services, file, cancellationToken) ? 0 : 1;

        var former = await backup.RestoreAsync(file, force, cancellationToken);
        await database.MigrateAsync(cancellationToken);
        Console.WriteLine($"{database.Description} is now what {file} holds.{(former is null ? "" : $" What was there before is kept as {former}.")}");
        return 0;
    }

    private static async Task<bool> CompareAsync(IServiceProvider services, string file, CancellationToken cancellationToken)
    {
        var manifest = await StoreManifest.ReadAsync(file, cancellationToken);
        await services.GetRequiredService<IDatabase>().CheckAsync(cancellationToken);
        var comparisons = manifest.CompareWith(await Comparisons.ReadSumsAsync(services.GetRequiredService<IRowStore>(), cancellationToken));
        Console.WriteLine($"Compared with {manifest.Database} as of {manifest.TakenAt.ToIso()}:");
        return Comparisons.Show(comparisons);
    }
}
