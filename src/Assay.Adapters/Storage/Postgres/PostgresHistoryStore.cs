using System.Runtime.CompilerServices;
using Assay.Candles;
using Assay.Consensus;
using Assay.Storage;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

internal sealed class PostgresHistoryStore(PostgresDatabase database) : IHistoryStore
{
    /// <summary>Rows that are read at once: between two pieces the connection is free for others, however slow the reader is, and a piece can be read again.</summary>
    private const int Piece = 5000;

    private const string OfAsset =
        "asset_id = (SELECT id FROM assets WHERE slug = $1) AND source = (SELECT id FROM sources WHERE name = $2)";

    private const string Quotes = $"""
        SELECT observed_at, recorded_at, price, market_cap, volume_24h FROM quotes
        WHERE {OfAsset} AND observed_at BETWEEN $3 AND $4 ORDER BY observed_at LIMIT $5
        """;

    private const string QuoteFromEnd =
        $"SELECT observed_at FROM quotes WHERE {OfAsset} AND observed_at BETWEEN $3 AND $4 ORDER BY observed_at DESC LIMIT 1 OFFSET $5";

    private const string NewestPrices = $"SELECT price FROM quotes WHERE {OfAsset} ORDER BY observed_at DESC LIMIT $3";

    // Each time has one row at most that held at the moment: the stored one, or one that has been superseded since.
    private const string Then = $"""
        SELECT observed_at, recorded_at, price, market_cap, volume_24h FROM quotes
        WHERE {OfAsset} AND observed_at BETWEEN $3 AND $4 AND recorded_at <= $6
        UNION ALL
        SELECT observed_at, recorded_at, price, market_cap, volume_24h FROM quote_corrections
        WHERE {OfAsset} AND observed_at BETWEEN $3 AND $4 AND recorded_at <= $6 AND superseded_at > $6
        """;

    private const string QuotesThen = $"{Then} ORDER BY observed_at LIMIT $5";

    private const string QuoteFromEndThen = $"{Then} ORDER BY observed_at DESC LIMIT 1 OFFSET $5";

    private const string Candles = $"""
        SELECT opened_at, open, high, low, close, volume, samples, method, revision, recorded_at FROM candles
        WHERE {OfAsset} AND "interval" = $6 AND opened_at BETWEEN $3 AND $4 ORDER BY opened_at LIMIT $5
        """;

    private const string CandlesThen = $"""
        SELECT opened_at, open, high, low, close, volume, samples, method, revision, recorded_at FROM candles
        WHERE {OfAsset} AND "interval" = $6 AND opened_at BETWEEN $3 AND $4 AND method = 'native' AND recorded_at <= $7 ORDER BY opened_at LIMIT $5
        """;

    private const string CandleFromEnd =
        $"""SELECT opened_at FROM candles WHERE {OfAsset} AND "interval" = $6 AND opened_at BETWEEN $3 AND $4 ORDER BY opened_at DESC LIMIT 1 OFFSET $5""";

    private static readonly string LastDecision =
        $"{RowSql.Of(Table.ConsensusEvidence).SelectFrom("consensus_evidence")} WHERE a.slug = $1 AND t.recorded_at <= $2 ORDER BY t.recorded_at DESC LIMIT 1";

    public IAsyncEnumerable<HistoricQuote> ReadQuotesAsync(
        SourceId source, AssetId asset, TimeRange range, DateTimeOffset? asOf, CancellationToken cancellationToken) =>
        ReadPiecesAsync(
            asOf is null ? Quotes : QuotesThen, [asset.Slug, source.Name], range, Moment(asOf),
            static row => new HistoricQuote(row.Time(0), row.Time(1), row.GetDouble(2), row.DoubleOrNull(3), row.DoubleOrNull(4)),
            static quote => quote.ObservedAt, cancellationToken);

    public Task<DateTimeOffset?> FindQuoteFromEndAsync(
        SourceId source, AssetId asset, TimeRange range, int count, DateTimeOffset? asOf, CancellationToken cancellationToken) =>
        FindTimeAsync(
            asOf is null ? QuoteFromEnd : QuoteFromEndThen, [asset.Slug, source.Name, range.From, range.To, count - 1, .. Moment(asOf)], cancellationToken);

    public IAsyncEnumerable<Candle> ReadCandlesAsync(
        SourceId source, AssetId asset, CandleInterval interval, TimeRange range, DateTimeOffset? asOf, CancellationToken cancellationToken) =>
        ReadPiecesAsync(
            asOf is null ? Candles : CandlesThen, [asset.Slug, source.Name], range, [interval.Name, .. Moment(asOf)],
            row => new Candle
            {
                Source = source,
                Asset = asset,
                Interval = interval,
                OpenedAt = row.Time(0),
                Prices = new Ohlc(row.GetDouble(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4), row.DoubleOrNull(5)),
                Samples = row.Int32OrNull(6),
                Method = CandleMethods.Parse(row.GetString(7)),
                Revision = row.GetInt32(8),
                RecordedAt = row.Time(9),
            },
            static candle => candle.OpenedAt, cancellationToken);

    public Task<DateTimeOffset?> FindCandleFromEndAsync(
        SourceId source, AssetId asset, CandleInterval interval, TimeRange range, int count, CancellationToken cancellationToken) =>
        FindTimeAsync(CandleFromEnd, [asset.Slug, source.Name, range.From, range.To, count - 1, interval.Name], cancellationToken);

    public async Task<IReadOnlyList<double>> ReadNewestPricesAsync(SourceId source, AssetId asset, int count, CancellationToken cancellationToken)
    {
        var prices = await database.ReadAsync((connection, token) => connection.QueryAsync(
            NewestPrices, [asset.Slug, source.Name, Math.Max(count, 0)], row => row.GetDouble(0), token), cancellationToken);
        prices.Reverse();
        return prices;
    }

    public async Task<Decision?> FindDecisionAsync(AssetId asset, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync((connection, token) => connection.QueryAsync(
            LastDecision, [asset.Slug, asOf], row => PostgresRowStore.Read(Table.ConsensusEvidence, row), token), cancellationToken);
        return rows.Count == 0 ? null : Decision.FromRow(rows[0]);
    }

    private static object[] Moment(DateTimeOffset? asOf) => asOf is { } time ? [time] : [];

    private async IAsyncEnumerable<T> ReadPiecesAsync<T>(
        string sql, object[] series, TimeRange range, object[] more, Func<NpgsqlDataReader, T> read, Func<T, DateTimeOffset> timeOf,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = range.From;
        while (true)
        {
            var piece = await database.ReadAsync(
                (connection, token) => connection.QueryAsync(sql, [.. series, from, range.To, Piece, .. more], read, token), cancellationToken);
            foreach (var item in piece)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return item;
            }

            if (piece.Count < Piece)
                yield break;
            from = timeOf(piece[^1]).AddMilliseconds(1);
        }
    }

    private async Task<DateTimeOffset?> FindTimeAsync(string sql, object[] values, CancellationToken cancellationToken) =>
        (await database.ReadAsync((connection, token) => connection.QueryAsync<DateTimeOffset?>(sql, values, row => row.Time(0), token), cancellationToken))
        .FirstOrDefault();
}
