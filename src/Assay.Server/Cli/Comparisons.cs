using System.Globalization;
using Assay.Moving;
using Assay.Storage;

namespace Assay.Server.Cli;

/// <summary>Shows what two stores hold, table by table.</summary>
internal static class Comparisons
{
    /// <summary>Sums up a store and shows how far it is.</summary>
    public static async Task<IReadOnlyList<TableSum>> ReadSumsAsync(IRowStore rows, CancellationToken cancellationToken)
    {
        var sums = new List<TableSum>();
        await ProgressView.ShowAsync(async view =>
        {
            foreach (var table in Table.All)
            {
                var line = view.Add($"read {table.Name}");
                sums.Add(await rows.ReadSumAsync(table, read => line.Report(read, Rows(read)), cancellationToken));
                line.Finish();
            }
        });
        return sums;
    }

    public static string Rows(long count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} rows");

    /// <summary>Prints a line for each table and returns whether all are the same.</summary>
    public static bool Show(IReadOnlyList<TableComparison> comparisons)
    {
        foreach (var (expected, found) in comparisons)
        {
            var verdict = expected == found ? "same" : $"DIFFERS: {Describe(found)}";
            Console.WriteLine($"{expected.Table,-18} {Describe(expected)}  {verdict}");
        }

        var differing = comparisons.Count(comparison => !comparison.IsSame);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{comparisons.Sum(comparison => comparison.Found.Rows):N0} rows in {comparisons.Count} tables, {(differing == 0 ? "all the same" : $"{differing} tables differ")}."));
        return differing == 0;
    }

    private static string Describe(TableSum sum) => string.Create(CultureInfo.InvariantCulture, $"{sum.Rows,15:N0} rows  {sum.Checksum}");
}
