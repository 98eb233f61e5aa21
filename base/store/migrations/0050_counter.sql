-- Typing at the counter that is not an act yet: kept 30 days, then forgotten. Not part of the ledger.
CREATE TABLE counter_draft (
  id TEXT PRIMARY KEY,
  agency TEXT NOT NULL,
  officer TEXT NOT NULL,
  -- The code by which the citizen will follow the dossier: fixed from the first draft on.
  tracking TEXT NOT NULL UNIQUE,
  -- What was typed, as a JSON list of [field, text].
  fields TEXT NOT NULL,
  saved_at BIGINT NOT NULL
);
CREATE INDEX counter_draft_by_officer ON counter_draft(agency, officer, saved_at);
