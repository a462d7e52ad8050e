-- What was decided about the price of each asset, and from what.

CREATE TABLE consensus_evidence (
  asset_id INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  observed_at INTEGER,
  held_since INTEGER,
  price REAL,
  threshold REAL NOT NULL,
  flag TEXT NOT NULL,
  class TEXT NOT NULL,
  method TEXT NOT NULL,
  votes TEXT NOT NULL,
  PRIMARY KEY (asset_id, recorded_at)
) WITHOUT ROWID;
