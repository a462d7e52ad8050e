using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>The numbers that stand for sources and assets in the large tables. Remembered from commit to commit.</summary>
internal sealed class Numbers(Connection connection)
{
    private readonly Dictionary<string, long> _sources = [];
    private readonly Dictionary<string, long> _assets = [];
    private long _dataVersion = -1;

    /// <summary>The number of the source, which is made known if it was not.</summary>
    public long Of(SourceId source)
    {
        if (_sources.TryGetValue(source.Name, out var known))
            return known;

        connection.Prepare("INSERT INTO sources (name) VALUES (?) ON CONFLICT DO NOTHING").Bind(source.Name).Execute();
        return _sources[source.Name] = Find("SELECT id FROM sources WHERE name = ?", source.Name)!.Value;
    }

    public long Of(AssetId asset) => Find(asset)
        ?? throw new StoreException($"No asset is called '{asset}', so nothing can be stored for it. Assets have to be stored before their quotes.");

    public long? Find(AssetId asset)
    {
        if (_assets.TryGetValue(asset.Slug, out var known))
            return known;

        if (Find("SELECT id FROM assets WHERE slug = ?", asset.Slug) is not { } found)
            return null;
        return _assets[asset.Slug] = found;
    }

    public void Forget(AssetId asset) => _assets.Remove(asset.Slug);

    public void Forget()
    {
        _sources.Clear();
        _assets.Clear();
    }

    /// <summary>
    /// Another process may have renamed an asset. To be called within a transaction, when nobody else can write any more; returns a
    /// number that is another one after every commit of another connection.
    /// </summary>
    public long ForgetIfChangedElsewhere()
    {
        using var rows = connection.Prepare("PRAGMA data_version").Query();
        rows.Read();
        var now = rows.Int64(0);
        if (now != _dataVersion)
            Forget();
        return _dataVersion = now;
    }

    private long? Find(string sql, string name)
    {
        using var rows = connection.Prepare(sql).Bind(name).Query();
        return rows.Read() ? rows.Int64(0) : null;
    }
}
