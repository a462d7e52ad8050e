-- Contracts in one spelling, so that those of two sources can be compared; the sources' own words are in coin_metadata.

UPDATE asset_contracts SET address = lower(address) WHERE address ~ '^0[xX][0-9a-fA-F]+$' AND address <> lower(address);

COMMENT ON COLUMN asset_contracts.platform IS 'The chain, as CoinGecko spells it where it knows it.';
COMMENT ON COLUMN asset_contracts.address IS 'The address; hexadecimal ones in lower case.';
COMMENT ON COLUMN asset_links.method IS 'The rule that made the link: override, contract, shared_id, asset_id, symbol_and_name, own, renamed, merged.';
