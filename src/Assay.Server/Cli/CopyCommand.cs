using System.CommandLine;
using Assay.Moving;
using Assay.Storage;

namespace Assay.Server.Cli;

internal static class CopyCommand
{
    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "The database to copy, such as sqlite://data/assay.db.", Required = true };
        var to = new Option<string?>("--to") { Description = "The empty database to copy it to; DATABASE_URL if none is named." };
        var force = new Option<bool>("--force") { Description = "Copy though a process seems to be at work on the source." };
        var command = new Command("copy", "Copies all data to another, empty database and compares the two. Cut off, it goes on when it is started again.") { from, to, force };
        command.SetAction((parsed, cancellationToken) => CopyAsync(
            parsed.GetValue(from)!, parsed.GetValue(to) ?? AssayCommand.ReadSettings().DatabaseUrl, parsed.GetValue(force), cancellationToken));
        return command;
    }

    private static async Task<int> CopyAsync(string from, string to, bool force, CancellationToken cancellationToken)
    {
        await using var source = CommandServices.BuildStore(from);
        await using var target = CommandServices.BuildStore(to);
        var copy = new StoreCopy(EndOf(source), EndOf(target), TimeProvider.System);

        IReadOnlyList<TableComparison> comparisons = [];
        await ProgressView.ShowAsync(async view => comparisons = await copy.RunAsync(force, new TableLines(view), cancellationToken));
        return Comparisons.Show(comparisons) ? 0 : 1;
    }

    private static CopyEnd EndOf(IServiceProvider services) => new(
        services.GetRequiredService<IDatabase>(), services.GetRequiredService<IRowStore>(), services.GetRequiredService<IRunBook>());

    /// <summary>A line for each step of each table.</summary>
    private sealed class TableLines(ProgressView view) : IProgress<CopyProgress>
    {
        private (string Step, Table Table)? _now;
        private ProgressView.Line? _line;

        public void Report(CopyProgress value)
        {
            if (_now != (value.Step, value.Table))
            {
                _line?.Finish();
                _line = view.Add($"{value.Step} {value.Table.Name}");
                _now = (value.Step, value.Table);
            }

            _line!.Report(value.Rows, Comparisons.Rows(value.Rows));
        }
    }
}
