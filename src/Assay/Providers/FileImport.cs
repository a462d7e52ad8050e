namespace Assay.Providers;

/// <summary>What to read of a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Source">The name under which its rows are stored.</param>
/// <param name="Columns">Column of the file by field of ours, where the header does not say it by itself; may be empty.</param>
/// <param name="Progress">Where to begin.</param>
/// <param name="RowsPerPart">Most rows in one part, which is one transaction.</param>
public sealed record FileImport(string Path, SourceId Source, IReadOnlyDictionary<string, string> Columns, FileProgress Progress, int RowsPerPart);
