using Assay.Candles;

namespace Assay.Adapters.Storage.Sqlite;

/// <summary>Writes the candles that a source delivered; one that differs from the stored one becomes its next revision.</summary>
internal sealed class CandleWriter(Writer writer)
{
    public const string InsertInto =
        "INSERT INTO candles AS c (asset_id, source, interval, opened_at, open, high, low, close, volume, samples, method, revision, recorded_at) VALUES";

    public const string Row = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)";

    public const string Differs =
        "(excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume, excluded.samples, excluded.method) "
        + "IS NOT (c.open, c.high, c.low, c.close, c.volume, c.samples, c.method)";

    private static readonly RowInserter Upsert = new(InsertInto, Row,
        $"""
        ON CONFLICT DO UPDATE SET
          open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,
          samples = excluded.samples, method = excluded.method, revision = c.revision + 1, recorded_at = excluded.recorded_at
        WHERE (excluded.recorded_at > c.recorded_at OR c.method <> 'native') AND {Differs}
        """);

    public void Write(IReadOnlyList<Candle> candles, CancellationToken cancellationToken) =>
        Upsert.Insert<Candle>(writer.Connection, [.. candles], Bind, cancellationToken);

    private void Bind(Statement row, Candle candle) => row
        .Bind(writer.Numbers.Of(candle.Asset)).Bind(writer.Numbers.Of(candle.Source)).Bind(candle.Interval.Name).Bind(candle.OpenedAt)
        .BindContent(candle.Content).Bind(candle.RecordedAt);
}

internal static class CandleBinding
{
    extension(Statement row)
    {
        public Statement BindContent(CandleContent content)
        {
            var prices = content.Prices;
            return row.Bind(prices.Open).Bind(prices.High).Bind(prices.Low).Bind(prices.Close).Bind(prices.Volume).Bind(content.Samples).Bind(content.Method.Name);
        }
    }

    extension(Rows rows)
    {
        /// <summary>open, high, low, close, volume, samples, method, from this column on.</summary>
        public CandleContent Content(int column) => new(
            new Ohlc(rows.Double(column), rows.Double(column + 1), rows.Double(column + 2), rows.Double(column + 3), rows.DoubleOrNull(column + 4)),
            rows.Int32OrNull(column + 5), CandleMethods.Parse(rows.Text(column + 6)));
    }
}
