-- The ledger: one chain of events per agency, and what is computed from it.
CREATE TABLE event (
    agency TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    "by" TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    data TEXT NOT NULL,
    seals TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (agency, seq)
);
CREATE INDEX event_subject ON event(subject, agency, seq);
APPEND ONLY event;

CREATE TABLE chain (
    agency TEXT PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);

CREATE TABLE fact (
    agency TEXT NOT NULL,
    measure TEXT NOT NULL,
    procedure TEXT NOT NULL,
    channel TEXT NOT NULL,
    day TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (agency, measure, procedure, channel, day)
);
