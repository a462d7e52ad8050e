-- The gaps of a coin are explained by what was turned away of it at the time.
CREATE INDEX rejected_records_by_coin ON rejected_records (source, coin_id, recorded_at);
