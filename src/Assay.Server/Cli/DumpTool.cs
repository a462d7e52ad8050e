namespace Assay.Server.Cli;

/// <summary>The commands with which PostgreSQL backs itself up. The password is left out: it belongs into PGPASSWORD or ~/.pgpass.</summary>
internal sealed class DumpTool(string databaseUrl)
{
    private readonly string _url = WithoutPassword(new Uri(databaseUrl));

    /// <summary>The address of an empty database beside this one, to restore into.</summary>
    public string RestoredUrl => _url + "_restored";

    public string Dump(string file) => $"pg_dump --format=custom --file='{file}.dump' --dbname='{_url}'";

    public string Restore(string file) => $"pg_restore --no-owner --exit-on-error --dbname='{RestoredUrl}' '{file}.dump'";

    private static string WithoutPassword(Uri url)
    {
        var user = url.UserInfo.Split(':')[0];
        return $"{url.Scheme}://{(user.Length > 0 ? user + "@" : "")}{url.Authority}{url.AbsolutePath}";
    }
}
