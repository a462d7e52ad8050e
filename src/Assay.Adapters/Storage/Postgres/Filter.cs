using System.Globalization;
using Dapper;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Conditions on the columns of a table called r; null does not filter. Only what filters stands in the SQL, so that indexes are used.</summary>
internal sealed class Filter(params (string Column, string? Value)[] conditions)
{
    private readonly List<(string Column, string? Value)> _conditions = [.. conditions.Where(condition => condition.Value is not null)];

    /// <summary>The values of the conditions, by column.</summary>
    public DynamicParameters Values
    {
        get
        {
            var values = new DynamicParameters();
            foreach (var (column, value) in _conditions)
                values.Add(column, Texts.Encode(value));
            return values;
        }
    }

    /// <summary>One page, counted from 1, newest first.</summary>
    public static string PageOf(int page, int pageSize) =>
        string.Create(CultureInfo.InvariantCulture, $" ORDER BY r.id DESC LIMIT {pageSize} OFFSET {(page - 1L) * pageSize}");

    public override string ToString() => _conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _conditions.Select(condition => condition.Column switch
    {
        "source" => "r.source = (SELECT id FROM sources WHERE name = @source)",
        var column => $"r.{column} = @{column}",
    }));
}
