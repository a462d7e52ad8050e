using System.Globalization;
using Assay.Moving;

namespace Assay.Server.Cli;

/// <summary>Shows what two stores hold, table by table.</summary>
internal static class Comparisons
{
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
