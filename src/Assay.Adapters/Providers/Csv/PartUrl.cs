using System.Globalization;
using System.Text;
using Assay.Candles;

namespace Assay.Adapters.Providers.Csv;

/// <summary>What the beginning of a file tells about all of its rows, beyond the header.</summary>
/// <param name="MonthFirst">A date such as 04/29/2013 leads with its month.</param>
/// <param name="Interval">How much time one row stands for, where that is known.</param>
/// <param name="Modified">When the file was written: the time of its rows if it has no column for that.</param>
internal sealed record FileTraits(bool MonthFirst, CandleInterval? Interval, DateTimeOffset? Modified);

/// <summary>The address of a part: the file, and what reading the part has to know beyond its bytes.</summary>
/// <param name="Path">The full path of the file.</param>
/// <param name="FirstLine">The number in the file of the line after the header that stands in the part.</param>
/// <param name="Mapping">The user's word on which column holds what.</param>
internal sealed record PartUrl(string Path, long FirstLine, FileTraits Traits, IReadOnlyDictionary<string, string> Mapping)
{
    private const string MappingPrefix = "column.";

    public string FileName => System.IO.Path.GetFileName(Path);

    public override string ToString()
    {
        var url = new StringBuilder("file://");
        foreach (var segment in Path.Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            url.Append('/').Append(Uri.EscapeDataString(segment));

        url.Append(CultureInfo.InvariantCulture, $"?line={FirstLine}");
        if (Traits.MonthFirst)
            url.Append("&dates=month-first");
        if (Traits.Interval is { } interval)
            url.Append(CultureInfo.InvariantCulture, $"&interval={interval}");
        if (Traits.Modified is { } modified)
            url.Append(CultureInfo.InvariantCulture, $"&modified={modified.ToUnixTimeMilliseconds()}");
        foreach (var (field, column) in Mapping)
            url.Append(CultureInfo.InvariantCulture, $"&{MappingPrefix}{Uri.EscapeDataString(field)}={Uri.EscapeDataString(column)}");
        return url.ToString();
    }

    /// <summary>Reads any address; what it does not say is as if the file did not tell.</summary>
    public static PartUrl Parse(string url)
    {
        var query = url.IndexOf('?');
        var path = query < 0 ? url : url[..query];
        path = path.StartsWith("file://", StringComparison.Ordinal) ? path["file://".Length..] : path;
        var said = (query < 0 ? "" : url[(query + 1)..]).Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .GroupBy(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[^1]))
            .ToDictionary(pair => pair.Key, pair => pair.First());

        var interval = CandleInterval.TryParse(said.GetValueOrDefault("interval"), out var known) ? known : (CandleInterval?)null;
        var traits = new FileTraits(said.GetValueOrDefault("dates") == "month-first", interval, TimeOf(said.GetValueOrDefault("modified")));
        var mapping = said.Where(pair => pair.Key.StartsWith(MappingPrefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[MappingPrefix.Length..], pair => pair.Value);
        return new PartUrl(Uri.UnescapeDataString(path), NumberOf(said.GetValueOrDefault("line")) ?? 2, traits, mapping);
    }

    private static long? NumberOf(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? TimeOf(string? text) =>
        NumberOf(text) is { } milliseconds && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
