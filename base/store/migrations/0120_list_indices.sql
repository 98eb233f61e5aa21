-- What lists, counts and links ask by, so that no page reads a whole table. For features/dossier.

-- In the order of arrival, state by state.
CREATE INDEX dossier_by_arrival ON dossier(agency, state, COALESCE(received_at, filed_at), id);
-- All that the numbers of a page are counted from: counting then touches no row.
CREATE INDEX dossier_counted ON dossier(agency, state, due_sort, step_due, step_post, step_kind, holder, prepared_by, asked, due_at, readers);
-- Dossiers of the same matter.
CREATE INDEX dossier_by_link ON dossier(agency, linked_from);
