-- Whether another row still names the bytes of a file that is taken off a dossier. For features/dossier.

CREATE INDEX dossier_file_by_content ON dossier_file(sha256);
