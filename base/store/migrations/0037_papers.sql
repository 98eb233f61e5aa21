-- Papers that were issued: their numbers, and what they said. Written by features/papers only.

-- The last number of a series in a year, so that numbers have no gaps.
CREATE TABLE paper_series (
  -- agency/series/year
  id TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);

CREATE TABLE paper (
  id TEXT PRIMARY KEY,
  agency TEXT NOT NULL,
  version BIGINT NOT NULL,
  -- NULL where a list tells of many: see paper_dossier.
  dossier_id TEXT REFERENCES dossier(id),
  -- supplement, refusal, apology, stop, hand_over, collection, fee_receipt
  kind TEXT NOT NULL,
  -- Its model, as data/papers.json names it.
  model TEXT NOT NULL,
  series TEXT NOT NULL,
  year BIGINT NOT NULL,
  number BIGINT NOT NULL,
  issued_at BIGINT NOT NULL,
  issued_by TEXT NOT NULL,
  -- What it tells of, where a dossier has several such papers: the payment.
  of_id TEXT,
  reprints BIGINT NOT NULL,
  cancelled_at BIGINT,
  cancelled_by TEXT,
  cancel_reason TEXT,
  salt TEXT NOT NULL
);
CREATE UNIQUE INDEX paper_by_number ON paper(agency, series, year, number);
CREATE INDEX paper_by_dossier ON paper(dossier_id, issued_at);

-- The content as it was issued; personal, can be erased while the number stays.
CREATE TABLE paper_text (
  -- The paper's id.
  id TEXT PRIMARY KEY,
  tree TEXT NOT NULL,
  salt TEXT NOT NULL
);

-- The dossiers of a list.
CREATE TABLE paper_dossier (
  id TEXT PRIMARY KEY,
  paper_id TEXT NOT NULL REFERENCES paper(id),
  dossier_id TEXT NOT NULL REFERENCES dossier(id)
);
CREATE INDEX paper_dossier_by_dossier ON paper_dossier(dossier_id, paper_id);
CREATE INDEX paper_dossier_by_paper ON paper_dossier(paper_id);

-- The register is read in the order of its book.
CREATE INDEX dossier_by_book ON dossier(agency, book, book_number);
