-- What a replay needs: the order in which pages were committed, and keys by which every row is known again.

-- A body that comes again within a month (UTC) is kept once: body_gzip is NULL in those after the first. AUTOINCREMENT, because a number
-- that retention has set free must not be given out again: raw_processed and rejected_records name payloads.
CREATE TABLE raw_payloads_kept (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
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
  body_gzip BLOB
);

INSERT INTO raw_payloads_kept
SELECT id, run_id, source, task, url, status, content_type, sha256, fetched_at, file_sha256, file_name, file_length, file_offset, file_line, body_gzip
FROM raw_payloads ORDER BY id;

DROP TABLE raw_payloads;
ALTER TABLE raw_payloads_kept RENAME TO raw_payloads;

CREATE INDEX raw_payloads_bodies ON raw_payloads (sha256, fetched_at) WHERE body_gzip IS NOT NULL;

-- The payloads in the order in which their pages were committed.
CREATE TABLE raw_processed (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  payload_id INTEGER NOT NULL UNIQUE
);

INSERT INTO raw_processed (payload_id)
SELECT id FROM raw_payloads WHERE id NOT IN (SELECT payload_id FROM raw_backlog) ORDER BY id;

CREATE TABLE quote_corrections_keyed (
  asset_id INTEGER NOT NULL,
  source INTEGER NOT NULL,
  observed_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  superseded_at INTEGER NOT NULL,
  price REAL NOT NULL,
  market_cap REAL,
  volume_24h REAL,
  PRIMARY KEY (asset_id, source, observed_at, superseded_at)
) WITHOUT ROWID;

INSERT OR IGNORE INTO quote_corrections_keyed
SELECT asset_id, source, observed_at, recorded_at, superseded_at, price, market_cap, volume_24h FROM quote_corrections ORDER BY rowid;

DROP TABLE quote_corrections;
ALTER TABLE quote_corrections_keyed RENAME TO quote_corrections;

-- Numbered by payload and place: the same rejection has the same number whenever its payload is processed.
CREATE TABLE rejected_records_numbered (
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

INSERT INTO rejected_records_numbered
SELECT (coalesce(payload_id, 0) << 20) + row_number() OVER (PARTITION BY payload_id ORDER BY id) - 1,
  run_id, payload_id, source, coin_id, reason, detail, location, excerpt, recorded_at
FROM rejected_records ORDER BY id;

DROP TABLE rejected_records;
ALTER TABLE rejected_records_numbered RENAME TO rejected_records;

CREATE INDEX rejected_records_by_reason ON rejected_records (source, reason);

CREATE UNIQUE INDEX asset_links_key ON asset_links (source, coin_id, valid_from, asset_id);
