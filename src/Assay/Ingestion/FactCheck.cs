using Assay.Facts;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Ingestion;

/// <summary>Decides whether a fact can be stored, by the row that it would become.</summary>
internal static class FactCheck
{
    private const int LongestText = 100_000;

    /// <summary>The row; or null, and why not.</summary>
    public static TableRow? ToRow(Fact fact, RawPayload payload, out Rejection? fault)
    {
        var row = fact.ToRow(payload.Source, payload.FetchedAt);
        var (reason, detail) = FindFault(fact.Table, row, payload.FetchedAt);
        fault = detail is null ? null : new Rejection(row[1] as string, reason, detail, fact.Location.ToString(), string.Join(' ', row));
        return fault is null ? new TableRow(fact.Table, [.. row.Select(value => value is string text ? text.CutTo(LongestText) : value)]) : null;
    }

    private static (string Reason, string? Detail) FindFault(Table table, object?[] row, DateTimeOffset fetchedAt)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var column = table.Columns[i];
            if (i < table.KeyLength && row[i] is not (long or DateTimeOffset or string { Length: > 0 and <= ProviderQuote.LongestName }))
                return (RejectionReason.Malformed, $"Its {column.Name} is missing, or longer than {ProviderQuote.LongestName} characters.");
            if (row[i] is double number && !double.IsFinite(number))
                return (RejectionReason.Malformed, $"Its {column.Name} is no number.");
            if (column.Name == "observed_at" && row[i] is DateTimeOffset time && time > fetchedAt + QuoteCheck.ClockTolerance)
                return (RejectionReason.TimeInvalid, $"Its time {time.ToIso()} is later than that of the fetch, {fetchedAt.ToIso()}.");
        }

        return ("", null);
    }
}
