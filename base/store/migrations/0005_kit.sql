-- Who is signed in. The id is the SHA-256 of the cookie's token, so that a
-- stolen copy of the database opens no session.
CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    agency TEXT NOT NULL,
    user_id TEXT NOT NULL,
    -- What is still missing before the officer may work: '' when nothing.
    needs TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    notice_at BIGINT,
    notice_tone TEXT,
    notice_text TEXT
);

CREATE INDEX session_by_user ON session (user_id);
CREATE INDEX session_by_begun ON session (begun_at);

-- Who read personal data of whom, and why: written in batches, outside the chain.
CREATE TABLE reading (
    id TEXT NOT NULL PRIMARY KEY,
    agency TEXT NOT NULL,
    at BIGINT NOT NULL,
    read_by TEXT NOT NULL,
    subject TEXT NOT NULL,
    why TEXT NOT NULL
);

CREATE INDEX reading_by_subject ON reading (agency, subject, at);
CREATE INDEX reading_by_time ON reading (agency, at);
