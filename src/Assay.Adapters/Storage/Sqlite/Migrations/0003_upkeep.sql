-- What retention looks payloads up by: their time, and the repetitions that live on a body which is about to go.
CREATE INDEX raw_payloads_by_time ON raw_payloads (fetched_at);
CREATE INDEX raw_payloads_repeats ON raw_payloads (sha256, fetched_at) WHERE body_gzip IS NULL;

CREATE TRIGGER runs_remove AFTER DELETE ON runs BEGIN
  UPDATE run_tallies SET
    runs = runs - 1,
    records_processed = records_processed - OLD.records_processed,
    duration_ms = duration_ms - coalesce(OLD.finished_at - OLD.started_at, 0)
  WHERE source = OLD.source AND task = OLD.task AND status = OLD.status;
END;
