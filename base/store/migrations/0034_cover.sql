-- One officer stands in for an absent colleague, from day to day. Written by features/people only.

CREATE TABLE cover (
  id TEXT PRIMARY KEY,
  agency TEXT NOT NULL,
  absent TEXT NOT NULL REFERENCES account(id),
  by_account TEXT NOT NULL REFERENCES account(id),
  from_day TEXT NOT NULL,
  to_day TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  -- When it was called off; it ends by itself after its last day.
  ended_at BIGINT
);
CREATE INDEX cover_by_whom ON cover(by_account, to_day);
CREATE INDEX cover_of_agency ON cover(agency, to_day);
