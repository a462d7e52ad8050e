-- What sources say besides prices, and the shapes of their answers.

CREATE TABLE coin_metadata (
  source INTEGER NOT NULL REFERENCES sources (id),
  coin_id TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  symbol TEXT,
  name TEXT,
  description TEXT,
  image_url TEXT,
  genesis_date TEXT,
  categories TEXT NOT NULL,
  links TEXT NOT NULL,
  contracts TEXT NOT NULL,
  PRIMARY KEY (source, coin_id)
) WITHOUT ROWID;

CREATE TABLE sentiment (
  source INTEGER NOT NULL REFERENCES sources (id),
  coin_id TEXT NOT NULL,
  observed_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  votes_up_percentage REAL,
  votes_down_percentage REAL,
  watchers INTEGER,
  PRIMARY KEY (source, coin_id, observed_at)
) WITHOUT ROWID;

CREATE TABLE trending (
  source INTEGER NOT NULL REFERENCES sources (id),
  place INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  coin_id TEXT NOT NULL,
  symbol TEXT,
  name TEXT,
  rank INTEGER,
  price REAL,
  price_change_24h REAL,
  PRIMARY KEY (source, place)
) WITHOUT ROWID;

CREATE TABLE exchanges (
  source INTEGER NOT NULL REFERENCES sources (id),
  exchange_id TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  name TEXT,
  rank INTEGER,
  volume_24h REAL,
  volume_24h_btc REAL,
  trust_score REAL,
  year_established INTEGER,
  country TEXT,
  website TEXT,
  PRIMARY KEY (source, exchange_id)
) WITHOUT ROWID;

CREATE TABLE dex_networks (
  source INTEGER NOT NULL REFERENCES sources (id),
  network_id TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  slug TEXT NOT NULL,
  name TEXT,
  PRIMARY KEY (source, network_id)
) WITHOUT ROWID;

CREATE TABLE dex_pairs (
  source INTEGER NOT NULL REFERENCES sources (id),
  network TEXT NOT NULL,
  address TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  observed_at INTEGER NOT NULL,
  name TEXT,
  dex TEXT,
  base_symbol TEXT,
  base_name TEXT,
  base_address TEXT,
  base_coin_id TEXT,
  quote_symbol TEXT,
  quote_address TEXT,
  price REAL,
  volume_24h REAL,
  liquidity REAL,
  fully_diluted_value REAL,
  price_change_1h REAL,
  price_change_24h REAL,
  warning TEXT,
  PRIMARY KEY (source, network, address)
) WITHOUT ROWID;

CREATE TABLE global_market (
  source INTEGER NOT NULL REFERENCES sources (id),
  observed_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  market_cap REAL,
  volume_24h REAL,
  market_cap_change_24h REAL,
  bitcoin_dominance REAL,
  ether_dominance REAL,
  active_coins INTEGER,
  markets INTEGER,
  PRIMARY KEY (source, observed_at)
) WITHOUT ROWID;

CREATE TABLE shapes (
  source INTEGER NOT NULL REFERENCES sources (id),
  endpoint TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  shape TEXT NOT NULL,
  PRIMARY KEY (source, endpoint)
) WITHOUT ROWID;

CREATE TABLE drift_events (
  id INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES sources (id),
  endpoint TEXT NOT NULL,
  path TEXT NOT NULL,
  change TEXT NOT NULL,
  old TEXT,
  new TEXT,
  example TEXT,
  is_breaking INTEGER NOT NULL,
  payload_id INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (id)
) WITHOUT ROWID;
