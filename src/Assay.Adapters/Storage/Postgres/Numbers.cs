using Assay.Storage;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>The numbers that stand for sources and assets in the large tables. Remembered from commit to commit.</summary>
internal sealed class Numbers
{
    /// <summary>Makes a source known. Nothing is inserted in vain, because even that would use up one of the 32,767 numbers.</summary>
    public const string EnsureSource = "INSERT INTO sources (name) SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM sources WHERE name = $1) ON CONFLICT DO NOTHING";

    private readonly Dictionary<SourceId, short> _sources = [];
    private readonly Dictionary<AssetId, int> _assets = [];

    public short Of(SourceId source) => _sources[source];

    public int Of(AssetId asset) => Find(asset)
        ?? throw new StoreException($"No asset is called '{asset}', so nothing can be stored for it. Assets have to be stored before their quotes.");

    public int? Find(AssetId asset) => _assets.TryGetValue(asset, out var number) ? number : null;

    public void Forget(AssetId asset) => _assets.Remove(asset);

    public void Forget()
    {
        _sources.Clear();
        _assets.Clear();
    }

    /// <summary>Learns the numbers of these sources, which are made known if they were not.</summary>
    public async Task LearnAsync(NpgsqlConnection connection, IEnumerable<SourceId> sources, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            if (_sources.ContainsKey(source))
                continue;
            await connection.ExecuteAsync(EnsureSource, [source.Name], cancellationToken);
            _sources[source] = (await connection.QueryAsync(
                "SELECT id FROM sources WHERE name = $1", [source.Name], row => row.GetInt16(0), cancellationToken))[0];
        }
    }

    /// <summary>Learns the numbers of these assets, as far as there are such assets.</summary>
    public async Task LearnAsync(NpgsqlConnection connection, IEnumerable<AssetId> assets, CancellationToken cancellationToken)
    {
        var unknown = assets.Where(asset => !_assets.ContainsKey(asset)).Distinct().ToArray();
        if (unknown.Length == 0)
            return;

        var found = await connection.QueryAsync(
            "SELECT k.n::int, a.id FROM unnest($1) WITH ORDINALITY AS k(slug, n) JOIN assets a ON a.slug = k.slug",
            [unknown.Select(asset => asset.Slug).ToArray()], row => (Place: row.GetInt32(0) - 1, Number: row.GetInt32(1)), cancellationToken);
        foreach (var (place, number) in found)
            _assets[unknown[place]] = number;
    }
}
