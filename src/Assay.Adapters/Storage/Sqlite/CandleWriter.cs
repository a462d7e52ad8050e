using Assay.Candles;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Writes candles; one that differs from the stored one becomes its next revision.</summary>
internal sealed class CandleWriter(Writer writer)
{
    private const string Upsert = """
        INSERT INTO candles AS c (asset_id, source, interval, opened_at, open, high, low, close, volume, samples, revision, recorded_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
        ON CONFLICT DO UPDATE SET
          open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
          samples = excluded.samples, revision = c.revision + 1, recorded_at = excluded.recorded_at
        WHERE excluded.recorded_at > c.recorded_at AND (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume, excluded.samples)
          IS NOT (c.open, c.high, c.low, c.close, c.volume, c.samples)
        """;

    private readonly Statement _upsert = writer.Connection.Prepare(Upsert);

    public void Write(IReadOnlyList<Candle> candles, CancellationToken cancellationToken)
    {
        foreach (var candle in candles)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var asset = writer.Numbers.Of(candle.Asset);
            var source = writer.Numbers.Of(candle.Source);
            var prices = candle.Prices;
            _upsert
                .Bind(asset).Bind(source).Bind(candle.Interval.Name).Bind(candle.OpenedAt)
                .Bind(prices.Open).Bind(prices.High).Bind(prices.Low).Bind(prices.Close).Bind(prices.Volume)
                .Bind(candle.Samples).Bind(candle.RecordedAt).Execute();
        }
    }
}
