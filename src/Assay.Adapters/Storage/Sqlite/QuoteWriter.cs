using Assay.Ingestion;
using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Writes quotes into the history and the newest of each asset into latest_quotes.</summary>
internal sealed class QuoteWriter(Writer writer)
{
    private const string InsertInto = "INSERT INTO quotes (asset_id, source, observed_at, recorded_at, price, market_cap, volume_24h) VALUES";

    private const string Row = "(?, ?, ?, ?, ?, ?, ?)";

    private const string AnyStored = "SELECT 1 FROM quotes WHERE asset_id = ? AND source = ? AND observed_at BETWEEN ? AND ? LIMIT 1";

    private const string KeepOld = """
        INSERT INTO quote_corrections (asset_id, source, observed_at, recorded_at, superseded_at, price, market_cap, volume_24h)
        SELECT asset_id, source, observed_at, recorded_at, ?, price, market_cap, volume_24h FROM quotes
        WHERE asset_id = ? AND source = ? AND observed_at = ? AND recorded_at < ? AND (price, market_cap, volume_24h) IS NOT (?, ?, ?)
        """;

    private const string Correct = """
        UPDATE quotes SET recorded_at = ?, price = ?, market_cap = ?, volume_24h = ?
        WHERE asset_id = ? AND source = ? AND observed_at = ?
        """;

    private const string UpsertLatest = """
        INSERT INTO latest_quotes AS l (asset_id, source, coin_id, observed_at, recorded_at, price, market_cap, volume_24h,
          price_change_24h, price_change_7d, high_24h, low_24h, circulating_supply, total_supply, max_supply, rank)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET
          coin_id = excluded.coin_id, observed_at = excluded.observed_at, recorded_at = excluded.recorded_at, price = excluded.price,
          market_cap = excluded.market_cap, volume_24h = excluded.volume_24h, price_change_24h = excluded.price_change_24h,
          price_change_7d = excluded.price_change_7d, high_24h = excluded.high_24h, low_24h = excluded.low_24h,
          circulating_supply = excluded.circulating_supply, total_supply = excluded.total_supply, max_supply = excluded.max_supply,
          rank = excluded.rank
        WHERE excluded.observed_at > l.observed_at OR (excluded.observed_at = l.observed_at AND excluded.recorded_at > l.recorded_at AND
          (excluded.coin_id, excluded.price, excluded.market_cap, excluded.volume_24h, excluded.price_change_24h, excluded.price_change_7d,
           excluded.high_24h, excluded.low_24h, excluded.circulating_supply, excluded.total_supply, excluded.max_supply, excluded.rank)
          IS NOT
          (l.coin_id, l.price, l.market_cap, l.volume_24h, l.price_change_24h, l.price_change_7d,
           l.high_24h, l.low_24h, l.circulating_supply, l.total_supply, l.max_supply, l.rank))
        """;

    private const string NewestTime = "SELECT observed_at FROM latest_quotes WHERE asset_id = ? AND source = ?";

    private static readonly RowInserter Inserter = new(InsertInto, Row);

    private readonly Connection _connection = writer.Connection;
    private readonly Statement _insert = writer.Connection.Prepare($"{InsertInto} {Row} ON CONFLICT DO NOTHING");
    private readonly Statement _upsertLatest = writer.Connection.Prepare(UpsertLatest);
    private readonly Dictionary<(long Asset, long Source), DateTimeOffset?> _newestBefore = [];

    /// <summary>When the newest quote of a series was observed, of those that were known before <see cref="Write"/>.</summary>
    public DateTimeOffset? FindNewestBefore(SourceId source, AssetId asset)
    {
        var series = (writer.Numbers.Of(asset), writer.Numbers.Of(source));
        return _newestBefore.TryGetValue(series, out var time) ? time : ReadNewest(series);
    }

    public PageOutcome Write(IReadOnlyList<Quote> quotes, CancellationToken cancellationToken)
    {
        var (stored, corrected) = (0, 0);
        var changed = new bool[quotes.Count];
        var keys = SortedKeys(quotes);
        var (nextAsset, areNew) = (0, false);
        for (var i = 0; i < keys.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (i == nextAsset)
            {
                nextAsset = NextAsset(keys, i);
                _newestBefore[(keys[i].Asset, keys[i].Source)] = ReadNewest((keys[i].Asset, keys[i].Source));
                areNew = TryInsertAll(keys.AsSpan(i..nextAsset), quotes, cancellationToken);
            }

            var key = keys[i];
            var quote = quotes[key.Index];
            var isNew = areNew || TryInsert(key, quote);
            var isCorrection = !isNew && TryCorrect(key, quote);
            // Of several of one asset only the newest can become its latest.
            var isLatest = i + 1 == nextAsset && TryReplaceLatest(key, quote);

            stored += isNew ? 1 : 0;
            corrected += isCorrection ? 1 : 0;
            changed[key.Index] = isNew || isCorrection || isLatest;
        }

        return new PageOutcome([.. quotes.Where((_, index) => changed[index])], stored, corrected, quotes.Count - stored - corrected);
    }

    /// <summary>In the order of the table, so that neighbours in the file are written one after the other.</summary>
    private Key[] SortedKeys(IReadOnlyList<Quote> quotes)
    {
        var keys = new Key[quotes.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            var quote = quotes[i];
            keys[i] = new Key(writer.Numbers.Of(quote.Asset), writer.Numbers.Of(quote.Source), quote.ObservedAt.ToUnixTimeMilliseconds(), i);
        }

        Array.Sort(keys);
        return keys;
    }

    private static int NextAsset(Key[] keys, int first)
    {
        var next = first + 1;
        while (next < keys.Length && keys[next].IsSameAsset(keys[first]))
            next++;
        return next;
    }

    /// <summary>Inserts the history of one asset, as a file brings it, at once; false where some of that time is stored already.</summary>
    private bool TryInsertAll(ReadOnlySpan<Key> keys, IReadOnlyList<Quote> quotes, CancellationToken cancellationToken)
    {
        if (keys.Length < RowInserter.RowsAtOnce || IsAnyStored(keys[0], keys[^1]))
            return false;

        Inserter.Insert(_connection, keys, (row, key) => Bind(row, key, quotes[key.Index]), cancellationToken);
        return true;
    }

    private DateTimeOffset? ReadNewest((long Asset, long Source) series)
    {
        using var rows = _connection.Prepare(NewestTime).Bind(series.Asset).Bind(series.Source).Query();
        return rows.Read() ? rows.Time(0) : null;
    }

    private bool IsAnyStored(Key first, Key last)
    {
        using var rows = _connection.Prepare(AnyStored).Bind(first.Asset).Bind(first.Source).Bind(first.ObservedAt).Bind(last.ObservedAt).Query();
        return rows.Read();
    }

    private bool TryInsert(Key key, Quote quote) => Bind(_insert, key, quote).Execute() > 0;

    private static Statement Bind(Statement row, Key key, Quote quote) => row
        .Bind(key.Asset).Bind(key.Source).Bind(key.ObservedAt).Bind(quote.RecordedAt)
        .Bind(PriceOf(quote)).Bind(quote.Figures.MarketCap).Bind(quote.Figures.Volume24h);

    private bool TryCorrect(Key key, Quote quote)
    {
        var figures = quote.Figures;
        var differs = _connection.Prepare(KeepOld)
            .Bind(quote.RecordedAt).Bind(key.Asset).Bind(key.Source).Bind(key.ObservedAt).Bind(quote.RecordedAt)
            .Bind(figures.Price).Bind(figures.MarketCap).Bind(figures.Volume24h).Execute() > 0;
        if (differs)
        {
            _connection.Prepare(Correct)
                .Bind(quote.RecordedAt).Bind(figures.Price).Bind(figures.MarketCap).Bind(figures.Volume24h)
                .Bind(key.Asset).Bind(key.Source).Bind(key.ObservedAt).Execute();
        }

        return differs;
    }

    private bool TryReplaceLatest(Key key, Quote quote)
    {
        var figures = quote.Figures;
        return _upsertLatest
            .Bind(key.Asset).Bind(key.Source).Bind(quote.CoinId).Bind(key.ObservedAt).Bind(quote.RecordedAt)
            .Bind(figures.Price).Bind(figures.MarketCap).Bind(figures.Volume24h).Bind(figures.PriceChange24h).Bind(figures.PriceChange7d)
            .Bind(figures.High24h).Bind(figures.Low24h).Bind(figures.CirculatingSupply).Bind(figures.TotalSupply).Bind(figures.MaxSupply)
            .Bind(figures.Rank).Execute() > 0;
    }

    private static double PriceOf(Quote quote) => quote.Figures.Price
        ?? throw new StoreException($"The quote of '{quote.Asset}' at {quote.Source} has no price and cannot be stored. Quotes are validated before they are.");

    private readonly record struct Key(long Asset, long Source, long ObservedAt, int Index) : IComparable<Key>
    {
        public bool IsSameAsset(Key other) => Asset == other.Asset && Source == other.Source;

        public int CompareTo(Key other)
        {
            if (Asset != other.Asset)
                return Asset.CompareTo(other.Asset);
            return Source != other.Source ? Source.CompareTo(other.Source) : ObservedAt.CompareTo(other.ObservedAt);
        }
    }
}
