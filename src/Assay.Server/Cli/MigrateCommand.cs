using System.CommandLine;
using Assay.Storage;

namespace Assay.Server.Cli;

internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Brings the database at DATABASE_URL up to date.");
        command.SetAction(async (_, cancellationToken) =>
        {
            await using var services = CommandServices.Build(AssayCommand.ReadSettings());
            var database = services.GetRequiredService<IDatabase>();
            var applied = await database.MigrateAsync(cancellationToken);
            Console.WriteLine($"{database.Description}: {(applied == 0 ? "up to date" : $"{applied} migrations applied")}.");
        });
        return command;
    }
}
