-- Contracts in one spelling, so that those of two sources can be compared; the sources' own words are in coin_metadata.

UPDATE asset_contracts SET address = lower(address) WHERE address GLOB '0[xX]*' AND substr(address, 3) NOT GLOB '*[^0-9a-fA-F]*' AND address <> lower(address);
