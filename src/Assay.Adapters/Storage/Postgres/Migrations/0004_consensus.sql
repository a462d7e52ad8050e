-- What was decided about the price of each asset, and from what.

CREATE TABLE consensus_evidence (
  recorded_at timestamptz NOT NULL,
  observed_at timestamptz,
  held_since timestamptz,
  price double precision,
  threshold double precision NOT NULL,
  asset_id integer NOT NULL,
  flag text NOT NULL,
  class text NOT NULL,
  method text NOT NULL,
  votes json NOT NULL,
  PRIMARY KEY (asset_id, recorded_at)
) PARTITION BY RANGE (recorded_at);
COMMENT ON TABLE consensus_evidence IS 'Every decision about the price of an asset: the row in quotes of the source consensus with the same recorded_at is its outcome, unless the last good price was held. One partition per month (UTC) of recorded_at.';
COMMENT ON COLUMN consensus_evidence.recorded_at IS 'When it was decided.';
COMMENT ON COLUMN consensus_evidence.observed_at IS 'When the price held: the oldest observation of those that agree.';
COMMENT ON COLUMN consensus_evidence.held_since IS 'Since when the last good price is held; null where it is not.';
COMMENT ON COLUMN consensus_evidence.price IS 'USD; null where nobody''s price can be trusted.';
COMMENT ON COLUMN consensus_evidence.threshold IS 'How far apart those that agree might be, as a part of the lowest price.';
COMMENT ON COLUMN consensus_evidence.asset_id IS 'Number of the asset.';
COMMENT ON COLUMN consensus_evidence.flag IS 'agreed, single_source, disputed or frozen.';
COMMENT ON COLUMN consensus_evidence.class IS 'stable, large or other: decides the threshold.';
COMMENT ON COLUMN consensus_evidence.method IS 'The rules, with their version.';
COMMENT ON COLUMN consensus_evidence.votes IS 'What every source said, the lowest price first: [source, price, milliseconds since it was observed, standing (agrees where nothing stands), disagreements in a row, milliseconds without a change].';
