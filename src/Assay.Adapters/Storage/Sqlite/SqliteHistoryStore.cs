using System.Runtime.CompilerServices;
using Assay.Candles;
using Assay.Consensus;
using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

internal sealed class SqliteHistoryStore(SqliteDatabase database) : IHistoryStore
{
    /// <summary>Rows that are read at once: between two pieces the connection is free for others, however slow the reader is.</summary>
    private const int Piece = 2000;

    private const string OfAsset =
        "asset_id = (SELECT id FROM assets WHERE slug = ?) AND source = (SELECT id FROM sources WHERE name = ?)";

    private const string Quotes = $"""
        SELECT observed_at, recorded_at, price, market_cap, volume_24h FROM quotes
        WHERE {OfAsset} AND observed_at BETWEEN ? AND ? ORDER BY observed_at LIMIT ?
        """;

    private const string QuoteFromEnd =
        $"SELECT observed_at FROM quotes WHERE {OfAsset} AND observed_at BETWEEN ? AND ? ORDER BY observed_at DESC LIMIT 1 OFFSET ?";

    private const string NewestPrices = $"SELECT price FROM quotes WHERE {OfAsset} ORDER BY observed_at DESC LIMIT ?";

    // Each time has one row at most that held at the moment: the stored one, or one that has been superseded since.
    private const string Then = """
        WITH series AS (SELECT a.id AS asset, s.id AS source FROM assets a, sources s WHERE a.slug = ?1 AND s.name = ?2)
        SELECT observed_at, recorded_at, price, market_cap, volume_24h FROM quotes
        WHERE asset_id = (SELECT asset FROM series) AND source = (SELECT source FROM series) AND observed_at BETWEEN ?3 AND ?4 AND recorded_at <= ?5
        UNION ALL
        SELECT observed_at, recorded_at, price, market_cap, volume_24h FROM quote_corrections
        WHERE asset_id = (SELECT asset FROM series) AND source = (SELECT source FROM series) AND observed_at BETWEEN ?3 AND ?4
          AND recorded_at <= ?5 AND superseded_at > ?5
        """;

    private const string QuotesThen = $"{Then} ORDER BY observed_at LIMIT ?6";

    private const string QuoteFromEndThen = $"{Then} ORDER BY observed_at DESC LIMIT 1 OFFSET ?6";

    private const string Candles = $"""
        SELECT opened_at, open, high, low, close, volume, samples, method, revision, recorded_at FROM candles
        WHERE {OfAsset} AND interval = ? AND opened_at BETWEEN ? AND ? ORDER BY opened_at LIMIT ?
        """;

    private const string CandlesThen = $"""
        SELECT opened_at, open, high, low, close, volume, samples, method, revision, recorded_at FROM candles
        WHERE {OfAsset} AND interval = ? AND opened_at BETWEEN ? AND ? AND method = 'native' AND recorded_at <= ? ORDER BY opened_at LIMIT ?
        """;

    private const string CandleFromEnd =
        $"SELECT opened_at FROM candles WHERE {OfAsset} AND interval = ? AND opened_at BETWEEN ? AND ? ORDER BY opened_at DESC LIMIT 1 OFFSET ?";

    private static readonly string LastDecision = $"""
        {RowSql.Of(Table.ConsensusEvidence).Select}
        WHERE t.asset_id = (SELECT id FROM assets WHERE slug = ?) AND t.recorded_at <= ? ORDER BY t.recorded_at DESC LIMIT 1
        """;

    public IAsyncEnumerable<HistoricQuote> ReadQuotesAsync(
        SourceId source, AssetId asset, TimeRange range, DateTimeOffset? asOf, CancellationToken cancellationToken) =>
        ReadPiecesAsync(
            range,
            (connection, rest) => Select(connection, asOf is null ? Quotes : QuotesThen, source, asset, rest, asOf).Bind(Piece),
            static rows => new HistoricQuote(rows.Time(0), rows.Time(1), rows.Double(2), rows.DoubleOrNull(3), rows.DoubleOrNull(4)),
            static quote => quote.ObservedAt,
            cancellationToken);

    public Task<DateTimeOffset?> FindQuoteFromEndAsync(
        SourceId source, AssetId asset, TimeRange range, int count, DateTimeOffset? asOf, CancellationToken cancellationToken) =>
        FindTimeAsync(
            connection => Select(connection, asOf is null ? QuoteFromEnd : QuoteFromEndThen, source, asset, range, asOf).Bind(count - 1), cancellationToken);

    public Task<IReadOnlyList<double>> ReadNewestPricesAsync(SourceId source, AssetId asset, int count, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<double>>(connection =>
        {
            var prices = new List<double>();
            using var rows = connection.Prepare(NewestPrices).Bind(asset.Slug).Bind(source.Name).Bind(Math.Max(count, 0)).Query();
            while (rows.Read())
                prices.Add(rows.Double(0));
            prices.Reverse();
            return prices;
        }, cancellationToken);

    public IAsyncEnumerable<Candle> ReadCandlesAsync(
        SourceId source, AssetId asset, CandleInterval interval, TimeRange range, DateTimeOffset? asOf, CancellationToken cancellationToken) =>
        ReadPiecesAsync(
            range,
            (connection, rest) =>
            {
                var select = connection.Prepare(asOf is null ? Candles : CandlesThen)
                    .Bind(asset.Slug).Bind(source.Name).Bind(interval.Name).Bind(rest.From).Bind(rest.To);
                return (asOf is { } time ? select.Bind(time) : select).Bind(Piece);
            },
            rows => new Candle
            {
                Source = source,
                Asset = asset,
                Interval = interval,
                OpenedAt = rows.Time(0),
                Prices = new Ohlc(rows.Double(1), rows.Double(2), rows.Double(3), rows.Double(4), rows.DoubleOrNull(5)),
                Samples = rows.Int32OrNull(6),
                Method = CandleMethods.Parse(rows.Text(7)),
                Revision = rows.Int32(8),
                RecordedAt = rows.Time(9),
            },
            static candle => candle.OpenedAt,
            cancellationToken);

    public Task<DateTimeOffset?> FindCandleFromEndAsync(
        SourceId source, AssetId asset, CandleInterval interval, TimeRange range, int count, CancellationToken cancellationToken) =>
        FindTimeAsync(
            connection => connection.Prepare(CandleFromEnd)
                .Bind(asset.Slug).Bind(source.Name).Bind(interval.Name).Bind(range.From).Bind(range.To).Bind(count - 1), cancellationToken);

    public Task<Decision?> FindDecisionAsync(AssetId asset, DateTimeOffset asOf, CancellationToken cancellationToken) => database.ReadAsync(connection =>
    {
        using var rows = connection.Prepare(LastDecision).Bind(asset.Slug).Bind(asOf).Query();
        return rows.Read() ? Decision.FromRow(rows.Values(Table.ConsensusEvidence)) : null;
    }, cancellationToken);

    private static Statement Select(Connection connection, string sql, SourceId source, AssetId asset, TimeRange range, DateTimeOffset? asOf)
    {
        var select = connection.Prepare(sql).Bind(asset.Slug).Bind(source.Name).Bind(range.From).Bind(range.To);
        return asOf is { } time ? select.Bind(time) : select;
    }

    private async IAsyncEnumerable<T> ReadPiecesAsync<T>(
        TimeRange range, Func<Connection, TimeRange, Statement> select, Func<Rows, T> read, Func<T, DateTimeOffset> timeOf,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rest = range;
        while (true)
        {
            var piece = await database.ReadAsync(connection =>
            {
                var found = new List<T>();
                using var rows = select(connection, rest).Query();
                while (rows.Read())
                    found.Add(read(rows));
                return found;
            }, cancellationToken);
            foreach (var item in piece)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return item;
            }

            if (piece.Count < Piece)
                yield break;
            rest = rest with { From = timeOf(piece[^1]).AddMilliseconds(1) };
        }
    }

    private Task<DateTimeOffset?> FindTimeAsync(Func<Connection, Statement> select, CancellationToken cancellationToken) =>
        database.ReadAsync<DateTimeOffset?>(connection =>
        {
            using var rows = select(connection).Query();
            return rows.Read() ? rows.Time(0) : null;
        }, cancellationToken);
}
