-- Dossiers found by what a word of theirs begins with, however many there are. For features/dossier.

-- Derived from dossier_search, for searching among dossiers that have ended; can be rebuilt.
CREATE TABLE dossier_word (
  agency TEXT NOT NULL,
  -- The search text from the beginning of one of its words on, as far as it tells dossiers apart.
  begins TEXT NOT NULL,
  dossier_id TEXT NOT NULL,
  PRIMARY KEY (agency, begins, dossier_id)
);
INSERT INTO dossier_word(agency, begins, dossier_id)
  WITH RECURSIVE places(place) AS (
    SELECT 1 UNION ALL SELECT place + 1 FROM places
      WHERE place < (SELECT COALESCE(MAX(LENGTH(text)), 0) FROM dossier_search)
  )
  SELECT DISTINCT agency, SUBSTR(text, place + 1, 16), dossier_id
  FROM dossier_search JOIN places ON place < LENGTH(text) AND SUBSTR(text, place, 1) = ' ';

-- In the order of names.
CREATE INDEX dossier_search_by_owner ON dossier_search(agency, owner_key, dossier_id);
