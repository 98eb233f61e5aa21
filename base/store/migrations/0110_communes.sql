-- Several communes in one database: names and codes are each commune's own.

-- Two communes may each have an officer who signs in as «lan».
UNIQUE PER AGENCY account(username);
-- A dossier that passes to a successor keeps its code and its tracking code there: the paper in the
-- citizen's hand stays good.
UNIQUE PER AGENCY dossier(tracking, code);

-- Where a dossier came from when a commune succeeded another, so that taking over twice is once.
CREATE TABLE dossier_taken_over (
  -- The dossier in the commune that passed it on.
  id TEXT PRIMARY KEY,
  agency TEXT NOT NULL,
  from_agency TEXT NOT NULL,
  dossier_id TEXT NOT NULL REFERENCES dossier(id),
  at BIGINT NOT NULL
);
CREATE INDEX dossier_taken_over_by_dossier ON dossier_taken_over(dossier_id);

-- A demonstration may show several communes.
ALTER TABLE demo_account ADD COLUMN agency TEXT;
