using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Keeps the newest quote of each series.</summary>
/// <param name="connection">In a transaction in which nobody else writes.</param>
/// <param name="times">When the latest quote of each series was observed, as far as we know.</param>
internal sealed class LatestWriter(NpgsqlConnection connection, Dictionary<Series, DateTimeOffset> times)
{
    /// <summary>So many rows travel as parameters; more are copied into a temporary table, which takes a while to make.</summary>
    private const int Few = 2000;

    private const string Columns = """
        asset_id, source, coin_id, observed_at, recorded_at, price, market_cap, volume_24h, price_change_24h, price_change_7d,
        high_24h, low_24h, circulating_supply, total_supply, max_supply, rank
        """;


    private const string Times = """
        SELECT k.asset_id, k.source, l.observed_at FROM unnest($1, $2) AS k(asset_id, source)
        JOIN latest_quotes l ON l.asset_id = k.asset_id AND l.source = k.source
        """;

    private const string Parameters = $"unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) AS n({Columns})";

    private const string Incoming = "incoming_latest AS n";

    private const string CreateIncoming = "CREATE TEMPORARY TABLE incoming_latest (LIKE latest_quotes) ON COMMIT DROP";

    private const string Update = """
        UPDATE latest_quotes l SET
          coin_id = n.coin_id, observed_at = n.observed_at, recorded_at = n.recorded_at, price = n.price, market_cap = n.market_cap,
          volume_24h = n.volume_24h, price_change_24h = n.price_change_24h, price_change_7d = n.price_change_7d, high_24h = n.high_24h,
          low_24h = n.low_24h, circulating_supply = n.circulating_supply, total_supply = n.total_supply, max_supply = n.max_supply, rank = n.rank
        FROM {0}
        WHERE l.asset_id = n.asset_id AND l.source = n.source AND (n.observed_at > l.observed_at OR (
          n.observed_at = l.observed_at AND n.recorded_at > l.recorded_at AND
          (n.coin_id, n.price, n.market_cap, n.volume_24h, n.price_change_24h, n.price_change_7d,
           n.high_24h, n.low_24h, n.circulating_supply, n.total_supply, n.max_supply, n.rank)
          IS DISTINCT FROM
          (l.coin_id, l.price, l.market_cap, l.volume_24h, l.price_change_24h, l.price_change_7d,
           l.high_24h, l.low_24h, l.circulating_supply, l.total_supply, l.max_supply, l.rank)))
        RETURNING l.asset_id, l.source
        """;

    /// <summary>The newest quote of each series, after which the times of all these series are known that have one.</summary>
    public async Task<List<KeyedQuote>> FindNewestAsync(KeyedQuote[] sorted, CancellationToken cancellationToken)
    {
        var newest = NewestOf(sorted);
        var unknown = newest.FindAll(quote => !times.ContainsKey(quote.Series));
        if (unknown.Count > 0)
        {
            foreach (var (series, time) in await connection.QueryAsync(
                Times, [unknown.Map(quote => quote.Series.Asset), unknown.Map(quote => quote.Series.Source)],
                row => (new Series(row.GetInt32(0), row.GetInt16(1)), row.Time(2)), cancellationToken))
                times[series] = time;
        }

        return newest;
    }

    /// <summary>Returns those that are the latest of their series now and were not before.</summary>
    public async Task<IReadOnlyList<KeyedQuote>> WriteAsync(List<KeyedQuote> newest, CancellationToken cancellationToken)
    {
        var first = newest.FindAll(quote => !times.ContainsKey(quote.Series));
        var next = newest.FindAll(quote => times.TryGetValue(quote.Series, out var time) && quote.ObservedAt >= time);
        await CopyAsync("latest_quotes", first, cancellationToken);
        var updated = next.Count == 0 ? [] : (await UpdateAsync(next, cancellationToken)).ToHashSet();
        foreach (var quote in first.Concat(next))
            times[quote.Series] = quote.ObservedAt;
        return [.. first, .. next.Where(quote => updated.Contains(quote.Series))];
    }

    /// <summary>Of several of one series only the newest can become its latest.</summary>
    private static List<KeyedQuote> NewestOf(KeyedQuote[] sorted)
    {
        var newest = new List<KeyedQuote>();
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i + 1 == sorted.Length || sorted[i + 1].Series != sorted[i].Series)
                newest.Add(sorted[i]);
        }

        return newest;
    }

    private async Task<List<Series>> UpdateAsync(List<KeyedQuote> quotes, CancellationToken cancellationToken)
    {
        if (quotes.Count > Few)
        {
            await connection.ExecuteAsync(CreateIncoming, [], cancellationToken);
            await CopyAsync("incoming_latest", quotes, cancellationToken);
        }

        var (source, values) = quotes.Count > Few ? (Incoming, []) : (Parameters, Values(quotes));
        return await connection.QueryAsync(
            Update.Replace("{0}", source, StringComparison.Ordinal), values, row => new Series(row.GetInt32(0), row.GetInt16(1)), cancellationToken);
    }

    private async Task CopyAsync(string table, List<KeyedQuote> quotes, CancellationToken cancellationToken)
    {
        if (quotes.Count == 0)
            return;

        await using var copy = await BinaryCopy.StartAsync(connection, table, Columns, cancellationToken);
        foreach (var (series, quote, _) in quotes)
        {
            var figures = quote.Figures;
            copy.StartRow(16).Write(series.Asset).Write(series.Source).Write(quote.CoinId).Write(quote.ObservedAt).Write(quote.RecordedAt)
                .Write(figures.Price).Write(figures.MarketCap).Write(figures.Volume24h).Write(figures.PriceChange24h).Write(figures.PriceChange7d)
                .Write(figures.High24h).Write(figures.Low24h).Write(figures.CirculatingSupply).Write(figures.TotalSupply).Write(figures.MaxSupply)
                .Write(figures.Rank);
            await copy.FlushAsync(cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static object[] Values(List<KeyedQuote> quotes) =>
    [
        quotes.Map(quote => quote.Series.Asset),
        quotes.Map(quote => quote.Series.Source),
        quotes.Map(quote => quote.Quote.CoinId),
        quotes.Map(quote => quote.ObservedAt),
        quotes.Map(quote => quote.Quote.RecordedAt),
        quotes.Map(quote => quote.Quote.Figures.Price),
        quotes.Map(quote => quote.Quote.Figures.MarketCap),
        quotes.Map(quote => quote.Quote.Figures.Volume24h),
        quotes.Map(quote => quote.Quote.Figures.PriceChange24h),
        quotes.Map(quote => quote.Quote.Figures.PriceChange7d),
        quotes.Map(quote => quote.Quote.Figures.High24h),
        quotes.Map(quote => quote.Quote.Figures.Low24h),
        quotes.Map(quote => quote.Quote.Figures.CirculatingSupply),
        quotes.Map(quote => quote.Quote.Figures.TotalSupply),
        quotes.Map(quote => quote.Quote.Figures.MaxSupply),
        quotes.Map(quote => quote.Quote.Figures.Rank),
    ];
}
