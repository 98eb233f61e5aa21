-- Which paper a paper takes the place of: a superseded receipt, or one that was cancelled.

ALTER TABLE paper ADD COLUMN replaces TEXT REFERENCES paper(id);
-- A paper is replaced once; most replace none.
CREATE UNIQUE INDEX paper_by_replaced ON paper(replaces) WHERE replaces IS NOT NULL;
