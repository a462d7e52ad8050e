-- Where a candle comes from: native, sampled or merged. Until now there were hardly any but those that sources deliver.
ALTER TABLE candles ADD COLUMN method TEXT NOT NULL DEFAULT 'native';
UPDATE candles SET method = 'sampled' WHERE samples IS NOT NULL;

DROP VIEW v_candles;
CREATE VIEW v_candles AS
SELECT s.name AS source, a.slug AS asset_id, a.symbol, c.interval,
  strftime('%Y-%m-%dT%H:%M:%fZ', c.opened_at / 1000.0, 'unixepoch') AS opened_at,
  c.open, c.high, c.low, c.close, c.volume, c.samples, c.revision,
  strftime('%Y-%m-%dT%H:%M:%fZ', c.recorded_at / 1000.0, 'unixepoch') AS recorded_at, c.method
FROM candles c JOIN sources s ON s.id = c.source JOIN assets a ON a.id = c.asset_id;
