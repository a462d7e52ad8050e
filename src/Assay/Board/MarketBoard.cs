using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Assay.Consensus;

namespace Assay.Board;

/// <summary>
/// The latest state of the market in memory. Work is done once per update: rows are serialised when they change and
/// orders are sorted at the first question after a change; a request copies.
/// </summary>
public sealed class MarketBoard
{
    /// <summary>A consensus that the sources have not renewed for so long, because they disagree, speaks for nobody any more.</summary>
    private static readonly TimeSpan ConsensusHolds = ConsensusEngine.HoldsFor;

    private readonly Lock _writing = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly ConcurrentDictionary<(SourceId Source, AssetId Asset), BoardRow> _rows = new();
    private readonly ConcurrentDictionary<AssetId, Decision> _decisions = new();
    private readonly ConcurrentDictionary<AssetId, SourceId[]> _sourcesOf = new();
    private readonly ConcurrentDictionary<string, AssetId[]> _assetsOfSymbol = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<SourceId, byte> _sources = new();
    private readonly ConcurrentDictionary<ViewKey, View> _views = new();
    private long _version;

    public int Count => _rows.Count;

    public IEnumerable<AssetId> Assets => _sourcesOf.Keys;

    public BoardRow? Find(SourceId source, AssetId asset) => _rows.GetValueOrDefault((source, asset));

    /// <summary>What was decided last about the price of an asset, and from what.</summary>
    public Decision? FindDecision(AssetId asset) => _decisions.GetValueOrDefault(asset);

    public bool Knows(SourceId source) => _sources.ContainsKey(source);

    /// <summary>All rows of one asset: consensus first, then by source.</summary>
    public IReadOnlyList<BoardRow> Of(AssetId asset)
    {
        var sources = _sourcesOf.GetValueOrDefault(asset, []);
        var rows = new List<BoardRow>(sources.Length);
        foreach (var source in sources)
        {
            if (Find(source, asset) is { } row)
                rows.Add(row);
        }

        return rows;
    }

    /// <summary>The row that speaks for an asset: the consensus, unless it has been left behind, else what was observed last.</summary>
    public BoardRow? Lead(AssetId asset)
    {
        var newest = Of(asset).MaxBy(row => row.Quote.ObservedAt);
        return Find(SourceId.Consensus, asset) is { } consensus && newest!.Quote.ObservedAt - consensus.Quote.ObservedAt <= ConsensusHolds
            ? consensus
            : newest;
    }

    /// <summary>Puts newer quotes in the place of older ones and returns those that took effect.</summary>
    public IReadOnlyList<Quote> Apply(IEnumerable<Quote> quotes, Func<AssetId, Asset?> assets)
    {
        var applied = new List<Quote>();
        lock (_writing)
        {
            foreach (var quote in Newest(quotes))
            {
                if (Put(quote, assets))
                    applied.Add(quote);
            }

            if (applied.Count > 0)
                ForgetViews();
        }

        return applied;
    }

    public void Apply(IEnumerable<Decision> decisions)
    {
        foreach (var decision in decisions)
            _decisions[decision.Asset] = decision;
    }

    /// <summary>Takes over the state of the store, also where it is older: a replay may have put something right.</summary>
    public void Load(IReadOnlyCollection<Quote> latest, IReadOnlyCollection<Decision> decisions, Func<AssetId, Asset?> assets)
    {
        var known = latest.ToLookup(quote => quote.Asset, quote => quote.Source);
        lock (_writing)
        {
            foreach (var stale in _sourcesOf.Where(pair => !pair.Value.All(known[pair.Key].Contains)).Select(pair => pair.Key).ToList())
                Remove(stale);
            foreach (var quote in latest)
                Show(quote, assets);
            Apply(decisions);
            ForgetViews();
        }
    }

    /// <summary>Shows the rows of an asset under its new id, symbol and name.</summary>
    /// <param name="asset">As it is called now.</param>
    /// <param name="from">The id that it had before.</param>
    public void Rename(Asset asset, AssetId from)
    {
        lock (_writing)
        {
            var rows = Of(from);
            if (rows.Count == 0 || (asset.Id == from && rows.All(row => (row.Asset.Symbol, row.Asset.Name) == (asset.Symbol, asset.Name))))
                return;

            foreach (var row in rows)
            {
                DelistSymbol(row.Asset);
                var quote = row.Quote with { Asset = asset.Id, CoinId = row.Quote.Source == SourceId.Consensus ? asset.Id.Slug : row.Quote.CoinId };
                _rows[(quote.Source, asset.Id)] = new BoardRow(quote, asset, RowWriter.Write(quote, asset, _buffer));
            }

            foreach (var row in rows)
                Enlist(row.Quote.Source, asset);
            if (asset.Id != from && _decisions.TryRemove(from, out var decision))
                _decisions[asset.Id] = decision with { Asset = asset.Id };
            if (asset.Id != from)
                Remove(from);
            ForgetViews();
        }
    }

    /// <summary>Shows what a source said of an asset no more: it turned out to be about another one.</summary>
    public void Withdraw(SourceId source, AssetId asset)
    {
        lock (_writing)
        {
            if (!_rows.TryRemove((source, asset), out var row))
                return;

            _sourcesOf[asset] = Array.FindAll(_sourcesOf[asset], other => other != source);
            if (_sourcesOf[asset] is [])
            {
                DelistSymbol(row.Asset);
                _sourcesOf.TryRemove(asset, out _);
                _decisions.TryRemove(asset, out _);
            }

            ForgetViews();
        }
    }

    public BoardPage Read(BoardQuery query, int page, int pageSize)
    {
        var rows = Select(query);
        var first = Math.Min((long)(page - 1) * pageSize, rows.Count);
        return new BoardPage(rows.Slice((int)first, (int)Math.Min(pageSize, rows.Count - first)), rows.Count);
    }

    private ArraySegment<BoardRow> Select(BoardQuery query) => query switch
    {
        { Asset: { } asset } => Sorted(Of(asset).Where(row => Fits(row, query)), query.Sort),
        { Symbol: { } symbol } => Sorted(
            _assetsOfSymbol.GetValueOrDefault(symbol, []).SelectMany(Of).Where(row => Fits(row, query)), query.Sort),
        { Search: { } search } => ViewOf(query).Where(row => Mentions(row.Asset, search)).ToArray(),
        _ => ViewOf(query),
    };

    private static bool Fits(BoardRow row, BoardQuery query) =>
        (query.Source is not { } source || row.Quote.Source == source)
        && (query.Symbol is not { } symbol || symbol.Equals(row.Asset.Symbol, StringComparison.OrdinalIgnoreCase));

    private static bool Mentions(Asset asset, string text) =>
        asset.Id.Slug.Contains(text, StringComparison.OrdinalIgnoreCase)
        || asset.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
        || (asset.Symbol?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false);

    private static BoardRow[] Sorted(IEnumerable<BoardRow> rows, BoardSort sort)
    {
        var sorted = rows.ToArray();
        Array.Sort(sorted, sort.Compare);
        return sorted;
    }

    private BoardRow[] ViewOf(BoardQuery query)
    {
        var key = new ViewKey(query.Source, query.LeadsOnly, query.Sort.Text);
        if (_views.TryGetValue(key, out var view) && view.Version == Interlocked.Read(ref _version))
            return view.Rows;

        lock (_writing) // so that nobody sees half of a page
            return _views.TryGetValue(key, out view) && view.Version == _version ? view.Rows : NewView(key, query);
    }

    private BoardRow[] NewView(ViewKey key, BoardQuery query)
    {
        var rows = query.LeadsOnly
            ? _sourcesOf.Keys.Select(Lead).OfType<BoardRow>()
            : _rows.Values.Where(row => query.Source is not { } source || row.Quote.Source == source);
        var sorted = Sorted(rows, query.Sort);
        _views[key] = new View(_version, sorted);
        return sorted;
    }

    /// <summary>A file brings years of one asset at once: only the newest is worth serialising.</summary>
    private static Dictionary<(SourceId, AssetId), Quote>.ValueCollection Newest(IEnumerable<Quote> quotes)
    {
        var newest = new Dictionary<(SourceId, AssetId), Quote>();
        foreach (var quote in quotes)
        {
            ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(newest, (quote.Source, quote.Asset), out _);
            if (slot is null || slot.ObservedAt <= quote.ObservedAt)
                slot = quote;
        }

        return newest.Values;
    }

    private bool Put(Quote quote, Func<AssetId, Asset?> assets)
    {
        if (Find(quote.Source, quote.Asset) is { Quote: var known }
            && (known.ObservedAt, known.RecordedAt).CompareTo((quote.ObservedAt, quote.RecordedAt)) > 0)
            return false;

        Show(quote, assets);
        return true;
    }

    private void Show(Quote quote, Func<AssetId, Asset?> assets)
    {
        var asset = assets(quote.Asset) ?? throw new InvalidOperationException($"The asset {quote.Asset} of a committed quote is not known.");
        var known = Find(quote.Source, quote.Asset);
        if (known is not null && known.Quote == quote && (known.Asset.Symbol, known.Asset.Name) == (asset.Symbol, asset.Name))
            return;

        _rows[(quote.Source, quote.Asset)] = new BoardRow(quote, asset, RowWriter.Write(quote, asset, _buffer));
        if (known is not null && known.Asset.Symbol != asset.Symbol)
            DelistSymbol(known.Asset);
        if (known is null || known.Asset.Symbol != asset.Symbol)
            Enlist(quote.Source, asset);
    }

    /// <summary>Views of the past would keep all its rows alive.</summary>
    private void ForgetViews()
    {
        Interlocked.Increment(ref _version);
        _views.Clear();
    }

    private void Remove(AssetId asset)
    {
        foreach (var row in Of(asset))
        {
            _rows.TryRemove((row.Quote.Source, asset), out _);
            DelistSymbol(row.Asset);
        }

        _sourcesOf.TryRemove(asset, out _);
        _decisions.TryRemove(asset, out _);
    }

    private void DelistSymbol(Asset asset)
    {
        if (asset.Symbol is { } symbol)
            _assetsOfSymbol[symbol] = [.. _assetsOfSymbol.GetValueOrDefault(symbol, []).Where(id => id != asset.Id)];
    }

    private void Enlist(SourceId source, Asset asset)
    {
        _sources.TryAdd(source, 0);
        _sourcesOf[asset.Id] = [.. _sourcesOf.GetValueOrDefault(asset.Id, []).Append(source).Distinct()
            .OrderBy(id => id != SourceId.Consensus).ThenBy(id => id.Name, StringComparer.Ordinal)];
        if (asset.Symbol is { } symbol && _assetsOfSymbol.GetValueOrDefault(symbol, []) is var assets && !assets.Contains(asset.Id))
            _assetsOfSymbol[symbol] = [.. assets, asset.Id];
    }

    private readonly record struct ViewKey(SourceId? Source, bool LeadsOnly, string Sort);

    private sealed record View(long Version, BoardRow[] Rows);
}
