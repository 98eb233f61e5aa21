-- A person who was born that day: what the counter asks before it takes a second dossier of the same matter.
-- For features/counter/src/duplicate.rs.

CREATE INDEX dossier_party_by_birth ON dossier_party(birth, role);
