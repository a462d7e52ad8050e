namespace Assay.Adapters.Providers;

internal static class UrlQuery
{
    /// <summary>The value of a parameter as it stands in the address; null where it has none.</summary>
    public static string? Find(string url, string name)
    {
        var query = url.IndexOf('?') is var mark and >= 0 ? url[(mark + 1)..] : "";
        return query.Split('&').FirstOrDefault(part => part.Length > name.Length && part[name.Length] == '=' && part.StartsWith(name, StringComparison.Ordinal))?[(name.Length + 1)..];
    }
}
