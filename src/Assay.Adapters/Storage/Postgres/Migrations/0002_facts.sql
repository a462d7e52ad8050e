-- What sources say besides prices, and the shapes of their answers.

CREATE TABLE coin_metadata (
  recorded_at timestamptz NOT NULL,
  source smallint NOT NULL REFERENCES sources (id),
  coin_id text NOT NULL,
  symbol text,
  name text,
  description text,
  image_url text,
  genesis_date text,
  categories json NOT NULL,
  links json NOT NULL,
  contracts json NOT NULL,
  PRIMARY KEY (source, coin_id)
);
COMMENT ON TABLE coin_metadata IS 'What sources say of coins, in their own words.';
COMMENT ON COLUMN coin_metadata.recorded_at IS 'When we learned it.';
COMMENT ON COLUMN coin_metadata.source IS 'Number of the source.';
COMMENT ON COLUMN coin_metadata.coin_id IS 'The source''s own id.';
COMMENT ON COLUMN coin_metadata.symbol IS 'Ticker as the source spells it.';
COMMENT ON COLUMN coin_metadata.name IS 'Name for people.';
COMMENT ON COLUMN coin_metadata.description IS 'As the source has it, which may be HTML.';
COMMENT ON COLUMN coin_metadata.image_url IS 'Address of its picture.';
COMMENT ON COLUMN coin_metadata.genesis_date IS 'Day of the first block.';
COMMENT ON COLUMN coin_metadata.categories IS 'List of names.';
COMMENT ON COLUMN coin_metadata.links IS 'Address by what is found there.';
COMMENT ON COLUMN coin_metadata.contracts IS 'Contract address by the source''s name of the platform.';

CREATE TABLE sentiment (
  observed_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  votes_up_percentage double precision,
  votes_down_percentage double precision,
  watchers bigint,
  source smallint NOT NULL REFERENCES sources (id),
  coin_id text NOT NULL,
  PRIMARY KEY (source, coin_id, observed_at)
);
COMMENT ON TABLE sentiment IS 'How people at a source feel about a coin at a moment.';
COMMENT ON COLUMN sentiment.observed_at IS 'When it held, by the source''s own word.';
COMMENT ON COLUMN sentiment.recorded_at IS 'When we learned it.';
COMMENT ON COLUMN sentiment.votes_up_percentage IS 'Percent of the votes.';
COMMENT ON COLUMN sentiment.votes_down_percentage IS 'Percent of the votes.';
COMMENT ON COLUMN sentiment.watchers IS 'How many people there watch the coin.';
COMMENT ON COLUMN sentiment.source IS 'Number of the source.';
COMMENT ON COLUMN sentiment.coin_id IS 'The source''s own id.';

CREATE TABLE trending (
  place bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  rank bigint,
  price double precision,
  price_change_24h double precision,
  source smallint NOT NULL REFERENCES sources (id),
  coin_id text NOT NULL,
  symbol text,
  name text,
  PRIMARY KEY (source, place)
);
COMMENT ON TABLE trending IS 'What people at a source look for. The rows of one recorded_at belong together; older ones are left over from longer lists.';
COMMENT ON COLUMN trending.place IS 'From 1.';
COMMENT ON COLUMN trending.recorded_at IS 'When we learned it.';
COMMENT ON COLUMN trending.rank IS 'Place by market cap.';
COMMENT ON COLUMN trending.price IS 'USD.';
COMMENT ON COLUMN trending.price_change_24h IS 'Percent.';
COMMENT ON COLUMN trending.source IS 'Number of the source.';
COMMENT ON COLUMN trending.coin_id IS 'The source''s own id.';
COMMENT ON COLUMN trending.symbol IS 'Ticker as the source spells it.';
COMMENT ON COLUMN trending.name IS 'Name for people.';

CREATE TABLE exchanges (
  recorded_at timestamptz NOT NULL,
  rank bigint,
  volume_24h double precision,
  volume_24h_btc double precision,
  trust_score double precision,
  year_established bigint,
  source smallint NOT NULL REFERENCES sources (id),
  exchange_id text NOT NULL,
  name text,
  country text,
  website text,
  PRIMARY KEY (source, exchange_id)
);
COMMENT ON TABLE exchanges IS 'Exchanges and how much is traded there.';
COMMENT ON COLUMN exchanges.recorded_at IS 'When we learned it.';
COMMENT ON COLUMN exchanges.rank IS 'Place in the source''s own ranking.';
COMMENT ON COLUMN exchanges.volume_24h IS 'USD, rolling 24 hours.';
COMMENT ON COLUMN exchanges.volume_24h_btc IS 'Bitcoin, rolling 24 hours.';
COMMENT ON COLUMN exchanges.trust_score IS 'The source''s own mark, 0 to 10.';
COMMENT ON COLUMN exchanges.year_established IS 'Year.';
COMMENT ON COLUMN exchanges.source IS 'Number of the source.';
COMMENT ON COLUMN exchanges.exchange_id IS 'The source''s own id.';
COMMENT ON COLUMN exchanges.name IS 'Name for people.';
COMMENT ON COLUMN exchanges.country IS 'As the source has it.';
COMMENT ON COLUMN exchanges.website IS 'Address.';

CREATE TABLE dex_networks (
  recorded_at timestamptz NOT NULL,
  source smallint NOT NULL REFERENCES sources (id),
  network_id text NOT NULL,
  slug text NOT NULL,
  name text,
  PRIMARY KEY (source, network_id)
);
COMMENT ON TABLE dex_networks IS 'Chains that decentralised exchanges run on.';
COMMENT ON COLUMN dex_networks.recorded_at IS 'When we learned it.';
COMMENT ON COLUMN dex_networks.source IS 'Number of the source.';
COMMENT ON COLUMN dex_networks.network_id IS 'The source''s own id.';
COMMENT ON COLUMN dex_networks.slug IS 'As in dex_pairs.';
COMMENT ON COLUMN dex_networks.name IS 'Name for people.';

CREATE TABLE dex_pairs (
  recorded_at timestamptz NOT NULL,
  observed_at timestamptz NOT NULL,
  price double precision,
  volume_24h double precision,
  liquidity double precision,
  fully_diluted_value double precision,
  price_change_1h double precision,
  price_change_24h double precision,
  source smallint NOT NULL REFERENCES sources (id),
  network text NOT NULL,
  address text NOT NULL,
  name text,
  dex text,
  base_symbol text,
  base_name text,
  base_address text,
  base_coin_id text,
  quote_symbol text,
  quote_address text,
  warning text,
  PRIMARY KEY (source, network, address)
);
COMMENT ON TABLE dex_pairs IS 'Pools of decentralised exchanges.';
COMMENT ON COLUMN dex_pairs.recorded_at IS 'When we learned it.';
COMMENT ON COLUMN dex_pairs.observed_at IS 'When the figures held, by the source''s own word.';
COMMENT ON COLUMN dex_pairs.price IS 'USD for one base token.';
COMMENT ON COLUMN dex_pairs.volume_24h IS 'USD, rolling 24 hours.';
COMMENT ON COLUMN dex_pairs.liquidity IS 'USD in the pool.';
COMMENT ON COLUMN dex_pairs.fully_diluted_value IS 'USD.';
COMMENT ON COLUMN dex_pairs.price_change_1h IS 'Percent.';
COMMENT ON COLUMN dex_pairs.price_change_24h IS 'Percent.';
COMMENT ON COLUMN dex_pairs.source IS 'Number of the source.';
COMMENT ON COLUMN dex_pairs.network IS 'Slug of the network.';
COMMENT ON COLUMN dex_pairs.address IS 'Contract of the pool, or what the network has instead.';
COMMENT ON COLUMN dex_pairs.name IS 'As the source calls it; not unique.';
COMMENT ON COLUMN dex_pairs.dex IS 'Slug of the exchange.';
COMMENT ON COLUMN dex_pairs.base_symbol IS 'Ticker of the base token.';
COMMENT ON COLUMN dex_pairs.base_name IS 'Name of the base token.';
COMMENT ON COLUMN dex_pairs.base_address IS 'Contract of the base token.';
COMMENT ON COLUMN dex_pairs.base_coin_id IS 'The source''s id of the base token among listed coins.';
COMMENT ON COLUMN dex_pairs.quote_symbol IS 'Ticker of the quote token.';
COMMENT ON COLUMN dex_pairs.quote_address IS 'Contract of the quote token.';
COMMENT ON COLUMN dex_pairs.warning IS 'Why its price should not be trusted.';

CREATE TABLE global_market (
  observed_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  market_cap double precision,
  volume_24h double precision,
  market_cap_change_24h double precision,
  bitcoin_dominance double precision,
  ether_dominance double precision,
  active_coins bigint,
  markets bigint,
  source smallint NOT NULL REFERENCES sources (id),
  PRIMARY KEY (source, observed_at)
);
COMMENT ON TABLE global_market IS 'The whole market at a moment, as a source counts it.';
COMMENT ON COLUMN global_market.observed_at IS 'When it held, by the source''s own word.';
COMMENT ON COLUMN global_market.recorded_at IS 'When we learned it.';
COMMENT ON COLUMN global_market.market_cap IS 'USD.';
COMMENT ON COLUMN global_market.volume_24h IS 'USD, rolling 24 hours.';
COMMENT ON COLUMN global_market.market_cap_change_24h IS 'Percent.';
COMMENT ON COLUMN global_market.bitcoin_dominance IS 'Percent of the market cap.';
COMMENT ON COLUMN global_market.ether_dominance IS 'Percent of the market cap.';
COMMENT ON COLUMN global_market.active_coins IS 'How many coins are traded.';
COMMENT ON COLUMN global_market.markets IS 'How many places to trade there are.';
COMMENT ON COLUMN global_market.source IS 'Number of the source.';

CREATE TABLE shapes (
  recorded_at timestamptz NOT NULL,
  source smallint NOT NULL REFERENCES sources (id),
  endpoint text NOT NULL,
  shape json NOT NULL,
  PRIMARY KEY (source, endpoint)
);
COMMENT ON TABLE shapes IS 'Paths and types of the answers of each endpoint, as they were seen last.';
COMMENT ON COLUMN shapes.recorded_at IS 'When it changed last.';
COMMENT ON COLUMN shapes.source IS 'Number of the source.';
COMMENT ON COLUMN shapes.endpoint IS 'For example coins/markets.';
COMMENT ON COLUMN shapes.shape IS 'Types by path.';

CREATE TABLE drift_events (
  id bigint NOT NULL,
  is_breaking bigint NOT NULL,
  payload_id bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  source smallint NOT NULL REFERENCES sources (id),
  endpoint text NOT NULL,
  path text NOT NULL,
  change text NOT NULL,
  old text,
  new text,
  example text,
  PRIMARY KEY (id)
);
COMMENT ON TABLE drift_events IS 'Changes of shape that were noticed, each once.';
COMMENT ON COLUMN drift_events.id IS 'Made of the payload and the place of the change.';
COMMENT ON COLUMN drift_events.is_breaking IS '1 where records cannot be read without the field.';
COMMENT ON COLUMN drift_events.payload_id IS 'The payload in which it was noticed.';
COMMENT ON COLUMN drift_events.recorded_at IS 'When.';
COMMENT ON COLUMN drift_events.source IS 'Number of the source.';
COMMENT ON COLUMN drift_events.endpoint IS 'For example coins/markets.';
COMMENT ON COLUMN drift_events.path IS 'Where in the answer, for example $[].current_price.';
COMMENT ON COLUMN drift_events.change IS 'new, missing or retyped.';
COMMENT ON COLUMN drift_events.old IS 'Types before.';
COMMENT ON COLUMN drift_events.new IS 'Types now.';
COMMENT ON COLUMN drift_events.example IS 'A value, cut.';
