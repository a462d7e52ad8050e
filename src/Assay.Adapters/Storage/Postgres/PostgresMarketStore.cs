using System.Runtime.CompilerServices;
using Assay.Consensus;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

internal sealed class PostgresMarketStore(PostgresDatabase database, Writer writer) : IMarketStore
{
    private const string Register =
        "UPDATE sources SET title = $2, website = $3, attribution = $4, terms_url = $5 WHERE name = $1";

    private const string Latest = """
        SELECT s.name, a.slug, l.coin_id, l.observed_at, l.recorded_at, l.price, l.market_cap, l.volume_24h, l.price_change_24h,
          l.price_change_7d, l.high_24h, l.low_24h, l.circulating_supply, l.total_supply, l.max_supply, l.rank
        FROM latest_quotes l JOIN sources s ON s.id = l.source JOIN assets a ON a.id = l.asset_id
        """;

    // Month after month, the newest first: what is looked for stands in the first of them.
    private static readonly string Decisions = $"""
        {RowSql.Of(Table.ConsensusEvidence).SelectFrom("(SELECT e.* FROM assets l CROSS JOIN LATERAL (SELECT * FROM consensus_evidence WHERE asset_id = l.id ORDER BY recorded_at DESC LIMIT 1) e)")}
        """;

    private const string File = """
        SELECT f.name, f.length, f."offset", f.line FROM imported_files f JOIN sources s ON s.id = f.source WHERE s.name = $1 AND f.sha256 = $2
        """;

    public async Task<PageOutcome?> CommitAsync(PageCommit page, CancellationToken cancellationToken)
    {
        try
        {
            return await CommitAsync(page, trustLatest: true, cancellationToken);
        }
        catch (StoreException exception) when (
            exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.CheckViolation })
        {
            // Rows came into the history without becoming the latest, as a copy puts them there, or another process has dropped a partition, or the
            // candle that is closed lies in a month from before there were any.
            database.Partitions.Forget();
            await database.Partitions.EnsureAsync(await MonthsOfCandlesAsync(cancellationToken), cancellationToken);
            return await CommitAsync(page, trustLatest: false, cancellationToken);
        }
    }

    public async Task RegisterSourcesAsync(IReadOnlyCollection<SourceInfo> sources, CancellationToken cancellationToken) => await writer.CommitAsync(async (connection, _, token) =>
    {
        await writer.Memory.Numbers.LearnAsync(connection, sources.Select(source => source.Id), token);
        foreach (var source in sources)
        {
            await connection.ExecuteAsync(
                Register, [source.Id.Name, source.Title, source.Website?.OriginalString, source.Attribution, source.TermsUrl?.OriginalString], token);
        }

        return sources;
    }, cancellationToken);

    public async IAsyncEnumerable<Quote> ReadLatestAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Read whole: whoever asks wants all of it, and a piece could be of another moment.
        foreach (var quote in await database.Primary.RunAsync((connection, token) => connection.QueryAsync(Latest, [], ReadQuote, token), cancellationToken))
            yield return quote;
    }

    public async IAsyncEnumerable<Decision> ReadDecisionsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = await database.Primary.RunAsync(
            (connection, token) => connection.QueryAsync(Decisions, [], row => PostgresRowStore.Read(Table.ConsensusEvidence, row), token), cancellationToken);
        foreach (var row in rows)
            yield return Decision.FromRow(row);
    }

    public Task<bool> HasChangedElsewhereAsync(CancellationToken cancellationToken) => writer.HasChangedElsewhereAsync(cancellationToken);

    public async Task<FileProgress?> FindFileAsync(SourceId source, string sha256, CancellationToken cancellationToken) =>
        (await database.Primary.RunAsync((connection, token) => connection.QueryAsync(
            File, [source.Name, sha256], row => new FileProgress(sha256, row.Text(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), token), cancellationToken))
        .SingleOrDefault();

    private async Task<PageOutcome?> CommitAsync(PageCommit page, bool trustLatest, CancellationToken cancellationToken)
    {
        await database.Partitions.EnsureAsync(PartitionsOf(page), cancellationToken);
        var attempts = 0;
        return await writer.CommitAsync(async (connection, hasChangedElsewhere, token) =>
        {
            if (hasChangedElsewhere && !page.Identity.IsEmpty)
                return null;

            var outcome = await new PageWriter(connection, writer.Memory, page).WriteAsync(trustLatest, token);
            // The first attempt may have been committed although its answer was lost; then nobody has been told of its quotes.
            return attempts++ == 0 ? outcome : outcome with { Changed = page.Quotes };
        }, cancellationToken);
    }

    private async Task<List<Partition>> MonthsOfCandlesAsync(CancellationToken cancellationToken) =>
        (await database.Partitions.FindBeforeAsync(Partitions.Quotes, DateTimeOffset.MaxValue, cancellationToken)).ConvertAll(month => month with { Table = Partitions.Candles });

    private static HashSet<Partition> PartitionsOf(PageCommit page)
    {
        var partitions = new HashSet<Partition>();
        foreach (var month in page.Quotes.Select(quote => Partition.Of(Partitions.Quotes, quote.ObservedAt)).Distinct())
        {
            partitions.Add(month);
            partitions.Add(month with { Table = Partitions.Corrections });
            partitions.Add(month with { Table = Partitions.Candles }); // none is wider than a day, so it opens in the month of its prices
        }

        partitions.UnionWith(page.Decisions.Select(decision => Partition.Of(Partitions.Evidence, decision.RecordedAt)));
        partitions.UnionWith(page.Candles.Select(candle => Partition.Of(Partitions.Candles, candle.OpenedAt)));
        return partitions;
    }

    private static Quote ReadQuote(NpgsqlDataReader row) => new()
    {
        Source = new(row.Text(0)),
        Asset = new(row.Text(1)),
        CoinId = row.Text(2),
        ObservedAt = row.Time(3),
        RecordedAt = row.Time(4),
        Figures = new MarketFigures
        {
            Price = row.GetDouble(5),
            MarketCap = row.DoubleOrNull(6),
            Volume24h = row.DoubleOrNull(7),
            PriceChange24h = row.DoubleOrNull(8),
            PriceChange7d = row.DoubleOrNull(9),
            High24h = row.DoubleOrNull(10),
            Low24h = row.DoubleOrNull(11),
            CirculatingSupply = row.DoubleOrNull(12),
            TotalSupply = row.DoubleOrNull(13),
            MaxSupply = row.DoubleOrNull(14),
            Rank = row.Int32OrNull(15),
        },
    };
}
