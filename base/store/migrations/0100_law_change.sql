-- What a commune changed of its law in the browser. Written by base/kit (law) only.
-- Nothing in force is edited: a new row supersedes from its day on.

CREATE TABLE law_change (
  id TEXT PRIMARY KEY,
  agency TEXT NOT NULL,
  -- calendar_notice, office_hours, fee, agency, wording, procedure_version, process_version, …
  kind TEXT NOT NULL,
  -- What of that kind: a year, a fee's name, a unit, a procedure code.
  subject TEXT NOT NULL,
  -- The how-manieth change of this subject, from 1.
  seq BIGINT NOT NULL,
  valid_from TEXT NOT NULL,
  -- JSON, as the kind says.
  body TEXT NOT NULL,
  -- The document it rests on, as one would cite it; empty where the commune decides alone.
  document TEXT NOT NULL,
  reason TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX law_change_by_subject ON law_change(agency, kind, subject, seq);
APPEND ONLY law_change;
