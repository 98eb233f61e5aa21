-- Whose work a dossier is or was, for lists and for opening it. Written by features/dossier only.

-- Posts and accounts, each between spaces: " p:tu_phap_ho_tich u:… ". NULL in rows older than this.
ALTER TABLE dossier ADD COLUMN readers TEXT;
