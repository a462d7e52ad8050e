using System.Globalization;
using Assay.Storage;

namespace Assay.Replay;

/// <summary>A row that is not as a replay makes it.</summary>
/// <param name="Table">Where it stands.</param>
/// <param name="Stored">As it is; null where it is missing.</param>
/// <param name="Rebuilt">As it should be; null where it should not be there.</param>
internal sealed record Difference(Table Table, object?[]? Stored, object?[]? Rebuilt)
{
    /// <summary>In words, such as <c>quotes bitcoin coingecko 2025-12-27T10:29:41Z: price 87440 → 87441</c>.</summary>
    public override string ToString()
    {
        var key = string.Join(' ', (Stored ?? Rebuilt!).Take(Table.KeyLength).Select(TextOf));
        return $"{Table.Name} {key}: {(Stored, Rebuilt) switch
        {
            (null, { } rebuilt) => $"added with {string.Join(", ", Figures(rebuilt))}",
            ({ } stored, null) => $"removed with {string.Join(", ", Figures(stored))}",
            ({ } stored, { } rebuilt) => string.Join(", ", Changes(stored, rebuilt)),
            _ => "",
        }}";
    }

    private IEnumerable<string> Figures(object?[] row) => Others.Where(i => row[i] is not null).Select(i => $"{Table.Columns[i].Name} {TextOf(row[i])}");

    private IEnumerable<string> Changes(object?[] stored, object?[] rebuilt) => Others.Where(i => !Equals(stored[i], rebuilt[i]))
        .Select(i => $"{Table.Columns[i].Name} {TextOf(stored[i])} → {TextOf(rebuilt[i])}");

    private IEnumerable<int> Others => Enumerable.Range(Table.KeyLength, Table.Columns.Count - Table.KeyLength);

    private static string TextOf(object? value) => value switch
    {
        null => "nothing",
        DateTimeOffset time => time.ToIso(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
