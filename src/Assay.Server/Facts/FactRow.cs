using System.Text.Json;
using Assay.Storage;

namespace Assay.Server.Facts;

/// <summary>A row as the API shows it: value by the name of its column.</summary>
internal sealed class FactRow : Dictionary<string, object?>
{
    public static FactRow Of(Table table, object?[] row)
    {
        var shown = new FactRow();
        foreach (var (column, value) in table.Columns.Zip(row))
            shown[column.Name] = Show(column, value);
        return shown;
    }

    private static object? Show(Column column, object? value) => (column, value) switch
    {
        ({ Kind: ColumnKind.Json }, string json) => JsonElement.Parse(json),
        ({ Name: ['i', 's', '_', ..] }, long flag) => flag == 1,
        _ => value,
    };
}
