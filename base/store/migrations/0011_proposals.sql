-- What administrators asked for themselves, found without reading whatever else happened to them.
-- For the number in the menu of those who may agree (features/people, proposal.rs).
CREATE INDEX event_proposed ON event(kind, agency, subject, seq) WHERE kind = 'people.posts_proposed';
