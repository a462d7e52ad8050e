using System.CommandLine;
using System.Globalization;
using Assay.Moving;
using Assay.Storage;

namespace Assay.Server.Cli;

internal static class BackupCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The file to write; it must not exist yet." };
        var command = new Command("backup", "Backs up the database at DATABASE_URL, while a server may be using it. Of PostgreSQL it writes what `restore` compares with.") { file };
        command.SetAction((parsed, cancellationToken) => BackUpAsync(parsed.GetValue(file)!, cancellationToken));
        return command;
    }

    private static async Task BackUpAsync(string file, CancellationToken cancellationToken)
    {
        var url = AssayCommand.ReadSettings().DatabaseUrl;
        await using var services = CommandServices.BuildStore(url);
        await services.GetRequiredService<IDatabase>().CheckAsync(cancellationToken);
        await (services.GetService<IBackup>() is { } backup
            ? CopyAsync(backup, file, cancellationToken)
            : WriteManifestAsync(services, new DumpTool(url), file, cancellationToken));
    }

    private static async Task CopyAsync(IBackup backup, string file, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, long> counts = new Dictionary<string, long>();
        await ProgressView.ShowAsync(async view =>
        {
            var line = view.Add(Path.GetFileName(file));
            counts = await backup.BackUpAsync(file, new Part(line), cancellationToken);
            line.Finish();
        });

        foreach (var (table, rows) in counts)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table,-18} {rows,15:N0} rows"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {new FileInfo(file).Length:N0} bytes, read again and sound."));
    }

    private static async Task WriteManifestAsync(IServiceProvider services, DumpTool tool, string file, CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<IDatabase>();
        await database.MigrateAsync(cancellationToken);
        var sums = await Comparisons.ReadSumsAsync(services.GetRequiredService<IRowStore>(), cancellationToken);
        await new StoreManifest(database.Description, TimeProvider.System.GetUtcNow().ToWholeMilliseconds(), sums).WriteAsync(file, cancellationToken);

        Console.WriteLine($"{file} says what {database.Description} holds now. The backup itself is made with PostgreSQL's own tool:");
        Console.WriteLine($"  {tool.Dump(file)}");
        Console.WriteLine("Restore it into an empty database, for example one that is called so, and let `assay restore` compare:");
        Console.WriteLine($"  {tool.Restore(file)}");
        Console.WriteLine($"  DATABASE_URL='{tool.RestoredUrl}' assay restore {file}");
    }

    private sealed class Part(ProgressView.Line line) : IProgress<double>
    {
        public void Report(double value)
        {
            line.Part = value;
            line.Report((long)(100 * value), "copied");
        }
    }
}
