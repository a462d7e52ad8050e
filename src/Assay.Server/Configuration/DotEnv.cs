namespace Assay.Server.Configuration;

/// <summary>Reads a <c>.env</c> file: NAME=value lines, # for comments, quotes around values are dropped.</summary>
internal static class DotEnv
{
    public static IConfigurationBuilder AddDotEnv(this IConfigurationBuilder configuration, string path) =>
        File.Exists(path) ? configuration.AddInMemoryCollection(Parse(File.ReadLines(path))) : configuration;

    internal static IEnumerable<KeyValuePair<string, string?>> Parse(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(line => line.Trim()))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (line.StartsWith('#') || equals <= 0)
                continue;

            var name = line[..equals].Trim();
            var value = line[(equals + 1)..].Trim();
            if (name.StartsWith("export ", StringComparison.Ordinal))
                name = name["export ".Length..].Trim();
            yield return new(name, Unquote(value));
        }
    }

    private static string Unquote(string value) => value switch
    {
        ['"', .. var inner, '"'] => inner,
        ['\'', .. var inner, '\''] => inner,
        _ when value.IndexOf(" #", StringComparison.Ordinal) is > 0 and var comment => value[..comment].TrimEnd(),
        _ => value,
    };
}
