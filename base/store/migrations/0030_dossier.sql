-- Dossiers and what belongs to each. Written by features/dossier only.

CREATE TABLE dossier (
  id TEXT PRIMARY KEY,
  agency TEXT NOT NULL,
  version BIGINT NOT NULL,
  tracking TEXT NOT NULL UNIQUE,
  code TEXT UNIQUE,
  procedure_id TEXT NOT NULL,
  procedure_code TEXT NOT NULL,
  field TEXT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL,
  filed_at BIGINT NOT NULL,
  received_at BIGINT,
  received_by TEXT,
  due_at BIGINT,
  due_counts BIGINT NOT NULL,
  -- A missing due date sorts last: the largest moment stands in for it.
  due_sort BIGINT NOT NULL,
  step_post TEXT,
  step_kind TEXT,
  step_due BIGINT,
  holder TEXT,
  finished_at BIGINT,
  returned_at BIGINT,
  return_by TEXT NOT NULL,
  sets BIGINT NOT NULL,
  reprints BIGINT NOT NULL,
  book TEXT,
  book_number BIGINT,
  linked_from TEXT,
  -- Accounts whose opinion is awaited, each between spaces.
  asked TEXT NOT NULL,
  -- Who did the step before a signature, and so may not sign.
  prepared_by TEXT,
  -- The whole machine as JSON: what the events fold to.
  machine TEXT NOT NULL
);
CREATE INDEX dossier_by_due ON dossier(agency, state, due_sort, id);
CREATE INDEX dossier_by_post ON dossier(agency, step_post, state, due_sort, id);
CREATE INDEX dossier_by_received ON dossier(agency, received_at, id);

-- People of a dossier: its owner, and who filed it if that was somebody else.
CREATE TABLE dossier_party (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL REFERENCES dossier(id),
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  birth TEXT,
  gender TEXT,
  document_kind TEXT NOT NULL,
  document_number TEXT,
  address TEXT NOT NULL,
  phone TEXT,
  email TEXT,
  authority TEXT,
  salt TEXT NOT NULL
);
CREATE INDEX dossier_party_by_dossier ON dossier_party(dossier_id);
CREATE INDEX dossier_party_by_number ON dossier_party(document_number);

-- Papers checked off at the counter.
CREATE TABLE dossier_paper (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL REFERENCES dossier(id),
  seq BIGINT NOT NULL,
  name TEXT NOT NULL,
  originals BIGINT NOT NULL,
  certified BIGINT NOT NULL,
  copies BIGINT NOT NULL,
  shown_only BIGINT NOT NULL
);
CREATE INDEX dossier_paper_by_dossier ON dossier_paper(dossier_id, seq);

-- Free text of officers: reasons, opinions, contents. May name people, so it can be erased.
CREATE TABLE dossier_note (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL REFERENCES dossier(id),
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  salt TEXT NOT NULL
);
CREATE INDEX dossier_note_by_dossier ON dossier_note(dossier_id);

-- What a supplement request asks for.
CREATE TABLE dossier_supplement_item (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL REFERENCES dossier(id),
  ordinal BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  name TEXT NOT NULL,
  why TEXT NOT NULL,
  how TEXT NOT NULL,
  salt TEXT NOT NULL
);
CREATE INDEX dossier_supplement_item_by_dossier ON dossier_supplement_item(dossier_id, ordinal, seq);

-- Attachments; the bytes lie in the file store under their SHA-256.
CREATE TABLE dossier_file (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL REFERENCES dossier(id),
  paper_seq BIGINT,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  mime TEXT NOT NULL,
  added_by TEXT NOT NULL,
  added_at BIGINT NOT NULL,
  salt TEXT NOT NULL
);
CREATE INDEX dossier_file_by_dossier ON dossier_file(dossier_id);

-- The result, and who collected it.
CREATE TABLE dossier_result (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL REFERENCES dossier(id),
  name TEXT NOT NULL,
  number TEXT,
  outcome TEXT NOT NULL,
  collected_by TEXT,
  collected_document TEXT,
  collected_proof TEXT,
  collected_how TEXT,
  salt TEXT NOT NULL
);
CREATE INDEX dossier_result_by_dossier ON dossier_result(dossier_id);

-- Numbers issued without gaps or collisions: codes per day, register rows, the clerk's series.
CREATE TABLE number_series (
  id TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);

-- Derived from the rows above for searching; can be rebuilt, so it is not part of the ledger.
CREATE TABLE dossier_search (
  dossier_id TEXT PRIMARY KEY,
  agency TEXT NOT NULL,
  text TEXT NOT NULL,
  owner_key TEXT NOT NULL
);
