using System.CommandLine;
using Assay.Ingestion;
using Assay.Providers;

namespace Assay.Server.Cli;

internal static class ImportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "CSV files, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var source = new Option<string>("--source") { Description = "The name under which the rows are stored.", DefaultValueFactory = _ => SourceId.Csv.Name };
        var columns = new Option<string?>("--columns") { Description = "Which column is what where the header does not say so: price=Last,timestamp=When,symbol=Ticker." };
        columns.Validators.Add(result =>
        {
            if (ParseColumns(result.GetValueOrDefault<string?>()) is null)
                result.AddError("--columns is a list of field=column with commas between, for example price=Last,timestamp=When.");
        });

        var command = new Command("import", "Imports CSV files. A file that has been imported already changes nothing.") { files, source, columns };
        command.SetAction((parsed, cancellationToken) => ImportAsync(
            parsed.GetValue(files)!, new SourceId(parsed.GetValue(source)!.ToLowerInvariant()), ParseColumns(parsed.GetValue(columns))!, cancellationToken));
        return command;
    }

    private static async Task<int> ImportAsync(string[] files, SourceId source, Dictionary<string, string> columns, CancellationToken cancellationToken)
    {
        await using var services = await CommandServices.PrepareAsync(AssayCommand.ReadSettings(), cancellationToken);
        var importer = services.GetRequiredService<FileImporter>();
        var paths = files.SelectMany(FilesIn).ToList();
        var outcomes = new List<Outcome>();

        await ProgressView.ShowAsync(async view =>
        {
            foreach (var path in paths)
            {
                var line = view.Add(Path.GetFileName(path));
                outcomes.Add(await ImportAsync(importer, path, source, columns, new FileLine(line), cancellationToken));
                line.Finish();
            }
        });
        return Conclude(outcomes);
    }

    /// <summary>A file that cannot be read does not keep the others from being imported.</summary>
    private static async Task<Outcome> ImportAsync(
        FileImporter importer, string path, SourceId source, Dictionary<string, string> columns, FileLine line, CancellationToken cancellationToken)
    {
        try
        {
            var result = await importer.ImportAsync(path, source, columns, line, cancellationToken);
            return new Outcome(result?.Pages ?? default, result?.Error, result is null
                ? $"{Path.GetFileName(path)}: imported before, nothing changed."
                : $"{Path.GetFileName(path)}: {Summary.Of(result.Pages)}.");
        }
        catch (ProviderException exception)
        {
            return new Outcome(default, exception.Message, $"{Path.GetFileName(path)}: not imported.");
        }
    }

    private static int Conclude(List<Outcome> outcomes)
    {
        foreach (var outcome in outcomes)
            Console.WriteLine($"{outcome.Line}{(outcome.Error is null ? "" : " " + outcome.Error)}");

        Console.WriteLine($"{outcomes.Count} files: {Summary.Of(outcomes.Aggregate(new PageResult(), (sum, outcome) => sum + outcome.Rows))}.");
        return outcomes.All(outcome => outcome.Error is null) ? 0 : 1;
    }

    private static IEnumerable<string> FilesIn(string path)
    {
        if (!Directory.Exists(path))
            return [path];

        var files = Directory.EnumerateFiles(path, "*.csv").Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new ProviderException($"There is no .csv file in {path}.");
    }

    private static Dictionary<string, string>? ParseColumns(string? text)
    {
        var columns = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in text?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (pair.Split('=', 2) is not [{ Length: > 0 } field, { Length: > 0 } column])
                return null;
            columns[field.Trim()] = column.Trim();
        }

        return columns;
    }

    private sealed record Outcome(PageResult Rows, string? Error, string Line);

    private sealed class FileLine(ProgressView.Line line) : IProgress<(PageResult Rows, FileProgress File)>
    {
        public void Report((PageResult Rows, FileProgress File) value)
        {
            line.Part = value.File.Length == 0 ? 1 : (double)value.File.Offset / value.File.Length;
            line.Report(value.Rows);
        }
    }
}
