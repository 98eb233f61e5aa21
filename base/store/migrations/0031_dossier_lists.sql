-- What lists ask of a dossier beside its first columns. Written by features/dossier only.

-- Accounts whose opinion is awaited, each between spaces.
ALTER TABLE dossier ADD COLUMN asked TEXT NOT NULL DEFAULT '';
-- Who did the step before a signature, and so may not sign.
ALTER TABLE dossier ADD COLUMN prepared_by TEXT;
