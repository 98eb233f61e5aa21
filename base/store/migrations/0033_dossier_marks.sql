-- What lists mark of a dossier beside its machine; NULL in rows older than this. Written by features/dossier only.

-- When the citizen last urged.
ALTER TABLE dossier ADD COLUMN urged_at BIGINT;
-- Since when it lies at a step to which it was sent back.
ALTER TABLE dossier ADD COLUMN sent_back_at BIGINT;
-- When somebody last called the citizen to collect the result.
ALTER TABLE dossier ADD COLUMN called_at BIGINT;
-- When a leader last noted that it stands still.
ALTER TABLE dossier ADD COLUMN alarm_seen_at BIGINT;
CREATE INDEX dossier_by_finish ON dossier(agency, state, finished_at, id);
