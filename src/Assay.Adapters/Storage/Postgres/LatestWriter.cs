using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Keeps the newest quote of each series.</summary>
internal sealed class LatestWriter(NpgsqlConnection connection)
{
    private const string Times = """
        SELECT k.asset_id, k.source, l.observed_at FROM unnest($1, $2) AS k(asset_id, source)
        JOIN latest_quotes l ON l.asset_id = k.asset_id AND l.source = k.source
        """;

    private const string New = """
        unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) AS n(asset_id, source, coin_id, observed_at, recorded_at,
          price, market_cap, volume_24h, price_change_24h, price_change_7d, high_24h, low_24h, circulating_supply, total_supply, max_supply, rank)
        """;

    private const string Insert = $"""
        INSERT INTO latest_quotes (asset_id, source, coin_id, observed_at, recorded_at, price, market_cap, volume_24h,
          price_change_24h, price_change_7d, high_24h, low_24h, circulating_supply, total_supply, max_supply, rank)
        SELECT * FROM {New}
        """;

    private const string Update = $"""
        UPDATE latest_quotes l SET
          coin_id = n.coin_id, observed_at = n.observed_at, recorded_at = n.recorded_at, price = n.price, market_cap = n.market_cap,
          volume_24h = n.volume_24h, price_change_24h = n.price_change_24h, price_change_7d = n.price_change_7d, high_24h = n.high_24h,
          low_24h = n.low_24h, circulating_supply = n.circulating_supply, total_supply = n.total_supply, max_supply = n.max_supply, rank = n.rank
        FROM {New}
        WHERE l.asset_id = n.asset_id AND l.source = n.source AND (n.observed_at > l.observed_at OR (
          n.observed_at = l.observed_at AND n.recorded_at > l.recorded_at AND
          (n.coin_id, n.price, n.market_cap, n.volume_24h, n.price_change_24h, n.price_change_7d,
           n.high_24h, n.low_24h, n.circulating_supply, n.total_supply, n.max_supply, n.rank)
          IS DISTINCT FROM
          (l.coin_id, l.price, l.market_cap, l.volume_24h, l.price_change_24h, l.price_change_7d,
           l.high_24h, l.low_24h, l.circulating_supply, l.total_supply, l.max_supply, l.rank)))
        RETURNING l.asset_id, l.source
        """;

    /// <summary>When the latest quote of each series was observed, for those that have one.</summary>
    public async Task<Dictionary<Series, DateTimeOffset>> FindTimesAsync(KeyedQuote[] sorted, CancellationToken cancellationToken)
    {
        var series = NewestOf(sorted);
        var found = await connection.QueryAsync(
            Times, [series.Map(quote => quote.Series.Asset), series.Map(quote => quote.Series.Source)],
            row => (Series: new Series(row.GetInt32(0), row.GetInt16(1)), Time: row.Time(2)), cancellationToken);
        return found.ToDictionary(row => row.Series, row => row.Time);
    }

    /// <summary>Returns those that are the latest of their series now and were not before.</summary>
    public async Task<IReadOnlyList<KeyedQuote>> WriteAsync(
        KeyedQuote[] sorted, Dictionary<Series, DateTimeOffset> known, CancellationToken cancellationToken)
    {
        var newest = NewestOf(sorted);
        var first = newest.FindAll(quote => !known.ContainsKey(quote.Series));
        if (first.Count > 0)
            await connection.ExecuteAsync(Insert, Values(first), cancellationToken);

        var next = newest.FindAll(quote => known.TryGetValue(quote.Series, out var time) && quote.ObservedAt >= time);
        if (next.Count == 0)
            return first;

        var updated = (await connection.QueryAsync(
            Update, Values(next), row => new Series(row.GetInt32(0), row.GetInt16(1)), cancellationToken)).ToHashSet();
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

    private static object[] Values(List<KeyedQuote> quotes) =>
    [
        quotes.Map(quote => quote.Series.Asset),
        quotes.Map(quote => quote.Series.Source),
        quotes.Map(quote => quote.Quote.CoinId),
        quotes.Map(quote => quote.ObservedAt),
        quotes.Map(quote => quote.Quote.RecordedAt),
        quotes.Map(quote => quote.Price),
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
