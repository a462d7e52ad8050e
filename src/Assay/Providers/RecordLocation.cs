using System.Globalization;

namespace Assay.Providers;

/// <summary>
/// Where in its payload a record stood, for example <c>coin_Bitcoin.csv line 17</c> or <c>$[17]</c>.
/// Not a text, because only that of a rejected record is ever read.
/// </summary>
public readonly record struct RecordLocation(string Before, long? Number = null, string After = "")
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Before}{Number}{After}");
}
