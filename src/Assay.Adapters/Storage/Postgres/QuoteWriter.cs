using Assay.Ingestion;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>
/// Writes quotes into the history and the newest of each series into latest_quotes. Nobody else writes meanwhile, so that what was looked
/// up holds: quotes that are newer than the latest of their series, or not found, are copied straight into the table.
/// </summary>
internal sealed class QuoteWriter(NpgsqlConnection connection, Memory memory)
{
    private const string Columns = "asset_id, source, observed_at, recorded_at, price, market_cap, volume_24h";

    private const string Stored = """
        SELECT k.n::int, q.recorded_at, q.price, q.market_cap, q.volume_24h
        FROM unnest($1, $2, $3) WITH ORDINALITY AS k(asset_id, source, observed_at, n)
        JOIN quotes q ON q.asset_id = k.asset_id AND q.source = k.source AND q.observed_at = k.observed_at
        WHERE q.observed_at BETWEEN $4 AND $5
        """;

    // Both statements see the table as it was before: what is kept is the old row.
    private const string Correct = """
        WITH new AS (SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7) AS n(asset_id, source, observed_at, recorded_at, price, market_cap, volume_24h)),
        kept AS (
          INSERT INTO quote_corrections (asset_id, source, observed_at, recorded_at, superseded_at, price, market_cap, volume_24h)
          SELECT q.asset_id, q.source, q.observed_at, q.recorded_at, n.recorded_at, q.price, q.market_cap, q.volume_24h
          FROM new n JOIN quotes q ON q.asset_id = n.asset_id AND q.source = n.source AND q.observed_at = n.observed_at
          WHERE q.observed_at BETWEEN $8 AND $9)
        UPDATE quotes q SET recorded_at = n.recorded_at, price = n.price, market_cap = n.market_cap, volume_24h = n.volume_24h
        FROM new n WHERE q.asset_id = n.asset_id AND q.source = n.source AND q.observed_at = n.observed_at AND q.observed_at BETWEEN $8 AND $9
        """;

    private readonly Dictionary<Series, DateTimeOffset?> _newestBefore = [];

    /// <summary>When the newest quote of a series of the page was observed, of those that were known before <see cref="WriteAsync"/>.</summary>
    public DateTimeOffset? FindNewestBefore(SourceId source, AssetId asset)
    {
        var series = new Series(memory.Numbers.Of(asset), memory.Numbers.Of(source));
        return _newestBefore.TryGetValue(series, out var time) ? time : memory.LatestTimes.TryGetValue(series, out var known) ? known : null;
    }

    /// <param name="quotes">The quotes of the page.</param>
    /// <param name="trustLatest">Whether the history has nothing newer than latest_quotes, as it is unless rows were put there from outside.</param>
    /// <param name="cancellationToken">Ends the work; the transaction is then rolled back.</param>
    public async Task<PageOutcome> WriteAsync(IReadOnlyList<Quote> quotes, bool trustLatest, CancellationToken cancellationToken)
    {
        if (quotes.Count == 0)
            return PageOutcome.Empty;

        var keyed = await SortAsync(quotes, cancellationToken);
        var latest = new LatestWriter(connection, memory.LatestTimes);
        var newest = await latest.FindNewestAsync(keyed, cancellationToken);
        var known = memory.LatestTimes;
        foreach (var quote in newest)
            _newestBefore[quote.Series] = known.TryGetValue(quote.Series, out var time) ? time : null;
        var (fresh, doubtful) = Split(keyed, quote => trustLatest && (!known.TryGetValue(quote.Series, out var time) || quote.ObservedAt > time));
        var found = await FindStoredAsync(doubtful, cancellationToken);
        var corrected = found.Where(pair => pair.Value.IsReplacedBy(pair.Key.Quote)).Select(pair => pair.Key).ToList();

        fresh.AddRange(doubtful.Where(quote => !found.ContainsKey(quote)));
        await CopyAsync(fresh, cancellationToken);
        await CorrectAsync(corrected, cancellationToken);
        var nowLatest = await latest.WriteAsync(newest, cancellationToken);

        var changed = new bool[quotes.Count];
        foreach (var quote in fresh.Concat(corrected).Concat(nowLatest))
            changed[quote.Place] = true;
        return new PageOutcome([.. quotes.Where((_, place) => changed[place])], fresh.Count, corrected.Count, quotes.Count - fresh.Count - corrected.Count);
    }

    private async Task<KeyedQuote[]> SortAsync(IReadOnlyList<Quote> quotes, CancellationToken cancellationToken)
    {
        var numbers = memory.Numbers;
        await numbers.LearnAsync(connection, quotes.Select(quote => quote.Source).Distinct(), cancellationToken);
        await numbers.LearnAsync(connection, quotes.Select(quote => quote.Asset), cancellationToken);
        var keyed = new KeyedQuote[quotes.Count];
        for (var i = 0; i < keyed.Length; i++)
            keyed[i] = KeyedQuote.Of(new Series(numbers.Of(quotes[i].Asset), numbers.Of(quotes[i].Source)), quotes[i], i);
        Array.Sort(keyed);
        return keyed;
    }

    private static (List<KeyedQuote> Yes, List<KeyedQuote> No) Split(KeyedQuote[] quotes, Func<KeyedQuote, bool> isYes)
    {
        var (yes, no) = (new List<KeyedQuote>(quotes.Length), new List<KeyedQuote>());
        foreach (var quote in quotes)
            (isYes(quote) ? yes : no).Add(quote);
        return (yes, no);
    }

    private async Task<Dictionary<KeyedQuote, StoredQuote>> FindStoredAsync(List<KeyedQuote> quotes, CancellationToken cancellationToken)
    {
        if (quotes.Count == 0)
            return [];

        var (from, to) = SpanOf(quotes);
        var stored = await connection.QueryAsync(
            Stored,
            [quotes.Map(quote => quote.Series.Asset), quotes.Map(quote => quote.Series.Source), quotes.Map(quote => quote.ObservedAt), from, to],
            row => (Place: row.GetInt32(0) - 1, Quote: new StoredQuote(row.Time(1), row.GetDouble(2), row.DoubleOrNull(3), row.DoubleOrNull(4))), cancellationToken);
        return stored.ToDictionary(row => quotes[row.Place], row => row.Quote);
    }

    private async Task CopyAsync(List<KeyedQuote> quotes, CancellationToken cancellationToken)
    {
        if (quotes.Count == 0)
            return;

        await using var copy = await BinaryCopy.StartAsync(connection, "quotes", Columns, cancellationToken);
        foreach (var (series, quote, _) in quotes)
        {
            var figures = quote.Figures;
            copy.StartRow(7).Write(series.Asset).Write(series.Source).Write(quote.ObservedAt).Write(quote.RecordedAt)
                .Write(figures.Price).Write(figures.MarketCap).Write(figures.Volume24h);
            await copy.FlushAsync(cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private async Task CorrectAsync(List<KeyedQuote> quotes, CancellationToken cancellationToken)
    {
        if (quotes.Count == 0)
            return;

        var (from, to) = SpanOf(quotes);
        await connection.ExecuteAsync(Correct,
        [
            quotes.Map(quote => quote.Series.Asset), quotes.Map(quote => quote.Series.Source), quotes.Map(quote => quote.ObservedAt),
            quotes.Map(quote => quote.Quote.RecordedAt), quotes.Map(quote => quote.Quote.Figures.Price),
            quotes.Map(quote => quote.Quote.Figures.MarketCap), quotes.Map(quote => quote.Quote.Figures.Volume24h), from, to,
        ], cancellationToken);
    }

    /// <summary>Told to the planner, so that it need not look into the partitions of other months.</summary>
    private static (DateTimeOffset From, DateTimeOffset To) SpanOf(List<KeyedQuote> quotes) => (quotes.Min(quote => quote.ObservedAt), quotes.Max(quote => quote.ObservedAt));

    private readonly record struct StoredQuote(DateTimeOffset RecordedAt, double Price, double? MarketCap, double? Volume24h)
    {
        public bool IsReplacedBy(Quote other) => other.RecordedAt > RecordedAt
            && (Price, MarketCap, Volume24h) != (other.Figures.Price, other.Figures.MarketCap, other.Figures.Volume24h);
    }
}
