-- The open dossiers of all states in the order of what is due, those whose clock stands last: the list
-- that is opened most is then one walk. For features/dossier/src/list/walk.rs, which says the same words.

CREATE INDEX dossier_open ON dossier(agency, (CASE WHEN state IN ('awaiting_supplement', 'awaiting_payment', 'stopped') THEN 9223372036854775807 ELSE due_sort END), id)
  WHERE state IN ('submitted', 'received', 'processing', 'awaiting_supplement', 'awaiting_payment', 'stopped');
