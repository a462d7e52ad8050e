using System.Collections.Concurrent;

namespace Assay.Identity;

/// <summary>Which coin of which source stood for which asset, and when. One thread writes, any number read.</summary>
internal sealed class LinkBook
{
    private readonly ConcurrentDictionary<(SourceId Source, string CoinId), AssetLink> _holding = new();
    private readonly ConcurrentDictionary<(SourceId Source, string CoinId), AssetLink[]> _ended = new();
    private readonly ConcurrentDictionary<AssetId, AssetLink[]> _byAsset = new();
    private readonly ConcurrentDictionary<AssetId, AssetLink[]> _endedByAsset = new();
    private readonly ConcurrentDictionary<string, AssetLink[]> _byCoinId = new();

    public IEnumerable<AssetLink> Holding => _holding.Values;

    public AssetLink? Find(SourceId source, string coinId) => _holding.GetValueOrDefault((source, coinId));

    /// <summary>The link that held at a time; before the first one began, that.</summary>
    public AssetLink? Find(SourceId source, string coinId, DateTimeOffset at)
    {
        var holding = Find(source, coinId);
        if (holding?.ValidFrom <= at)
            return holding;
        return Array.Find(_ended.GetValueOrDefault((source, coinId), []), link => at < link.ValidTo) ?? holding;
    }

    /// <summary>The links of an asset that hold, in any order.</summary>
    public AssetLink[] Of(AssetId asset) => _byAsset.GetValueOrDefault(asset, []);

    public AssetLink[] EndedOf(AssetId asset) => _endedByAsset.GetValueOrDefault(asset, []);

    /// <summary>Of several sources that use the id the first by name.</summary>
    public AssetLink? OfAnySource(string coinId) => _byCoinId.GetValueOrDefault(coinId, []).FirstOrDefault();

    /// <summary>Adds a link; one with an end only ends the link that it names. A link to another asset ends the one before.</summary>
    public void Put(AssetLink link)
    {
        var former = Find(link.Source, link.CoinId);
        if (link.ValidTo is not null)
        {
            if (former?.Asset == link.Asset && former.ValidFrom == link.ValidFrom)
                Forget(former);
            End(link);
            return;
        }

        if (former is not null)
        {
            Forget(former);
            if (former.Asset != link.Asset)
                End(former with { ValidTo = link.ValidFrom });
        }

        _holding[(link.Source, link.CoinId)] = link;
        _byAsset[link.Asset] = [.. Of(link.Asset), link];
        if (link.Source != SourceId.Assay)
            _byCoinId[link.CoinId] = [.. _byCoinId.GetValueOrDefault(link.CoinId, []).Append(link).OrderBy(other => other.Source.Name, StringComparer.Ordinal)];
    }

    /// <summary>The asset is called otherwise now, in the past as well.</summary>
    public void Rename(AssetId from, AssetId to)
    {
        foreach (var link in Of(from))
        {
            Forget(link);
            Put(link with { Asset = to });
        }

        if (!_endedByAsset.TryRemove(from, out var ended))
            return;
        foreach (var link in ended)
        {
            var key = (link.Source, link.CoinId);
            _ended[key] = [.. _ended[key].Select(other => other == link ? link with { Asset = to } : other)];
        }

        _endedByAsset[to] = [.. EndedOf(to), .. ended.Select(link => link with { Asset = to })];
    }

    private void Forget(AssetLink link)
    {
        _holding.TryRemove((link.Source, link.CoinId), out _);
        _byAsset[link.Asset] = Array.FindAll(Of(link.Asset), other => other != link);
        if (_byCoinId.TryGetValue(link.CoinId, out var others) && link.Source != SourceId.Assay)
            _byCoinId[link.CoinId] = Array.FindAll(others, other => other.Source != link.Source);
    }

    private void End(AssetLink link)
    {
        var key = (link.Source, link.CoinId);
        var ended = _ended.GetValueOrDefault(key, []);
        if (ended.Contains(link))
            return; // read again from the store

        _ended[key] = [.. ended.Append(link).OrderBy(other => other.ValidFrom)];
        _endedByAsset[link.Asset] = [.. EndedOf(link.Asset), link];
    }
}
