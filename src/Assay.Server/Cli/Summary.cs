using System.Globalization;
using Assay.Ingestion;

namespace Assay.Server.Cli;

internal static class Summary
{
    public static string Of(PageResult rows) => string.Create(CultureInfo.InvariantCulture,
        $"{(rows.Listed > 0 ? $"{rows.Listed:N0} listed, " : "")}{rows.Stored:N0} stored, {rows.Corrected:N0} corrected, {rows.Unchanged:N0} known already, {rows.Duplicates:N0} duplicate, {rows.Rejected:N0} rejected");
}
