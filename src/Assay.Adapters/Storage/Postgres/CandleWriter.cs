using Assay.Candles;
using Npgsql;

namespace Assay.Adapters.Storage.Postgres;

/// <summary>Writes the candles that a source delivered; one that differs from the stored one becomes its next revision.</summary>
internal sealed class CandleWriter(NpgsqlConnection connection, Numbers numbers)
{
    private const string Upsert = """
        INSERT INTO candles AS c (asset_id, source, "interval", opened_at, open, high, low, close, volume, samples, recorded_at, method, revision)
        SELECT n.*, 'native', 1 FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS n
        ON CONFLICT (asset_id, source, "interval", opened_at) DO UPDATE SET
          open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
          samples = excluded.samples, method = excluded.method, revision = c.revision + 1, recorded_at = excluded.recorded_at
        WHERE (excluded.recorded_at > c.recorded_at OR c.method <> 'native')
          AND (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume, excluded.samples, excluded.method)
          IS DISTINCT FROM (c.open, c.high, c.low, c.close, c.volume, c.samples, c.method)
        """;

    public async Task WriteAsync(IReadOnlyList<Candle> candles, CancellationToken cancellationToken)
    {
        if (candles.Count == 0)
            return;

        await numbers.LearnAsync(connection, candles.Select(candle => candle.Source).Distinct(), cancellationToken);
        await numbers.LearnAsync(connection, candles.Select(candle => candle.Asset), cancellationToken);
        await connection.ExecuteAsync(Upsert,
        [
            candles.Map(candle => numbers.Of(candle.Asset)),
            candles.Map(candle => numbers.Of(candle.Source)),
            candles.Map(candle => candle.Interval.Name),
            candles.Map(candle => candle.OpenedAt),
            candles.Map(candle => candle.Prices.Open),
            candles.Map(candle => candle.Prices.High),
            candles.Map(candle => candle.Prices.Low),
            candles.Map(candle => candle.Prices.Close),
            candles.Map(candle => candle.Prices.Volume),
            candles.Map(candle => candle.Samples),
            candles.Map(candle => candle.RecordedAt),
        ], cancellationToken);
    }
}
