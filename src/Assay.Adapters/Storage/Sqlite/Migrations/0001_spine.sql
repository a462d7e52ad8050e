-- Times are milliseconds since 1970 in UTC. `source` and `asset_id` are numbers of `sources` and `assets`; the views at the end show the names.
-- The tables that grow with every round declare no foreign keys: their numbers come from the tables referred to, in the same transaction.

CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT,
  website TEXT,
  attribution TEXT,
  terms_url TEXT
);

CREATE TABLE assets (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  symbol TEXT,
  name TEXT NOT NULL
);

CREATE TABLE asset_contracts (
  asset_id INTEGER NOT NULL REFERENCES assets (id),
  platform TEXT NOT NULL,
  address TEXT NOT NULL,
  PRIMARY KEY (asset_id, platform)
) WITHOUT ROWID;

CREATE TABLE asset_links (
  source INTEGER NOT NULL REFERENCES sources (id),
  coin_id TEXT NOT NULL,
  asset_id INTEGER NOT NULL REFERENCES assets (id),
  method TEXT NOT NULL,
  evidence TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER
);

-- A coin stands for one asset at a time.
CREATE UNIQUE INDEX asset_links_holding ON asset_links (source, coin_id) WHERE valid_to IS NULL;

CREATE TABLE runs (
  id TEXT NOT NULL PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES sources (id),
  task TEXT NOT NULL,
  status TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  records_processed INTEGER NOT NULL,
  records_rejected INTEGER NOT NULL,
  error TEXT,
  owner TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX runs_by_task ON runs (source, task, id);
CREATE INDEX runs_open ON runs (owner) WHERE status = 'running';

-- The runs summed up, so that /health and /stats need not count a million of them. Kept by the triggers below.
CREATE TABLE run_tallies (
  source INTEGER NOT NULL REFERENCES sources (id),
  task TEXT NOT NULL,
  status TEXT NOT NULL,
  runs INTEGER NOT NULL,
  records_processed INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  last_finished_at INTEGER,
  last_error TEXT,
  PRIMARY KEY (source, task, status)
) WITHOUT ROWID;

CREATE TRIGGER runs_begin AFTER INSERT ON runs BEGIN
  INSERT INTO run_tallies
  VALUES (NEW.source, NEW.task, NEW.status, 1, NEW.records_processed, coalesce(NEW.finished_at - NEW.started_at, 0), NEW.finished_at, NEW.error)
  ON CONFLICT DO UPDATE SET
    runs = runs + 1,
    records_processed = records_processed + excluded.records_processed,
    duration_ms = duration_ms + excluded.duration_ms,
    last_finished_at = max(coalesce(last_finished_at, excluded.last_finished_at), coalesce(excluded.last_finished_at, last_finished_at)),
    last_error = coalesce(excluded.last_error, last_error);
END;

CREATE TRIGGER runs_move AFTER UPDATE ON runs BEGIN
  UPDATE run_tallies SET
    runs = runs - 1,
    records_processed = records_processed - OLD.records_processed,
    duration_ms = duration_ms - coalesce(OLD.finished_at - OLD.started_at, 0)
  WHERE source = OLD.source AND task = OLD.task AND status = OLD.status;

  INSERT INTO run_tallies
  VALUES (NEW.source, NEW.task, NEW.status, 1, NEW.records_processed, coalesce(NEW.finished_at - NEW.started_at, 0), NEW.finished_at, NEW.error)
  ON CONFLICT DO UPDATE SET
    runs = runs + 1,
    records_processed = records_processed + excluded.records_processed,
    duration_ms = duration_ms + excluded.duration_ms,
    last_finished_at = max(coalesce(last_finished_at, excluded.last_finished_at), coalesce(excluded.last_finished_at, last_finished_at)),
    last_error = coalesce(excluded.last_error, last_error);
END;

CREATE TABLE raw_payloads (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL,
  source INTEGER NOT NULL,
  task TEXT NOT NULL,
  url TEXT NOT NULL,
  status INTEGER NOT NULL,
  content_type TEXT,
  sha256 TEXT NOT NULL,
  fetched_at INTEGER NOT NULL,
  file_sha256 TEXT,
  file_name TEXT,
  file_length INTEGER,
  file_offset INTEGER,
  file_line INTEGER,
  body_gzip BLOB NOT NULL
);

-- Payloads that were kept and are not processed yet. A table of its own, because a mark in raw_payloads would rewrite the whole body.
CREATE TABLE raw_backlog (
  payload_id INTEGER PRIMARY KEY
);

CREATE TABLE quotes (
  asset_id INTEGER NOT NULL,
  source INTEGER NOT NULL,
  observed_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  price REAL NOT NULL,
  market_cap REAL,
  volume_24h REAL,
  PRIMARY KEY (asset_id, source, observed_at)
) WITHOUT ROWID;

-- What stood in quotes from recorded_at until superseded_at.
CREATE TABLE quote_corrections (
  asset_id INTEGER NOT NULL,
  source INTEGER NOT NULL,
  observed_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  superseded_at INTEGER NOT NULL,
  price REAL NOT NULL,
  market_cap REAL,
  volume_24h REAL
);

CREATE INDEX quote_corrections_by_quote ON quote_corrections (asset_id, source, observed_at);

CREATE TABLE latest_quotes (
  asset_id INTEGER NOT NULL,
  source INTEGER NOT NULL,
  coin_id TEXT NOT NULL,
  observed_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  price REAL NOT NULL,
  market_cap REAL,
  volume_24h REAL,
  price_change_24h REAL,
  price_change_7d REAL,
  high_24h REAL,
  low_24h REAL,
  circulating_supply REAL,
  total_supply REAL,
  max_supply REAL,
  rank INTEGER,
  PRIMARY KEY (asset_id, source)
) WITHOUT ROWID;

CREATE TABLE candles (
  asset_id INTEGER NOT NULL,
  source INTEGER NOT NULL,
  interval TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  open REAL NOT NULL,
  high REAL NOT NULL,
  low REAL NOT NULL,
  close REAL NOT NULL,
  volume REAL,
  samples INTEGER,
  revision INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (asset_id, source, interval, opened_at)
) WITHOUT ROWID;

CREATE TABLE coverage (
  source INTEGER NOT NULL,
  task TEXT NOT NULL,
  coin TEXT NOT NULL,
  "from" INTEGER NOT NULL,
  "to" INTEGER NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (source, task, coin, "from")
) WITHOUT ROWID;

CREATE TABLE rejected_records (
  id INTEGER PRIMARY KEY,
  run_id TEXT,
  payload_id INTEGER,
  source INTEGER NOT NULL,
  coin_id TEXT,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  location TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  recorded_at INTEGER NOT NULL
);

CREATE INDEX rejected_records_by_reason ON rejected_records (source, reason);

CREATE TABLE imported_files (
  source INTEGER NOT NULL REFERENCES sources (id),
  sha256 TEXT NOT NULL,
  name TEXT NOT NULL,
  length INTEGER NOT NULL,
  "offset" INTEGER NOT NULL,
  line INTEGER NOT NULL,
  PRIMARY KEY (source, sha256)
) WITHOUT ROWID;

CREATE VIEW v_quotes AS
SELECT s.name AS source, a.slug AS asset_id, a.symbol,
  strftime('%Y-%m-%dT%H:%M:%fZ', q.observed_at / 1000.0, 'unixepoch') AS observed_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', q.recorded_at / 1000.0, 'unixepoch') AS recorded_at,
  q.price, q.market_cap, q.volume_24h
FROM quotes q JOIN sources s ON s.id = q.source JOIN assets a ON a.id = q.asset_id;

CREATE VIEW v_latest AS
SELECT s.name AS source, a.slug AS asset_id, a.symbol, l.coin_id,
  strftime('%Y-%m-%dT%H:%M:%fZ', l.observed_at / 1000.0, 'unixepoch') AS observed_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', l.recorded_at / 1000.0, 'unixepoch') AS recorded_at,
  l.price, l.market_cap, l.volume_24h, l.price_change_24h, l.price_change_7d, l.high_24h, l.low_24h,
  l.circulating_supply, l.total_supply, l.max_supply, l.rank
FROM latest_quotes l JOIN sources s ON s.id = l.source JOIN assets a ON a.id = l.asset_id;

CREATE VIEW v_candles AS
SELECT s.name AS source, a.slug AS asset_id, a.symbol, c.interval,
  strftime('%Y-%m-%dT%H:%M:%fZ', c.opened_at / 1000.0, 'unixepoch') AS opened_at,
  c.open, c.high, c.low, c.close, c.volume, c.samples, c.revision,
  strftime('%Y-%m-%dT%H:%M:%fZ', c.recorded_at / 1000.0, 'unixepoch') AS recorded_at
FROM candles c JOIN sources s ON s.id = c.source JOIN assets a ON a.id = c.asset_id;
