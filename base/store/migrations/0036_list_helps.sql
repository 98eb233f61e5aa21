-- What helps an officer with lists, and is no act of the commune. Written by features/dossier only.

-- Filters under a name: an officer's own, or those of a post.
CREATE TABLE saved_view (
  id TEXT PRIMARY KEY,
  agency TEXT NOT NULL,
  account TEXT,
  post TEXT,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX saved_view_of_agency ON saved_view(agency, account, post);

-- What was told of acts done together: which went, and which did not and why.
CREATE TABLE bulk_told (
  id TEXT PRIMARY KEY,
  agency TEXT NOT NULL,
  account TEXT NOT NULL,
  at BIGINT NOT NULL,
  told TEXT NOT NULL
);

-- Who reads what, person by person.
CREATE INDEX reading_by_reader ON reading(agency, read_by, at, id);
