using System.Runtime.CompilerServices;
using Assay.Consensus;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Adapters.Storage.Sqlite;

internal sealed class SqliteMarketStore(SqliteDatabase database) : IMarketStore
{
    private const string Register = """
        INSERT INTO sources (name, title, website, attribution, terms_url) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET
          title = excluded.title, website = excluded.website, attribution = excluded.attribution, terms_url = excluded.terms_url
        """;

    private const string Latest = """
        SELECT s.name, a.slug, l.coin_id, l.observed_at, l.recorded_at, l.price, l.market_cap, l.volume_24h, l.price_change_24h,
          l.price_change_7d, l.high_24h, l.low_24h, l.circulating_supply, l.total_supply, l.max_supply, l.rank
        FROM latest_quotes l JOIN sources s ON s.id = l.source JOIN assets a ON a.id = l.asset_id
        """;

    private static readonly string Decisions = $"""
        {RowSql.Of(Table.ConsensusEvidence).Select}
        WHERE (t.asset_id, t.recorded_at) IN (SELECT a.id, (SELECT max(e.recorded_at) FROM consensus_evidence e WHERE e.asset_id = a.id) FROM assets a)
        """;

    private const string File = """
        SELECT f.name, f.length, f."offset", f.line FROM imported_files f JOIN sources s ON s.id = f.source WHERE s.name = ? AND f.sha256 = ?
        """;

    private long _dataVersion = -1;

    public Task<PageOutcome?> CommitAsync(PageCommit page, CancellationToken cancellationToken) => database.WriteAsync(writer =>
    {
        var isOutOfDate = !page.Identity.IsEmpty && _dataVersion >= 0 && writer.Numbers.ForgetIfChangedElsewhere() != _dataVersion;
        return isOutOfDate ? null : new PageWriter(writer, page, cancellationToken).Write();
    }, cancellationToken);

    public Task RegisterSourcesAsync(IReadOnlyCollection<SourceInfo> sources, CancellationToken cancellationToken) =>
        database.WriteAsync(writer =>
        {
            foreach (var source in sources)
            {
                writer.Connection.Prepare(Register)
                    .Bind(source.Id.Name).Bind(source.Title).Bind(source.Website?.OriginalString)
                    .Bind(source.Attribution).Bind(source.TermsUrl?.OriginalString).Execute();
            }

            return sources.Count;
        }, cancellationToken);

    public async IAsyncEnumerable<Quote> ReadLatestAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = await database.RentReaderAsync(cancellationToken);
        using var rows = reader.Connection.Prepare(Latest).Query();
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return ReadQuote(rows);
        }
    }

    public async IAsyncEnumerable<Decision> ReadDecisionsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = await database.RentReaderAsync(cancellationToken);
        using var rows = reader.Connection.Prepare(Decisions).Query();
        while (rows.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Decision.FromRow(rows.Values(Table.ConsensusEvidence));
        }
    }

    public async Task<bool> HasChangedElsewhereAsync(CancellationToken cancellationToken)
    {
        // It counts the commits of others than the connection that asks, and all that we write goes through this one.
        var version = await database.WriteAsync(writer => writer.Numbers.ForgetIfChangedElsewhere(), cancellationToken);
        return Interlocked.Exchange(ref _dataVersion, version) != version;
    }

    public Task<FileProgress?> FindFileAsync(SourceId source, string sha256, CancellationToken cancellationToken) =>
        database.ReadAsync(connection =>
        {
            using var rows = connection.Prepare(File).Bind(source.Name).Bind(sha256).Query();
            return rows.Read() ? new FileProgress(sha256, rows.Text(0), rows.Int64(1), rows.Int64(2), rows.Int64(3)) : null;
        }, cancellationToken);

    private static Quote ReadQuote(Rows rows) => new()
    {
        Source = new(rows.Text(0)),
        Asset = new(rows.Text(1)),
        CoinId = rows.Text(2),
        ObservedAt = rows.Time(3),
        RecordedAt = rows.Time(4),
        Figures = new MarketFigures
        {
            Price = rows.Double(5),
            MarketCap = rows.DoubleOrNull(6),
            Volume24h = rows.DoubleOrNull(7),
            PriceChange24h = rows.DoubleOrNull(8),
            PriceChange7d = rows.DoubleOrNull(9),
            High24h = rows.DoubleOrNull(10),
            Low24h = rows.DoubleOrNull(11),
            CirculatingSupply = rows.DoubleOrNull(12),
            TotalSupply = rows.DoubleOrNull(13),
            MaxSupply = rows.DoubleOrNull(14),
            Rank = rows.Int32OrNull(15),
        },
    };
}
