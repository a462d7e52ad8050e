namespace Assay.Server.Cli;

/// <summary>The commands with which PostgreSQL backs itself up. The password is left out: it belongs into PGPASSWORD or ~/.pgpass.</summary>
internal sealed class DumpTool(string databaseUrl)
{
    private readonly string _url = WithoutPassword(databaseUrl);

    /// <summary>The address of an empty database beside this one, to restore into.</summary>
    public string RestoredUrl => _url + "_restored";

    public string Dump(string file) => $"pg_dump --format=custom --file='{file}.dump' --dbname='{_url}'";

    public string Restore(string file) => $"pg_restore --no-owner --exit-on-error --dbname='{RestoredUrl}' '{file}.dump'";

    /// <summary>Scheme, user, servers (there may be several) and name of the database; what follows is for Assay alone.</summary>
    private static string WithoutPassword(string url)
    {
        var address = url.Split('?')[0];
        var start = address.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        var end = address.LastIndexOf('@');
        return end < 0 ? address : address[..start] + address[start..end].Split(':')[0] + address[end..];
    }
}
