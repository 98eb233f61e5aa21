-- What a receipt said before one that superseded it; personal, can be erased. Written by features/dossier only.

CREATE TABLE dossier_former (
  id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL REFERENCES dossier(id),
  -- The number of the superseded receipt.
  receipt BIGINT NOT NULL,
  -- Label, value before and value after, as JSON.
  changes TEXT NOT NULL,
  salt TEXT NOT NULL
);
CREATE INDEX dossier_former_by_dossier ON dossier_former(dossier_id, receipt);
