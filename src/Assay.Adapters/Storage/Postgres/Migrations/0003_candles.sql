-- Until now there were hardly any candles but those that sources deliver. A constant default is no rewriting of the table.
ALTER TABLE candles ADD COLUMN method text NOT NULL DEFAULT 'native';
UPDATE candles SET method = 'sampled' WHERE samples IS NOT NULL;
ALTER TABLE candles ALTER COLUMN method DROP DEFAULT;
COMMENT ON COLUMN candles.method IS 'native: the source delivered it. sampled: made from the prices that were observed. merged: made from narrower candles, of which the source delivered some.';
COMMENT ON COLUMN candles.samples IS 'From how many observations it was made; null for a candle that the source itself delivered, in whole or in part.';
COMMENT ON COLUMN candles.revision IS '1, and one more each time that it came to differ after it was closed.';

CREATE OR REPLACE VIEW v_candles AS
SELECT s.name AS source, a.slug AS asset_id, a.symbol, c."interval", c.opened_at, c.open, c.high, c.low, c.close, c.volume, c.samples, c.revision, c.recorded_at, c.method
FROM candles c JOIN sources s ON s.id = c.source JOIN assets a ON a.id = c.asset_id;
