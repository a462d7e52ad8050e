using System.Text.RegularExpressions;

namespace Assay.Server.Configuration;

/// <summary>Reads a <c>.env</c> file: NAME=value lines, # for comments, quotes around values are dropped. Of two lines with one name the last counts.</summary>
internal static partial class DotEnv
{
    public static IConfigurationBuilder AddDotEnv(this IConfigurationBuilder configuration, string path) =>
        File.Exists(path) ? configuration.AddInMemoryCollection(Parse(File.ReadLines(path))) : configuration;

    internal static Dictionary<string, string?> Parse(IEnumerable<string> lines)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Select(line => line.Trim()))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (line.StartsWith('#') || equals <= 0)
                continue;

            var name = line[..equals].Trim();
            var value = line[(equals + 1)..].Trim();
            if (name.StartsWith("export ", StringComparison.Ordinal))
                name = name["export ".Length..].Trim();
            values[name] = Unquote(value);
        }

        return values;
    }

    private static string Unquote(string value) => value switch
    {
        [('"' or '\'') and var quote, .. var rest] when rest.IndexOf(quote) is >= 0 and var end => rest[..end],
        _ when Comment().Match(value) is { Success: true } comment => value[..comment.Index],
        _ => value,
    };

    /// <summary>A # begins one at the beginning or after a blank; elsewhere it belongs to the value.</summary>
    [GeneratedRegex(@"(^|\s+)#")]
    private static partial Regex Comment();
}
