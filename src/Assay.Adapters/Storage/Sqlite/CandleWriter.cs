using Assay.Candles;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Writes candles; one that differs from the stored one becomes its next revision.</summary>
internal sealed class CandleWriter(Writer writer)
{
    private static readonly RowInserter Upsert = new(
        "INSERT INTO candles AS c (asset_id, source, interval, opened_at, open, high, low, close, volume, samples, revision, recorded_at) VALUES",
        "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)",
        """
        ON CONFLICT DO UPDATE SET
          open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
          samples = excluded.samples, revision = c.revision + 1, recorded_at = excluded.recorded_at
        WHERE excluded.recorded_at > c.recorded_at AND (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume, excluded.samples)
          IS NOT (c.open, c.high, c.low, c.close, c.volume, c.samples)
        """);

    public void Write(IReadOnlyList<Candle> candles, CancellationToken cancellationToken) =>
        Upsert.Insert<Candle>(writer.Connection, [.. candles], Bind, cancellationToken);

    private void Bind(Statement row, Candle candle)
    {
        var prices = candle.Prices;
        row.Bind(writer.Numbers.Of(candle.Asset)).Bind(writer.Numbers.Of(candle.Source)).Bind(candle.Interval.Name).Bind(candle.OpenedAt)
            .Bind(prices.Open).Bind(prices.High).Bind(prices.Low).Bind(prices.Close).Bind(prices.Volume)
            .Bind(candle.Samples).Bind(candle.RecordedAt);
    }
}
